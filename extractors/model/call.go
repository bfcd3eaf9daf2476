package model

import (
	"context"

	"docpipe/pipeline"
)

// A Call is one question about a document. The [Router] decides who is asked.
type Call struct {
	// Document gives tenant, content and purse. It is not changed.
	Document *pipeline.Document

	Task string // name@version

	// Key names the question within the document: a hash of the pages' words and images that are
	// asked about, the prompt and the schema. With the model it is the name under which the
	// answer is kept. Empty: the answer is not kept.
	Key string

	// Images says that the question needs page images to be answered well; text models are then
	// asked last. NeedsImages demands them.
	Images      bool
	NeedsImages bool

	// Compose writes the request for one target in one mode. It must be deterministic and may be
	// called several times. It wraps ErrTooLarge when the question does not fit the target.
	Compose func(ctx context.Context, m Mode) (Request, error)

	// Check reads the answer, decoded with json.Number, or a string when Output is nil. It
	// returns what is wrong with it in words that the model can act on; none accepts it.
	Check func(answer any) []string

	// Escalate says why a premium target may be asked, and empty that none may. An answer that
	// stays invalid after its repair escalates by itself.
	Escalate string

	// Targets restricts who may be asked, by name; empty allows all.
	Targets []string
}

// An Answer is a response that passed its check.
type Answer struct {
	Text   string
	Value  any // decoded JSON, numbers as json.Number; nil when plain text was asked for
	Target string
	Model  string
	Cached bool // nothing was bought: it was stored, or another call bought the same

	json   JSONMode   // how JSON was asked for; empty when plain text was
	bought []purchase // what it cost, where it comes from the store
}

// An Asker answers calls. Its error wraps pipeline.ErrBudgetExhausted, ErrProviderAuth,
// ErrProviderUnavailable and ErrRateLimited (later may help; the latter is our own limit),
// ErrInvalid (no target fits, no answer was valid), or is ctx's. It must be safe for concurrent use.
type Asker interface {
	Ask(ctx context.Context, c Call) (Answer, error)
}
