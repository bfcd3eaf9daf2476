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
// same one have something in common. Only keyed hashes of it are stored.
type Trace struct {
	Kind  string // what was normalised, such as "invoice"
	Key   string
	Group string // whose it is; a trace with one is found by searches for those of others only
}

// A Search asks for other documents. It is bounded, so that a document costs the same whether its
// sender has written ten times or ten thousand times.
type Search struct {
	Traces []Trace  // any of them
	Except []string // where set, those that were left with a group that is not among these
	Before string   // where set, only those accepted before the document with this id
	Most   int      // documents; as many in the answer mean that there may be more
	Depth  int      // where more than Most, how many of each trace are looked at for those that share most
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
