package local

import (
	"context"
	"slices"

	"docpipe/extractors"
	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/plan"
	"docpipe/pipeline"
)

// Classify says what type a document is of, and how surely, 0..1. Its error is the context's.
func (r *Reader) Classify(ctx context.Context, d *pipeline.Document) (string, float64, error) {
	return r.types.Classify(ctx, d)
}

// PageSigns looks at each page alone. Its error is the context's.
func (r *Reader) PageSigns(ctx context.Context, d *pipeline.Document) ([]extractors.PageSigns, error) {
	signs := make([]extractors.PageSigns, len(d.Pages))
	for i, p := range d.Pages {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		signs[i] = r.types.Signs(p)
	}
	return signs, nil
}

// knownBy is the least confidence of what tells documents apart.
const knownBy = 0.5

// Known reads the page as a document of its type, or of the type that its words are most like.
func (r *Reader) Known(d *pipeline.Document, p *pipeline.Page, doctype string) extractors.Known {
	as := r.types.PlanFor(p, doctype)
	if as == nil {
		return extractors.Known{}
	}
	doc := evidence.New(&pipeline.Document{Settings: d.Settings, Pages: []*pipeline.Page{p}}, as)
	doc.AddPage(p)
	said := map[string]string{}
	for _, c := range claims(doc) {
		if text, ok := c.Value.(string); ok && c.Confidence >= knownBy {
			said[c.Pointer] = extractors.Fold(text)
		}
	}
	return extractors.Known{
		Number: said[as.PointerOf(as.FirstNumber())],
		Date:   said[as.PointerOf(slices.IndexFunc(as.Fields, func(f plan.Field) bool { return f.Primary }))],
		Total:  said[as.PointerOf(doc.SumFields()[plan.Gross])],
	}
}
