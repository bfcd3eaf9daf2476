package model

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"docpipe/pipeline"
)

// note remembers a request for the failure.
func (a *asking) note(c *candidate, key int, y *reply) {
	a.tried = append(a.tried, Try{c.Name, c.keys.keys[key].ID, y.attempt.Outcome, y.mishap.status()})
}

// failure says why there is no answer: first what waiting may help, then money, then keys.
func (a *asking) failure() error {
	f := &Failure{Tried: a.tried, Kind: pipeline.ErrInvalid, Reason: "no target gave an answer that can be used"}
	switch {
	case a.closed("") && (a.attempts < a.cfg.MaxAttempts || a.troubled()):
		f.Kind, f.Wait = pipeline.ErrProviderUnavailable, a.soonest()
		f.Reason = cmp.Or(told(a.open), "no model target answers now: try again later, or see docpipe models check")
	case a.closed(crowded):
		f.Kind = pipeline.ErrRateLimited
		f.Reason = fmt.Sprintf("rpm and tpm of the targets let no more through within %s: try again later, or raise them", a.cfg.Patience)
	case a.money != nil:
		f.Kind, f.Reason = pipeline.ErrBudgetExhausted, a.money.Error()
	case a.closed(pipeline.OutcomeAuth) || a.closed(pipeline.OutcomeExhausted):
		f.Kind = pipeline.ErrProviderAuth
		f.Reason = "the providers refuse the keys" + a.refusedKeys() + ", or the accounts are out of credit: put that right, then docpipe models check"
	case a.allClosed(pipeline.OutcomeTruncated):
		f.Reason = "the answers are longer than the targets give: raise max_output of a target, or configure one that gives more"
	case a.allClosed(pipeline.OutcomeTooLarge):
		f.Reason, f.cause = allTooSmall, ErrTooLarge
	case a.allClosed(pipeline.OutcomeRejected):
		f.Reason = "the providers refuse what is asked: check model and base_url of the targets with docpipe models check"
	}
	return f
}

const allTooSmall = "the question is too large for every target: ask about fewer pages, or configure a target with a larger context"

// tooLarge is the failure of a question that fits nowhere.
func tooLarge() error {
	return &Failure{Kind: pipeline.ErrInvalid, Reason: allTooSmall, cause: ErrTooLarge}
}

// told says which of these targets asked to be left alone, until when, and what can be done; ""
// when none did. Of several it is the one whose time comes first.
func told(open []*candidate) string {
	now, until := time.Now(), time.Time{}
	var who *deployment
	status := 0
	for _, c := range open {
		if t, s := c.quiet(); t.After(now) && (who == nil || t.Before(until)) {
			who, until, status = c.deployment, t, s
		}
	}
	if who == nil {
		return ""
	}
	return fmt.Sprintf("%s asks to be left alone until %s, %s from now (HTTP %d): run again after that, or name another target",
		who.Name, until.UTC().Format("2006-01-02 15:04:05 UTC"), until.Sub(now).Round(time.Second), status)
}

// closed reports whether a target was closed by outcome; "" asks for one that is still open.
func (a *asking) closed(outcome string) bool {
	return slices.ContainsFunc(a.open, func(c *candidate) bool { return c.closed == outcome })
}

// soonest is how long until the first target that may be asked is ready.
func (a *asking) soonest() time.Duration {
	var first time.Duration
	for _, c := range a.open {
		if wait := time.Until(c.ready()); c.closed == "" && wait > 0 && (first == 0 || wait < first) {
			first = wait
		}
	}
	return first
}

// allClosed reports whether every target was closed, and by the same outcome.
func (a *asking) allClosed(outcome string) bool {
	return len(a.open) > 0 && !slices.ContainsFunc(a.open, func(c *candidate) bool { return c.closed != outcome })
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
func nobody(c Call, premium []*candidate) error {
	f := &Failure{Kind: pipeline.ErrInvalid}
	switch {
	case len(premium) > 0:
		f.Reason = "only premium targets are configured for this question: take one off models.escalate_to"
	case len(c.Targets) > 0:
		f.Reason = fmt.Sprintf("no target fits: only %s may be asked here", strings.Join(c.Targets, ", "))
	default:
		f.Reason = "no target fits: the question needs page images, and no configured target takes any"
	}
	return f
}

func noPurse() error {
	return &Failure{Kind: pipeline.ErrBudgetExhausted, Reason: "no money may be spent on this document: set models.budget.document"}
}
