package compliance

import (
	"docpipe/pipeline"
)

// spoken tells which rules of a pack are not asked: another pack says them already, or they are
// about an e-invoice that is not there.
//
// A rule of EN 16931 can stand in two packs: asked of the terms of an e-invoice, and asked of
// the fields that a schema has. One objection to one mistake is enough, so the terms are asked
// where the document holds an e-invoice, and the fields where it does not.
type spoken struct {
	terms bool            // what is dropped: rules about terms, or rules about fields
	refs  map[string]bool // rules of EN 16931 that the other packs say of the other
}

func (s spoken) by(r *asked) bool {
	if s.terms {
		return r.asksTerms
	}
	return !r.asksTerms && r.Source.Standard == standardEN && s.refs[r.Source.Ref]
}

// standardEN is how packs name the standard.
const standardEN = "EN 16931-1"

// spokenElsewhere looks through the other packs in force for the type of document.
func (b *Book) spokenElsewhere(p *Pack, e *pipeline.Extraction) spoken {
	s := spoken{terms: e.EInvoice == nil, refs: map[string]bool{}}
	if s.terms {
		return s
	}
	for _, other := range b.Packs() {
		if other == p || !other.speaksOf(e.DocType) {
			continue
		}
		bound, err := other.bind(e.DocType)
		if err != nil { // told when it is its turn
			continue
		}
		for _, r := range bound.rules {
			if r.asksTerms == s.terms {
				continue
			}
			if r.Source.Standard == standardEN {
				s.refs[r.Source.Ref] = true
			}
		}
	}
	return s
}
