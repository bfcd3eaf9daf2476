package compliance

import (
	"docpipe/pipeline"
)

// TermsRoot is where the pointers of e-invoice terms begin, in evidence as in examples: as the
// variable is called.
const TermsRoot = "/inv"

// newTerms returns what the variable inv says of a document: all that its e-invoice states. It
// is nil for a pack that does not speak of inv. Without an e-invoice nothing is there, and the
// rules about it are not asked, see [spoken].
func newTerms(e *pipeline.Extraction, inv *shape, today day) *facts {
	if inv == nil {
		return nil
	}
	x := &pipeline.Extraction{Fields: map[string]pipeline.Field{}}
	if e.EInvoice != nil {
		x.Data = e.EInvoice.Terms
	}
	f := newFacts(x, inv, today)
	f.root, f.whole = TermsRoot, true
	return f
}
