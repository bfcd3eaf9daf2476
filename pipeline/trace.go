package pipeline

import "time"

// A Footprint is what a document leaves behind for the other documents of its tenant to be
// compared with. It is kept with the document and erased with it.
type Footprint struct {
	DocType string

	// Facts is JSON for whoever compares: what a finding says of the document, what a match
	// computes with. It is sealed with the document's own key.
	Facts []byte

	// Traces are what the document is found by.
	Traces []Trace
}

// A Trace is one normalised value by which documents are found again: two documents with the
// same one have something in common. Only a keyed hash of it is stored.
type Trace struct {
	Kind string // what was normalised, such as "invoice"
	Key  string
}

// A Sighting is another document that left one of the traces that were asked for.
type Sighting struct {
	Document string // its id; a part that has none yet is named by its stack
	DocType  string
	Received time.Time
	Facts    []byte
}

// A Supplier is one row of a tenant's supplier master.
type Supplier struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	VATID   string   `json:"vat_id,omitempty"`
	IBANs   []string `json:"ibans,omitempty"`
	Country string   `json:"country,omitempty"` // ISO 3166 alpha-2
	Status  string   `json:"status,omitempty"`  // as the master says, such as active or blocked
}
