package model

import (
	"fmt"
	"strings"
	"time"

	"docpipe/pipeline"
)

// A Failure is a call without an answer. It says what was tried, never what was asked or
// answered. It wraps a kind of pipeline, and ErrTooLarge when that was all that stood against it.
type Failure struct {
	Kind   *pipeline.Kind
	Tried  []Try         // requests in order
	Reason string        // why there was no answer, and what to do
	Wait   time.Duration // until a target can be asked again; 0 when that is not known
	cause  error
}

// A Try is one request of a call.
type Try struct {
	Target  string
	Key     string // id of the key
	Outcome string
	Status  int // HTTP status, 0 when none came
}

// A Deferred is the end of a context whose time went by waiting as a provider had asked.
type Deferred struct {
	Told string // by whom, until when, and what can be done
	Err  error  // ctx's
}

func (d *Deferred) Error() string { return d.Told + ": " + d.Err.Error() }

// Unwrap gives ctx's error.
func (d *Deferred) Unwrap() error { return d.Err }

func (f *Failure) Error() string {
	if len(f.Tried) == 0 {
		return f.Reason
	}
	return f.Reason + " (tried: " + summary(f.Tried) + ")"
}

// Unwrap gives pipeline's kind and, where there is one, the cause.
func (f *Failure) Unwrap() []error {
	if f.cause == nil {
		return []error{f.Kind}
	}
	return []error{f.Kind, f.cause}
}

// summary names targets and outcomes, equal ones counted.
func summary(tried []Try) string {
	var parts []string
	for i := 0; i < len(tried); {
		n := i + 1
		for n < len(tried) && tried[n] == tried[i] {
			n++
		}
		text := tried[i].Target + ": " + tried[i].Outcome
		if tried[i].Status != 0 {
			text += fmt.Sprintf(" (HTTP %d)", tried[i].Status)
		}
		if n-i > 1 {
			text += fmt.Sprintf(" %d times", n-i)
		}
		parts, i = append(parts, text), n
	}
	return strings.Join(parts, ", ")
}
