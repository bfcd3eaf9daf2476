package pipeline

import (
	"fmt"
	"strings"
	"time"
)

// What people decide on findings.
const (
	Accept   = "accept"   // it is as the rule says
	Waive    = "waive"    // it is so, and may be, until a day
	Correct  = "correct"  // a value was read wrongly: the rules run again
	Escalate = "escalate" // somebody else must decide
)

// A Decision is what a person decided on a finding.
type Decision struct {
	ID          string         `json:"id"`          // dec_…, given when it is recorded
	Finding     string         `json:"finding"`     // id
	Fingerprint string         `json:"fingerprint"` // of the finding: a waiver is for it alone
	Document    string         `json:"document"`    // id
	Version     int            `json:"version"`     // of the result that has the finding
	Decision    string         `json:"decision"`    // accept | waive | correct | escalate
	Reason      string         `json:"reason"`      // in the person's own words
	Until       *time.Time     `json:"until"`       // when a waiver ends
	Values      map[string]any `json:"values"`      // of a correction, by pointer; nil for what is not on the document
	By          string         `json:"by"`          // id of the key, or how it was asked for
	At          time.Time      `json:"at"`
}

// Check reports what keeps the decision from being made at now. It wraps ErrInvalid.
func (d Decision) Check(now time.Time) error {
	wrong := ""
	switch {
	case d.Decision != Accept && d.Decision != Waive && d.Decision != Correct && d.Decision != Escalate:
		wrong = fmt.Sprintf("decision %q is not known: write accept, waive, correct or escalate", d.Decision)
	case d.Decision != Accept && strings.TrimSpace(d.Reason) == "":
		wrong = "the decision " + d.Decision + " needs a reason"
	case len(d.Reason) > maxReason:
		wrong = fmt.Sprintf("the reason has %d bytes, at most %d are kept", len(d.Reason), maxReason)
	case d.Decision == Waive && (d.Until == nil || !d.Until.After(now)):
		wrong = "a waiver needs a time in the future at which it ends"
	case d.Decision != Waive && d.Until != nil:
		wrong = "only a waiver ends at a time"
	case d.Decision == Correct && len(d.Values) == 0:
		wrong = "a correction needs the values that are right"
	case d.Decision != Correct && len(d.Values) > 0:
		wrong = "only a correction has values"
	}
	if wrong != "" {
		return fmt.Errorf("%s: %w", wrong, ErrInvalid)
	}
	return nil
}

// ParseUntil reads when a waiver ends: a time as of RFC 3339, or the last day on which it holds, in
// UTC; "" is nil. What is neither wraps ErrInvalid.
func ParseUntil(text string) (*time.Time, error) {
	if text == "" {
		return nil, nil
	}
	if day, err := time.Parse(time.DateOnly, text); err == nil {
		end := day.AddDate(0, 0, 1)
		return &end, nil
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return nil, fmt.Errorf("%q is no time: write 2026-12-31 or 2026-12-31T18:00:00Z: %w", text, ErrInvalid)
	}
	return &t, nil
}

// maxReason bounds a reason, in bytes.
const maxReason = 4000

// Disposition is what the finding shows of the decision. A correction leaves it open: the rules
// say what has become of it.
func (d Decision) Disposition() Disposition {
	is := Disposition{Kind: map[string]string{Accept: "accepted", Waive: "waived", Correct: Open, Escalate: "escalated"}[d.Decision]}
	is.By, is.Reason = orNil(d.By), orNil(d.Reason)
	if d.Until != nil {
		until := d.Until.UTC().Format(time.RFC3339)
		is.Until = &until
	}
	return is
}

// Open is the disposition of a finding on which nobody has decided, or whose waiver has ended.
const Open = "open"

// End returns when the disposition ends by itself, the zero time for never.
func (d Disposition) End() time.Time {
	if d.Until == nil {
		return time.Time{}
	}
	end, err := time.Parse(time.RFC3339, *d.Until)
	if err != nil {
		return time.Unix(0, 0) // not one of ours: it holds no longer
	}
	return end
}

// At is the disposition at a time: open once a waiver has ended.
func (d Disposition) At(now time.Time) Disposition {
	if end := d.End(); end.IsZero() || now.Before(end) {
		return d
	}
	why := "the waiver ended on " + *d.Until
	return Disposition{Kind: Open, Reason: &why}
}
