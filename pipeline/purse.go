package pipeline

import "context"

// A Purse pays for the requests of one stage of one document. Money is set aside for the
// worst case before a request leaves, and settled when it is back: what was not needed
// returns. A Purse must be safe for concurrent use.
type Purse interface {
	// Reserve sets worst aside. It wraps ErrBudgetExhausted, and names the budget that would be
	// exceeded, when that much is not there.
	Reserve(ctx context.Context, worst Micros) error

	// Settle gives worst back and books the attempt with what it cost.
	Settle(worst Micros, a Attempt)
}

// Answers keeps what was bought for a document, apart per tenant and per content. Unlike
// [Artefacts] it loses nothing: an answer is kept as long as the document.
type Answers interface {
	// Load returns the bytes saved under name, or an error that wraps ErrNotFound.
	Load(ctx context.Context, d *Document, name string) ([]byte, error)
	// Save stores b under name. When it returns, b survives a crash of the machine.
	Save(ctx context.Context, d *Document, name string, b []byte) error
}
