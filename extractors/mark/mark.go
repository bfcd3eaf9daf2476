// Package mark reads from the marks of pages whether a document is signed or stamped.
//
// A page step finds signatures where words ask for one, and stamps ([pipeline.Page.Marks]). A field
// of the schema that is a truth and named for one of them is claimed as true, with the mark and the
// words beside it as evidence. That a document is not signed is claimed where lines to sign on are
// empty, with the room above as evidence, and no other is signed. That there is no stamp is never
// claimed: nothing says where one would stand.
package mark

import (
	"context"
	"slices"

	"docpipe/extractors"
	"docpipe/pipeline"
	"docpipe/schemas"
)

// Version names the reader in results.
const Version = "mark@3"

// A Reader claims signatures and stamps. The zero Reader is ready, and safe for concurrent use.
type Reader struct{}

var _ extractors.Extractor = Reader{}

// A sort is what one kind of mark says.
type sort struct {
	kind   pipeline.MarkKind
	none   pipeline.MarkKind // what shows that there is none, "" for nothing
	names  []string          // of fields that ask for it, folded
	reason string
}

var sorts = []sort{
	{pipeline.MarkSignature, pipeline.MarkUnsigned, []string{
		"signed", "issigned", "signature", "signaturepresent", "hassignature", "signaturefound", "unterschrieben", "signe", "firmado", "firmato",
	}, "ink that is no text, by the words that ask for a signature"},
	{pipeline.MarkStamp, "", []string{
		"stamped", "isstamped", "stamp", "stamppresent", "hasstamp", "stampfound", "gestempelt", "stempel", "tampon", "cachet", "sello", "timbro",
	}, "a frame with something in it, as stamps leave it"},
}

// Extract claims the fields for the clearest mark of each kind. Its error is the context's.
func (Reader) Extract(ctx context.Context, d *pipeline.Document, s *schemas.Schema) ([]extractors.Claim, error) {
	var claims []extractors.Claim
	for _, sort := range sorts {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		confidence, evidence := clearest(d, sort.kind)
		there, reason := confidence > 0, sort.reason
		if !there && sort.none != "" {
			confidence, evidence = clearest(d, sort.none)
			reason = "the line to sign on is empty"
		}
		if confidence == 0 {
			continue
		}
		for _, n := range s.Leaves() {
			if n.Items == nil && slices.Contains(n.Types, "boolean") && sort.asked(n) {
				claims = append(claims, extractors.Claim{
					Pointer: n.Pointer, Value: there, Confidence: confidence, Source: evidenceSource, Reader: Version,
					Reason: reason, Evidence: []pipeline.Evidence{evidence},
				})
			}
		}
	}
	return claims, nil
}

// clearest returns the mark of a kind that is surest; a confidence of 0 when there is none.
func clearest(d *pipeline.Document, kind pipeline.MarkKind) (best float64, evidence pipeline.Evidence) {
	for _, p := range d.Pages {
		for _, m := range p.Marks {
			if e, ok := beside(p, m); ok && m.Kind == kind && m.Confidence > best {
				best, evidence = m.Confidence, e
			}
		}
	}
	return best, evidence
}

// evidenceSource: the words beside the ink prove it to be a signature.
const evidenceSource = pipeline.SourceOCR

// asked reports whether a field is about such a mark on the whole document, not about one of its
// parties or rows.
func (s sort) asked(n *schemas.Node) bool {
	return slices.Contains(s.names, extractors.Fold(n.Name)) && !slices.Contains([]byte(n.Pointer), '*')
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
