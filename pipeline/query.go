package pipeline

import "time"

// A FindingQuery selects findings of one tenant. Zero fields do not restrict.
type FindingQuery struct {
	Document, Verdict, Transition, Severity, Pack, Rule, DocType, Disposition string
	UpdatedAfter                                                              time.Time
	Cursor                                                                    string // opaque, from the page before
	Limit                                                                     int
}

// A FindingRecord is a finding with the document it is about, as lists show it.
type FindingRecord struct {
	Finding
	Document  string    `json:"document"` // id
	Version   int       `json:"version"`  // of the result that raised or resolved it
	DocType   string    `json:"doctype"`
	UpdatedAt time.Time `json:"updated_at"`
}

// A VersionInfo is one version of a document's result in a list of them.
type VersionInfo struct {
	Version   int       `json:"version"`
	Status    Status    `json:"status"`
	CreatedAt time.Time `json:"created_at"`
}

// A Receipt says what an erasure destroyed.
type Receipt struct {
	Document  string    `json:"document"` // id
	Tenant    string    `json:"tenant"`
	ErasedAt  time.Time `json:"erased_at"`
	By        string    `json:"by"`        // id of the key, or how it was asked for
	Versions  int       `json:"versions"`  // results that went
	Blobs     int       `json:"blobs"`     // stored objects that went
	Keys      int       `json:"keys"`      // data keys that were destroyed
	Sequences []uint64  `json:"sequences"` // of the event stream, whose messages went

	// Scopes are the content hashes whose data key went with the document: their blobs cannot
	// be read any more and may be deleted.
	Scopes []string `json:"-"`
}
