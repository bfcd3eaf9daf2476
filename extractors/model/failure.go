package model

import (
	"fmt"
	"slices"
	"strings"

	"docpipe/pipeline"
)

// A Failure is a call without an answer. It says what was tried, never what was asked or
// answered. It wraps a kind of pipeline, and ErrTooLarge when that was all that stood against it.
type Failure struct {
	Kind   *pipeline.Kind
	Tried  []Try  // requests in order
	Reason string // why there was no answer, and what to do
	cause  error
}

// A Try is one request of a call.
type Try struct {
	Target  string
	Key     string // id of the key
	Outcome string
	Status  int // HTTP status, 0 when none came
}

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

// note remembers a request for the failure.
func (a *asking) note(c *candidate, key int, outcome string, f *mishap) {
	a.tried = append(a.tried, Try{c.Name, c.keys.keys[key].ID, outcome, f.status()})
}

// failure says why there is no answer: first what waiting may help, then money, then keys.
func (a *asking) failure() error {
	f := &Failure{Tried: a.tried}
	closed := func(outcomes ...string) bool {
		return slices.ContainsFunc(a.open, func(c *candidate) bool { return slices.Contains(outcomes, c.closed) })
	}
	switch {
	case closed("") && (a.attempts < a.cfg.MaxAttempts || a.troubled()):
		f.Kind, f.Reason = pipeline.ErrProviderUnavailable, "no model target answers now: try again later, or see docpipe models check"
	case a.money != nil:
		f.Kind, f.Reason = pipeline.ErrBudgetExhausted, a.money.Error()
	case closed(pipeline.OutcomeAuth, pipeline.OutcomeExhausted):
		f.Kind, f.Reason = pipeline.ErrProviderAuth, "the providers refuse the keys"+a.refusedKeys()+", or the accounts are out of credit: put that right, then docpipe models check"
	case len(a.tried) == 0 && closed(pipeline.OutcomeTooLarge):
		f.Kind, f.Reason, f.cause = pipeline.ErrInvalid, "the question is too large for every target: ask about fewer pages, or configure a target with a larger context", ErrTooLarge
	default:
		f.Kind, f.Reason = pipeline.ErrInvalid, "no target gave an answer that can be used"
	}
	return f
}

// troubled reports whether a request failed in a way that may pass.
func (a *asking) troubled() bool {
	return slices.ContainsFunc(a.tried, func(t Try) bool {
		switch t.Outcome {
		case pipeline.OutcomeUnavailable, pipeline.OutcomeTimeout, pipeline.OutcomeTruncated, pipeline.OutcomeRateLimited:
			return true
		}
		return false
	})
}

func (a *asking) refusedKeys() string {
	var ids []string
	for _, t := range a.tried {
		if t.Outcome == pipeline.OutcomeAuth || t.Outcome == pipeline.OutcomeExhausted {
			ids = append(ids, t.Target+"/"+t.Key)
		}
	}
	if len(ids) == 0 { // an earlier call has found out
		return ""
	}
	return " " + strings.Join(slices.Compact(slices.Sorted(slices.Values(ids))), ", ")
}

// nobody says why no target is eligible.
func (a *asking) nobody(c Call) error {
	f := &Failure{Kind: pipeline.ErrInvalid}
	switch {
	case len(a.premium) > 0:
		f.Reason = "only premium targets are configured for this question: take one off models.escalate_to"
	case len(c.Targets) > 0:
		f.Reason = fmt.Sprintf("no target fits: only %s may be asked here", strings.Join(c.Targets, ", "))
	default:
		f.Reason = "no target fits: the question needs page images, and no configured target takes any"
	}
	return f
}

func noPurse() error {
	return &Failure{Kind: pipeline.ErrBudgetExhausted, Reason: "no money may be spent on this document: set models.budget.document, or read it with --strategy local"}
}
