package model

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"docpipe/pipeline"
)

// A kept is an answer as it is stored. Only answers that passed their check are.
type kept struct {
	Task   string   `json:"task"`
	Target string   `json:"target"`
	Model  string   `json:"model"`
	Text   string   `json:"text"`
	JSON   JSONMode `json:"json,omitempty"` // empty: plain text was asked for

	// Bought is what the answer cost, the requests before it that had none included. A worker
	// that died after it was stored could not say so itself.
	Bought []purchase `json:"bought,omitempty"`
}

// A purchase is one request and the document that paid for it.
type purchase struct {
	Document string           `json:"document"`
	Attempt  pipeline.Attempt `json:"attempt"`
}

// answerName is where the answer of a model is kept; tenant and content are apart in the store.
func answerName(c Call, model string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q %q", c.Task, c.Key, model))
	return "answers/" + hex.EncodeToString(sum[:])
}

// load returns the first answer that is kept under the model of a target and passes c's check.
func (r *Router) load(ctx context.Context, c Call, targets []*candidate) (Answer, bool, error) {
	if r.answers == nil || c.Key == "" {
		return Answer{}, false, nil
	}
	asked := map[string]bool{}
	for _, t := range targets {
		if asked[t.Model] {
			continue
		}
		asked[t.Model] = true
		b, err := r.answers.Load(ctx, c.Document, answerName(c, t.Model))
		if errors.Is(err, pipeline.ErrNotFound) || errors.Is(err, pipeline.ErrDamaged) {
			continue
		}
		if err != nil {
			return Answer{}, false, fmt.Errorf("looking for a kept answer: %w", err)
		}
		var k kept
		if json.Unmarshal(b, &k) != nil {
			continue
		}
		if a, ok := reuse(c, Answer{Text: k.Text, Target: k.Target, Model: k.Model, json: k.JSON, bought: k.Bought}); ok {
			return a, true, nil
		}
	}
	return Answer{}, false, nil
}

// save keeps an answer. It does so even when the caller is gone: the answer is paid for.
func (r *Router) save(ctx context.Context, c Call, a Answer) error {
	if r.answers == nil || c.Key == "" {
		return nil
	}
	b, err := json.Marshal(kept{c.Task, a.Target, a.Model, a.Text, a.json, a.bought})
	if err == nil {
		err = r.answers.Save(context.WithoutCancel(ctx), c.Document, answerName(c, a.Model), b)
	}
	if err != nil {
		return fmt.Errorf("keeping the answer of %s: %w", a.Target, err)
	}
	return nil
}

// reuse makes a's text an answer of c, decoded anew and checked. It returns false when c does
// not accept it.
func reuse(c Call, a Answer) (Answer, bool) {
	a.Cached = true
	return a, len(examine(c, &a)) == 0
}

// bookKept books a stored answer. What m's own document paid for it is recovered: the purse
// knows whether it has that already. Of another document's answer nothing is owed.
func (m *member) bookKept(a Answer) {
	if m.purse == nil {
		return
	}
	paid := false
	for _, p := range a.bought {
		if p.Document != m.call.Document.Payer() || p.Attempt.ID == "" {
			continue
		}
		paid = paid || p.Attempt.Outcome == pipeline.OutcomeAnswered
		p.Attempt.Recovered = true
		m.purse.Settle(0, p.Attempt)
	}
	if !paid {
		m.bookFree(a)
	}
}

// bookFree books that a cost nothing.
func (m *member) bookFree(a Answer) {
	if m.purse != nil {
		m.purse.Settle(0, pipeline.Attempt{Task: m.call.Task, Target: a.Target, Model: a.Model, Outcome: pipeline.OutcomeCached})
	}
}

// examine decodes a's text, sets its value and returns what is wrong with it.
func examine(c Call, a *Answer) []string {
	var value any = a.Text
	if a.json != "" {
		v, err := parse(a.Text, a.json)
		if err != nil {
			return []string{err.Error()}
		}
		a.Value, value = v, v
	}
	if c.Check == nil {
		return nil
	}
	return c.Check(value)
}
