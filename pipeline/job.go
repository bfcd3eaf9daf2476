package pipeline

import (
	"encoding/json"
	"time"
)

// An Acceptance is an upload whose bytes are stored: what the ledger records in one
// transaction before the sender hears that it was accepted.
type Acceptance struct {
	Document *Document

	// IdempotencyKey is the sender's; the same key with the same Fingerprint gives the same
	// document, with another one ErrIdempotencyMismatch. Empty: every upload is new.
	IdempotencyKey string
	Fingerprint    string // hash of content and settings

	// FirstStage is the name of the first job's stage; empty records the document without a
	// job, for a caller that runs the stages itself.
	FirstStage string
}

// A Header is a document without its content: what lists and events show.
type Header struct {
	ID         string            `json:"id"`
	Tenant     string            `json:"tenant"`
	Status     Status            `json:"status"`
	Version    int               `json:"version"` // of the newest result, 0 while there is none
	Verdict    Verdict           `json:"verdict"`
	DocType    string            `json:"doctype"`
	Schema     string            `json:"schema"`
	Parent     *string           `json:"parent"`
	Batch      *string           `json:"batch"`
	Case       *string           `json:"case"`
	Reference  *string           `json:"reference"`
	Metadata   map[string]string `json:"metadata"`
	Source     string            `json:"source"`
	PageCount  int               `json:"page_count"`
	Files      []ResultFile      `json:"files"`
	Stage      string            `json:"stage"` // of the job that is due or running, "" when terminal
	Error      *ErrorReport      `json:"error"`
	ReceivedAt time.Time         `json:"received_at"`
	UpdatedAt  time.Time         `json:"updated_at"`
}

// A Query selects documents of one tenant. Zero fields do not restrict.
type Query struct {
	Status, Verdict, DocType, Schema, Batch, Case, Reference string
	Parent                                                   string // id of a stack
	ReceivedAfter, UpdatedAfter                              time.Time
	Cursor                                                   string // opaque, from the page before
	Limit                                                    int
}

// A Claim is the right to run one job, as long as its lease lasts. Epoch fences: the ledger
// refuses whatever comes with an epoch that is not the newest.
type Claim struct {
	Job      string
	Epoch    int64
	Stage    string
	Attempt  int // 1 for the first
	Document *Document
}

// An Outcome is what a stage leaves behind; the ledger commits it in one transaction.
// Either Next names the following stage, or Result is the document's next version.
type Outcome struct {
	Document *Document
	Next     string
	Result   *Result
	Events   []Event // without ID, Sequence and Time

	// Parts are the results of a stack's parts, in the order of Result.Parts. They are committed
	// with the stack, which gives them their ids.
	Parts []Outcome
}

// A Message is one row of the outbox on its way to the stream.
type Message struct {
	ID      int64  // row, also the Nats-Msg-Id of a job
	MsgID   string // Nats-Msg-Id
	Tenant  string
	Stage   string // of a job; empty for an event
	Job     string // id of a job; empty for an event
	Subject string // of an event
	Data    json.RawMessage
}

// A Delivery is a message that stands in its stream.
type Delivery struct {
	Message  Message
	Sequence uint64 // in the stream, 0 when unknown
}

// A DeadLetter is a job that will not be tried again by itself.
type DeadLetter struct {
	Job      string    `json:"job"`
	Document string    `json:"document"`
	Tenant   string    `json:"tenant"`
	Stage    string    `json:"stage"`
	Code     string    `json:"code"`
	Detail   string    `json:"detail"`
	Attempts int       `json:"attempts"`
	At       time.Time `json:"at"`
}

// A Principal is who a request comes from.
type Principal struct {
	Tenant string   `json:"tenant"`
	KeyID  string   `json:"key_id"`
	Name   string   `json:"name"`
	Scopes []string `json:"scopes"`
}

// An APIKey is a key without its secret.
type APIKey struct {
	ID        string     `json:"id"`
	Tenant    string     `json:"tenant"`
	Name      string     `json:"name"`
	Scopes    []string   `json:"scopes"`
	CreatedAt time.Time  `json:"created_at"`
	ExpiresAt *time.Time `json:"expires_at"`
	RevokedAt *time.Time `json:"revoked_at"`
}
