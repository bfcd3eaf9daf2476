package model

import (
	"errors"
	"fmt"
	"time"

	"docpipe/pipeline"
)

// Kinds of a failed request. Each says what may be tried next.
var (
	ErrRateLimited = errors.New("too many requests")                         // 429: wait, or another target
	ErrUnavailable = errors.New("the provider does not answer as it should") // 408, 409, 5xx, transport: wait, or another target
	ErrRejected    = errors.New("the provider refuses the request")          // 400, 404, 422: another mode
	ErrTooLarge    = errors.New("the request is too large for the model")    // 413, context exceeded: text instead of images, or smaller windows
	ErrAuth        = errors.New("the provider refuses the key")              // 401, 403: another key
	ErrExhausted   = errors.New("the account is out of credit")              // 402, quota: another key
	ErrTruncated   = errors.New("the answer broke off or is unreadable")     // 2xx with a cut or malformed body: possibly billed
)

// A Fault is a failed request. It wraps one of the kinds above, and pipeline's kind for the
// one who gets it in the end.
type Fault struct {
	Kind           error         // one of this package's
	Status         int           // HTTP status, 0 when none came
	Wait           time.Duration // the provider asked to wait this long; 0 when it did not
	PossiblyBilled bool          // the request was sent whole, and nobody knows whether it was charged
	Detail         string        // the provider's own words, without content of the request
}

func (f *Fault) Error() string {
	text := f.Kind.Error()
	if f.Status != 0 {
		text = fmt.Sprintf("%s (HTTP %d)", text, f.Status)
	}
	if f.Detail != "" {
		text += ": " + f.Detail
	}
	return text
}

// Unwrap gives this package's kind and pipeline's.
func (f *Fault) Unwrap() []error {
	switch f.Kind {
	case ErrAuth, ErrExhausted:
		return []error{f.Kind, pipeline.ErrProviderAuth}
	case ErrRejected, ErrTooLarge:
		return []error{f.Kind, pipeline.ErrInvalid}
	}
	return []error{f.Kind, pipeline.ErrProviderUnavailable}
}
