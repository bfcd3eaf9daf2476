package model

import (
	"context"
	"time"

	"docpipe/pipeline"
)

// A reply is what became of one request.
type reply struct {
	response Response
	mishap   *mishap // nil when a response came
	took     time.Duration

	answer  Answer
	wrong   []string // what is wrong with the answer
	reader  *member  // with whose call it was examined
	attempt pipeline.Attempt
}

// send sends c's request once, books it, and draws the conclusion.
func (a *asking) send(ctx context.Context, c *candidate, p *pass) (Answer, bool, error) {
	a.start()
	ctx, end := a.observer.Attempt(ctx, a.sending(c, p))
	y := transmit(ctx, c, p)
	p.grant.release()
	a.assess(c, p, y)
	p.verdict(y.mishap.verdict())
	booked := p.charge.settle(y.attempt)
	a.owe(a.flight, p.payer, nil)
	a.note(c, p.key, y)
	a.pay(p.charge.document, booked)
	end(Sent{
		Attempt: booked, ResponseID: y.response.ID, ResponseModel: y.response.Model,
		Finish: y.response.Finish, Status: y.mishap.status(),
	})
	return a.conclude(ctx, c, p, y)
}

// transmit is the request itself, within the target's time.
func transmit(ctx context.Context, c *candidate, p *pass) *reply {
	limited, cancel := context.WithTimeout(ctx, c.Timeout)
	defer cancel()
	began := time.Now()
	r, err := c.keys.keys[p.key].Wire.Send(limited, *c.request)
	y := &reply{response: r, took: time.Since(began)}
	if err != nil {
		y.response, y.mishap = Response{}, explain(ctx, limited, err)
	}
	return y
}

// assess examines what came, and writes down what it cost.
func (a *asking) assess(c *candidate, p *pass, y *reply) {
	y.attempt = p.charge.attempt
	y.attempt.LatencyMS = y.took.Milliseconds()
	if y.mishap != nil {
		y.attempt.Outcome = y.mishap.outcome
		if y.mishap.PossiblyBilled {
			y.attempt.PossiblyBilled = p.charge.worst
		}
		return
	}
	book(&y.attempt, c.Target, y.response.Usage, p.need, y.response.Text)
	taken := min(y.attempt.InputTokens+y.attempt.OutputTokens, c.Context) // whatever was counted
	c.limits.spend(taken - p.need.Input)
	switch y.response.Finish {
	case FinishStop:
		y.attempt.Outcome = a.read(c, p, y)
	case FinishLength:
		y.attempt.Outcome = pipeline.OutcomeTruncated
	default:
		y.attempt.Outcome = pipeline.OutcomeRefused
	}
}

// read makes an answer of the response and returns the outcome.
func (a *asking) read(c *candidate, p *pass, y *reply) string {
	y.answer = Answer{Text: y.response.Text, Target: c.Name, Model: c.Model}
	if c.request.Output != nil {
		y.answer.json = c.mode.JSON
	}
	y.reader = a.use(a.flight, p.payer, func(m *member) { y.wrong = examine(m.call, &y.answer) })
	if len(y.wrong) > 0 {
		return pipeline.OutcomeInvalid
	}
	return pipeline.OutcomeAnswered
}

// conclude returns the answer, kept before anybody uses it, or prepares what is tried next.
func (a *asking) conclude(ctx context.Context, c *candidate, p *pass, y *reply) (answer Answer, done bool, err error) {
	switch {
	case y.mishap != nil:
		a.failed(c, p, y.mishap)
	case y.attempt.Outcome == pipeline.OutcomeAnswered:
		c.learn(y.took, a.cfg.ModeCooldown)
		y.answer.bought = a.paid
		a.flight.by = a.use(a.flight, y.reader, func(m *member) { err = a.save(ctx, m.call, y.answer) })
		return y.answer, true, err
	case y.attempt.Outcome == pipeline.OutcomeInvalid:
		a.invalid(c, y.response.Text, y.wrong)
	default:
		a.refused(c, y.attempt.Outcome)
	}
	return Answer{}, false, nil
}

// pay remembers what a request cost, to be kept with the answer.
func (a *asking) pay(document string, booked pipeline.Attempt) {
	if booked.Cost > 0 || booked.PossiblyBilled > 0 || booked.Outcome == pipeline.OutcomeAnswered {
		a.paid = append(a.paid, purchase{document, booked})
	}
}

func (a *asking) sending(c *candidate, p *pass) Sending {
	s := Sending{
		Target: c.Target, Task: c.request.Task, Key: c.keys.keys[p.key].ID, Attempt: len(a.tried) + 1,
		JSON: c.mode.JSON, Images: c.mode.Images, Worst: p.charge.worst,
	}
	if a.last != c.Name {
		s.FallbackFrom = a.last
	}
	a.last = c.Name
	return s
}
