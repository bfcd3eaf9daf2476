package pipeline

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
