// Package mark reads from the marks of pages whether a document is signed.
//
// A page step finds signatures where words ask for one ([pipeline.Page.Marks]). A field of the
// schema that is a truth and named for a signature is claimed as true, with the mark and the words
// beside it as evidence. That there is none is never claimed: a faint one is easily missed.
package mark

import (
	"context"
	"slices"

	"docpipe/extractors"
	"docpipe/pipeline"
	"docpipe/schemas"
)

// Version names the reader in results.
const Version = "mark@1"

// A Reader claims signatures. The zero Reader is ready, and safe for concurrent use.
type Reader struct{}

var _ extractors.Extractor = Reader{}

// names are what schemas call the field, folded.
var names = []string{
	"signed", "issigned", "signature", "signaturepresent", "hassignature", "signaturefound", "unterschrieben", "signe", "firmado", "firmato",
}

// Extract claims the fields for the clearest signature of the document. Its error is the
// context's.
func (Reader) Extract(ctx context.Context, d *pipeline.Document, s *schemas.Schema) ([]extractors.Claim, error) {
	best, evidence := 0.0, pipeline.Evidence{}
	for _, p := range d.Pages {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for _, m := range p.Marks {
			if e, ok := beside(p, m); ok && m.Kind == pipeline.MarkSignature && m.Confidence > best {
				best, evidence = m.Confidence, e
			}
		}
	}
	if best == 0 {
		return nil, nil
	}
	var claims []extractors.Claim
	for _, n := range s.Leaves() {
		if n.Items == nil && slices.Contains(n.Types, "boolean") && ofDocument(n) {
			claims = append(claims, extractors.Claim{
				Pointer: n.Pointer, Value: true, Confidence: best, Source: evidenceSource, Reader: Version,
				Reason: "ink that is no text, by the words that ask for a signature", Evidence: []pipeline.Evidence{evidence},
			})
		}
	}
	return claims, nil
}

// evidenceSource: the words beside the ink prove it to be a signature.
const evidenceSource = pipeline.SourceOCR

// ofDocument reports whether a field is about the signature of the whole document, not of one
// of its parties or rows.
func ofDocument(n *schemas.Node) bool {
	return slices.Contains(names, extractors.Fold(n.Name)) && !slices.Contains([]byte(n.Pointer), '*')
}

// beside cites a mark with the nearest words, which the claim is grounded on.
func beside(p *pipeline.Page, m pipeline.Mark) (pipeline.Evidence, bool) {
	best, distance := -1, 0.0
	words := p.VisibleWords()
	for i, w := range words {
		dx := max(0, m.Box[0]-w.Box[2], w.Box[0]-m.Box[2])
		dy := max(0, m.Box[1]-w.Box[3], w.Box[1]-m.Box[3])
		if away := dx + dy; extractors.Fold(w.Text) != "" && (best < 0 || away < distance) {
			best, distance = i, away
		}
	}
	if best < 0 {
		return pipeline.Evidence{}, false
	}
	box := m.Box.Union(words[best].Box)
	return pipeline.Evidence{Page: p.Number, Box: &box, Quote: words[best].Text}, true
}
