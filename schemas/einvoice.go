package schemas

import (
	"fmt"

	"docpipe/pipeline"
)

// eInvoiceID names the term model of electronic invoices. It is no type of document: what is
// extracted from an e-invoice has the shape of invoice or credit_note.
const eInvoiceID = "einvoice.v1"

// EInvoice returns the semantic model of EN 16931-1 as a schema: the shape of
// [pipeline.EInvoice].Terms. An error means that the program itself is broken.
func EInvoice() (*Schema, error) {
	raw, err := files.ReadFile(eInvoiceID + ".schema.json")
	if err != nil {
		return nil, fmt.Errorf("shipped schema %s: %w: %w", eInvoiceID, err, pipeline.ErrInternal)
	}
	return Parse(eInvoiceID, raw)
}
