package model

import (
	"fmt"
	"strings"
	"sync"

	"github.com/oklog/ulid/v2"

	"docpipe/pipeline"
)

// A charge is what a purse has set aside for one request. It is settled once: by what came
// back, or by the leaving of the call that pays.
type charge struct {
	purse    pipeline.Purse
	document string // whose purse it is
	worst    pipeline.Micros
	attempt  pipeline.Attempt // what is known before the request is sent

	once   sync.Once
	booked pipeline.Attempt
}

// settle books a, unless something was booked before; it returns what stands in the books.
func (c *charge) settle(a pipeline.Attempt) pipeline.Attempt {
	c.once.Do(func() {
		c.booked = a
		c.purse.Settle(c.worst, a)
	})
	return c.booked
}

// newAttemptID names a request; later ones sort behind it.
func newAttemptID() string { return "att_" + strings.ToLower(ulid.Make().String()) }

// abandon books the worst case: the request goes on, and this purse will not hear of it.
func (c *charge) abandon() {
	a := c.attempt
	a.Outcome, a.PossiblyBilled = pipeline.OutcomeCancelled, c.worst
	c.settle(a)
}

// mostTokens is more than any request has; a larger count is a provider's mistake.
const mostTokens = 100_000_000

// book sets tokens and cost of an answer. Where the provider counted nothing, the estimate
// stands in and is marked.
func book(a *pipeline.Attempt, t Target, u Usage, expected Tokens, text string) {
	a.InputTokens, a.OutputTokens = min(u.Input, mostTokens), min(u.Output, mostTokens)
	if u.Input <= 0 {
		a.InputTokens, a.Estimated = expected.Input, true
	}
	if u.Output <= 0 && text != "" {
		a.OutputTokens, a.Estimated = min(TextTokens(text), expected.MostOutput), true
	}
	a.OutputTokens = max(a.OutputTokens, 0)
	a.Cost = t.Price.Cost(a.InputTokens, a.OutputTokens)
}

func usd(m pipeline.Micros) string { return fmt.Sprintf("%d.%06d USD", m/1e6, m%1e6) }
