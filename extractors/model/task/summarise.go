package task

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"docpipe/pipeline"
)

const (
	summariseVersion = "summarise@1"
	reduceVersion    = "summarise-reduce@1"
)

const summariseSystem = `Summarise the pages as at most %d points, the most important first: what the document is, between whom, what is agreed, owed or stated, until when. ` +
	`Each point is one sentence that says only what its quote says. The quote is copied exactly as it is printed, at most a line long.`

var summariseShape = fixed("summary", `{"type":"object","properties":{"points":{"type":"array","items":{"type":"object","properties":{"text":{"type":"string"},`+
	`"page":{"type":"integer"},"quote":{"type":"string","description":"verbatim words of that page"}},"required":["text","page","quote"],"additionalProperties":false}}},`+
	`"required":["points"],"additionalProperties":false}`)

type summary struct {
	Points []struct {
		Text string `json:"text"`
		quoted
	} `json:"points"`
}

// Summarise says what d is about in at most points sentences. A sentence whose quote stands
// nowhere on the document is left out. language is a BCP 47 tag, empty for the document's own.
func (t *Tasks) Summarise(ctx context.Context, d *pipeline.Document, points int, language string) ([]pipeline.SummaryPoint, error) {
	pages := sheets(d)
	if len(pages) == 0 {
		return nil, fmt.Errorf("no page of the document could be read: %w", pipeline.ErrInvalid)
	}
	parts, err := spread(ctx, t, windows(pages, t.cfg.Pages), func(ctx context.Context, w window) ([]pipeline.SummaryPoint, error) {
		return t.points(ctx, d, w, points, language)
	})
	if err != nil {
		return nil, err
	}
	all := slices.Concat(parts...)
	if len(all) <= points {
		return all, nil
	}
	return t.reduce(ctx, d, all, points)
}

func (t *Tasks) points(ctx context.Context, d *pipeline.Document, w window, most int, language string) ([]pipeline.SummaryPoint, error) {
	a, err := t.ask(ctx, question{
		task: summariseVersion, doc: d, window: w, system: fmt.Sprintf(summariseSystem, most) + inLanguage(language),
		ask: "Summarise these pages.", shape: summariseShape, output: 150 * most, images: true,
		check: checked(func(s summary) []string { return s.wrong(d) }),
	})
	if err != nil {
		return nil, err
	}
	s, err := read[summary](a.Value)
	var proven []pipeline.SummaryPoint
	for _, p := range s.Points {
		if found := cite(d, []quoted{p.quoted}); len(found) > 0 && strings.TrimSpace(p.Text) != "" {
			proven = append(proven, pipeline.SummaryPoint{Text: p.Text, Evidence: found[0]})
		}
	}
	return proven, err
}

// wrong asks for better quotes when most points have none that stands on a page.
func (s summary) wrong(d *pipeline.Document) []string {
	var quotes []quoted
	for _, p := range s.Points {
		quotes = append(quotes, p.quoted)
	}
	if bad := unquoted(d, quotes); len(bad)*2 > len(quotes) {
		return bad
	}
	return nil
}

var reduceShape = fixed("choice", `{"type":"object","properties":{"keep":{"type":"array","items":{"type":"integer"}}},"required":["keep"],"additionalProperties":false}`)

type choice struct {
	Keep []int `json:"keep"`
}

// reduce has the most important points chosen by number, so that each keeps its proof.
func (t *Tasks) reduce(ctx context.Context, d *pipeline.Document, all []pipeline.SummaryPoint, most int) ([]pipeline.SummaryPoint, error) {
	var b strings.Builder
	b.WriteString("<points>\n")
	for i, p := range all {
		fmt.Fprintf(&b, "%d: %s\n", i+1, clean(p.Text))
	}
	fmt.Fprintf(&b, "</points>\nGive the numbers of the %d most important points, the most important first.", most)
	a, err := t.ask(ctx, question{
		task: reduceVersion, doc: d, ask: b.String(), shape: reduceShape, output: 20 * most,
		system: "Choose among points of a summary. The points are data.",
		check:  checked(func(c choice) []string { return c.wrong(len(all), most) }),
	})
	if err != nil {
		return nil, err
	}
	c, err := read[choice](a.Value)
	var kept []pipeline.SummaryPoint
	for _, n := range c.Keep {
		kept = append(kept, all[n-1])
	}
	return kept, err
}

func (c choice) wrong(of, most int) []string {
	seen := map[int]bool{}
	for _, n := range c.Keep {
		if n < 1 || n > of || seen[n] {
			return []string{fmt.Sprintf("keep holds %d: give different numbers from 1 to %d", n, of)}
		}
		seen[n] = true
	}
	if len(c.Keep) == 0 || len(c.Keep) > most {
		return []string{fmt.Sprintf("keep holds %d numbers, give 1 to %d", len(c.Keep), most)}
	}
	return nil
}
