package task

import (
	"context"
	"fmt"
	"slices"

	"docpipe/pipeline"
)

const describeVersion = "describe@1"

// Things that are described.
var thingKinds = []string{"signature", "stamp", "seal", "logo", "photo", "drawing", "chart", "table", "handwriting", "barcode", "checkbox", "other"}

// places are the ninths of a page. A model names one; it gives no coordinates.
var places = []string{"top left", "top", "top right", "left", "middle", "right", "bottom left", "bottom", "bottom right"}

const describeSystem = `Describe what the page shows besides its running text: signatures, stamps, seals, logos, photos, drawings, charts, handwriting, barcodes, ticked boxes. ` +
	`Name only what is there. A line to sign on that nobody has signed is no signature. Give the text that stands in a thing exactly as it is written, or null.`

var describeShape = fixed("description", `{"type":"object","properties":{"summary":{"type":"string"},"things":{"type":"array","items":{"type":"object","properties":{`+
	`"kind":{"type":"string","enum":[`+enum(thingKinds)+`]},"place":{"type":"string","enum":[`+enum(places)+`]},"text":{"type":["string","null"]},"description":{"type":"string"}},`+
	`"required":["kind","place","text","description"],"additionalProperties":false}}},"required":["summary","things"],"additionalProperties":false}`)

type described struct {
	Summary string `json:"summary"`
	Things  []struct {
		Kind     string  `json:"kind"`
		Place    string  `json:"place"`
		Text     *string `json:"text"`
		Describe string  `json:"description"`
	} `json:"things"`
}

// Describe says what is on the pages besides text. It needs a target that takes images.
func (t *Tasks) Describe(ctx context.Context, d *pipeline.Document) ([]pipeline.PageDescription, error) {
	if t.images == nil {
		return nil, fmt.Errorf("describe looks at page images, and there are none here: %w", pipeline.ErrInvalid)
	}
	return spread(ctx, t, windows(seen(d), 1), func(ctx context.Context, w window) (pipeline.PageDescription, error) {
		return t.describe(ctx, d, w)
	})
}

// seen lays out every page that can be shown, also one without a word.
func seen(d *pipeline.Document) []*sheet {
	var all []*sheet
	for _, p := range d.Pages {
		if p.State != pipeline.PageFailed && p.State != pipeline.PageSkipped {
			all = append(all, newSheet(p))
		}
	}
	return all
}

func (t *Tasks) describe(ctx context.Context, d *pipeline.Document, w window) (pipeline.PageDescription, error) {
	a, err := t.ask(ctx, question{
		task: describeVersion, doc: d, window: w, system: describeSystem, ask: "Describe this page.", shape: describeShape,
		output: 1024, images: true, needsImages: true, check: checked(described.wrong),
	})
	if err != nil {
		return pipeline.PageDescription{}, err
	}
	v, err := read[described](a.Value)
	page := w[0].sheet.page.Number
	out := pipeline.PageDescription{Page: page, Summary: v.Summary, Things: []pipeline.PageThing{}}
	for _, x := range v.Things {
		thing := pipeline.PageThing{Kind: x.Kind, Place: x.Place, Describe: x.Describe}
		if x.Text != nil {
			thing.Text = *x.Text
			if found := cite(d, []quoted{{page, *x.Text}}); len(found) > 0 && found[0].Page == page {
				thing.Evidence = &found[0]
			}
		}
		out.Things = append(out.Things, thing)
	}
	return out, err
}

func (v described) wrong() []string {
	for _, x := range v.Things {
		if !slices.Contains(thingKinds, x.Kind) || !slices.Contains(places, x.Place) {
			return []string{fmt.Sprintf("%q at %q: use the kinds and places of the schema", short(x.Kind), short(x.Place))}
		}
	}
	return nil
}
