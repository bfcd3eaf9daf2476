package pipeline

// An AuditReport is what checking the audit trail found.
type AuditReport struct {
	Entries int    `json:"entries"`
	Head    string `json:"head"` // hash of the newest entry: keep it elsewhere to prove completeness

	// Complete tells that the head given to the check is part of the trail. Without a head
	// nobody can tell whether the newest entries were cut off.
	Complete bool `json:"complete"`
}

// A StreamMessage names a message of a tenant's event stream.
type StreamMessage struct {
	Tenant   string
	Sequence uint64 // in the stream
}

// A Scope names what one data key seals: a document's id, or a hash of bytes.
type Scope struct {
	Tenant string
	Name   string
}
