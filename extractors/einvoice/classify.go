package einvoice

import (
	"context"
	"errors"
	"slices"
	"strings"

	"docpipe/extractors"
	"docpipe/pipeline"
)

// The shipped types that an e-invoice can be.
const (
	Invoice    = "invoice"
	CreditNote = "credit_note"
)

// creditNoteCodes are the members of UNTDID 1001 that EN 16931 takes for credit notes
// (rule BR-CL-01); all its others, 384 for a corrected invoice among them, are invoices.
var creditNoteCodes = strings.Fields("81 83 261 262 296 308 381 396 420 458 532")

// Classify tells invoices from credit notes by the document's first e-invoice, and returns
// [extractors.Unknown] when there is none or it is damaged: then someone else may look at the
// pages. Its error means that an attachment could not be loaded, or is the context's.
func (r *Reader) Classify(ctx context.Context, d *pipeline.Document) (string, float64, error) {
	invoices, err := r.invoices(ctx, d)
	switch {
	case isDamage(err):
		return extractors.Unknown, 0, nil
	case err != nil:
		return "", 0, err
	case len(invoices) == 0:
		return extractors.Unknown, 0, nil
	}
	return invoices[0].doctype(), confidence, nil
}

func isDamage(err error) bool {
	return errors.Is(err, pipeline.ErrDamaged) || errors.Is(err, pipeline.ErrTooLarge)
}

// doctype goes by the root where it says so, else by the type code.
func (v *invoice) doctype() string {
	if v.root.name == "CreditNote" || slices.Contains(creditNoteCodes, v.first("/type_code")) {
		return CreditNote
	}
	return Invoice
}
