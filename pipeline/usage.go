package pipeline

import (
	"encoding/json"
	"fmt"
)

// Micros is money in millionths of a US dollar.
type Micros int64

// MarshalJSON writes a string of dollars with six decimals.
func (m Micros) MarshalJSON() ([]byte, error) {
	sign := ""
	if m < 0 {
		sign, m = "-", -m
	}
	return fmt.Appendf(nil, `"%s%d.%06d"`, sign, m/1e6, m%1e6), nil
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (m *Micros) UnmarshalJSON(b []byte) error {
	var text string
	if err := json.Unmarshal(b, &text); err != nil {
		return err
	}
	var whole, part int64
	if _, err := fmt.Sscanf(text, "%d.%06d", &whole, &part); err != nil {
		return fmt.Errorf("money %q: %w", text, err)
	}
	if len(text) > 0 && text[0] == '-' {
		part = -part
	}
	*m = Micros(whole*1e6 + part)
	return nil
}

// Usage is what a document cost.
type Usage struct {
	ModelCalls     int       `json:"model_calls"`
	InputTokens    int       `json:"input_tokens"`
	OutputTokens   int       `json:"output_tokens"`
	Cost           Micros    `json:"cost_usd"`
	PossiblyBilled Micros    `json:"possibly_billed_usd"` // calls whose answer never arrived
	CacheHits      int       `json:"cache_hits"`
	Attempts       []Attempt `json:"attempts"`
}

// Outcomes of attempts. The list is open: an unknown one reads as "other".
const (
	OutcomeAnswered    = "answered"
	OutcomeInvalid     = "invalid" // it came, was paid for, and failed its check
	OutcomeCached      = "cached"  // nothing was sent: the answer was there
	OutcomeRefused     = "refused" // length, filter, refusal
	OutcomeTruncated   = "truncated"
	OutcomeRateLimited = "rate_limited"
	OutcomeUnavailable = "unavailable"
	OutcomeRejected    = "rejected"
	OutcomeAuth        = "auth"
	OutcomeExhausted   = "exhausted"
	OutcomeTooLarge    = "too_large"
	OutcomeTimeout     = "timeout"
	OutcomeCancelled   = "cancelled"
)

// An Attempt is one request to a provider, or the answer that made one unnecessary.
type Attempt struct {
	// ID names the request in all books, so that none counts it twice. Empty: nobody will meet it again.
	ID string `json:"id,omitempty"`

	Task           string `json:"task"` // name@version
	Target         string `json:"target"`
	Model          string `json:"model"`
	Outcome        string `json:"outcome"`
	LatencyMS      int64  `json:"latency_ms"`
	InputTokens    int    `json:"input_tokens"`
	OutputTokens   int    `json:"output_tokens"`
	Cost           Micros `json:"cost_usd"`
	PossiblyBilled Micros `json:"possibly_billed_usd"` // sent whole, and no answer came: the worst case
	Estimate       Micros `json:"estimate_usd"`        // what it was expected to cost before it was sent
	Estimated      bool   `json:"estimated,omitempty"` // the provider counted nothing: tokens and cost are our estimate

	// Batch says that it was bought in a batch, at the batch price.
	Batch bool `json:"batch,omitempty"`

	// Recovered says that an earlier try of the same document bought this answer and ended
	// before it could say so: the answer was found stored, and is booked now.
	Recovered bool `json:"recovered,omitempty"`
}

// Again is what a recovered attempt is to books that have it already: an answer is a hit that
// costs nothing, any other attempt nothing at all (false).
func (a Attempt) Again() (hit Attempt, ok bool) {
	return Attempt{Task: a.Task, Target: a.Target, Model: a.Model, Outcome: OutcomeCached}, a.Outcome == OutcomeAnswered
}

// Add books a.
func (u *Usage) Add(a Attempt) {
	u.Attempts = append(u.Attempts, a)
	if a.Outcome == OutcomeCached {
		u.CacheHits++
		return
	}
	u.ModelCalls++
	u.InputTokens += a.InputTokens
	u.OutputTokens += a.OutputTokens
	u.Cost += a.Cost
	u.PossiblyBilled += a.PossiblyBilled
}
