package pipeline

import (
	"encoding/json"
	"time"
)

// An Event is a CloudEvents 1.0 event in structured JSON, the same everywhere it appears:
// NATS, the ledger, a webhook, a stream over HTTP.
type Event struct {
	SpecVersion string          `json:"specversion"` // "1.0"
	ID          string          `json:"id"`          // evt_…, also the Nats-Msg-Id
	Source      string          `json:"source"`
	Type        string          `json:"type"`    // docpipe.document.result.v1
	Subject     string          `json:"subject"` // the document's id
	Time        time.Time       `json:"time"`
	ContentType string          `json:"datacontenttype"` // application/json
	Tenant      string          `json:"tenant"`
	DocType     string          `json:"doctype"`
	Severity    string          `json:"severity,omitempty"`
	Pack        string          `json:"pack,omitempty"`
	TraceParent string          `json:"traceparent,omitempty"`
	Sequence    string          `json:"sequence"` // per tenant, no gaps, decimal, given by the relay
	Data        json.RawMessage `json:"data"`
}

// Types of events.
const (
	EventReceived  = "docpipe.document.received.v1"
	EventPrepared  = "docpipe.document.prepared.v1"
	EventExtracted = "docpipe.document.extracted.v1"
	EventChecked   = "docpipe.document.checked.v1"
	EventResult    = "docpipe.document.result.v1"
	EventReviewed  = "docpipe.document.reviewed.v1"
	EventFailed    = "docpipe.document.failed.v1"
	EventCancelled = "docpipe.document.cancelled.v1"
	EventErased    = "docpipe.document.erased.v1"
	EventRaised    = "docpipe.finding.raised.v1"
	EventResolved  = "docpipe.finding.resolved.v1"
	EventDecided   = "docpipe.finding.decided.v1"
	EventHead      = "docpipe.audit.head.v1" // of no document: its subject is "audit"
)
