package pipeline

// An EInvoice is all that an electronic invoice states: the terms of the semantic model of
// EN 16931, also those that the schemas invoice and credit_note have no field for. Rules about
// e-invoices read it, now and whenever the document is checked again.
type EInvoice struct {
	Name string `json:"name"` // of the attachment

	// Terms has the shape of schemas/einvoice.v1.schema.json: maps, slices and strings, amounts as
	// plain decimals, dates as YYYY-MM-DD. What the XML leaves out, or leaves empty, has no key. A
	// text that is no amount or no date where one belongs stands as it was written.
	Terms map[string]any `json:"terms"`
}
