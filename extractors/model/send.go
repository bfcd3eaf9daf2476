package model

import (
	"context"
	"time"

	"docpipe/pipeline"
)

// send sends c's request once, books it, and draws the conclusion.
func (a *asking) send(ctx context.Context, c *candidate, p *pass) (Answer, bool, error) {
	a.start()
	ctx, end := a.observer.Attempt(ctx, a.sending(c, p))
	began := time.Now()
	r, f := request(ctx, c.keys.keys[p.key].Wire, c)
	took := time.Since(began)
	p.release()

	attempt := p.charge.attempt
	attempt.LatencyMS = took.Milliseconds()
	answer := Answer{Text: r.Text, Target: c.Name, Model: c.Model}
	if c.request.Output != nil {
		answer.json = c.mode.JSON
	}
	var wrong []string
	payer := p.payer
	if f != nil {
		attempt.Outcome = f.outcome
		if f.PossiblyBilled {
			attempt.PossiblyBilled = p.charge.worst
		}
	} else {
		payer, wrong = a.read(c, p, r, &answer, &attempt)
	}
	p.verdict(f.verdict())
	booked := p.charge.settle(attempt)
	a.owe(a.flight, p.payer, nil)
	a.note(c, p.key, attempt.Outcome, f)
	end(Sent{Attempt: booked, ResponseID: r.ID, ResponseModel: r.Model, Finish: r.Finish, Status: f.status()})

	switch attempt.Outcome {
	case pipeline.OutcomeAnswered:
		c.learn(took, a.cfg.ModeCooldown)
		return answer, true, a.keep(ctx, payer, answer)
	case pipeline.OutcomeInvalid:
		a.invalid(c, r.Text, wrong)
	case pipeline.OutcomeRefused:
		a.refused(c)
	default:
		a.failed(c, p.key, p.payer.call, f)
	}
	return Answer{}, false, nil
}

// request sends and says what went wrong, if anything did.
func request(ctx context.Context, w Wire, c *candidate) (Response, *mishap) {
	limited, cancel := context.WithTimeout(ctx, c.Timeout)
	defer cancel()
	r, err := w.Send(limited, *c.request)
	if err != nil {
		return Response{}, explain(ctx, limited, err)
	}
	return r, nil
}

// read books an answer and examines it with the call of who waits.
func (a *asking) read(c *candidate, p *pass, r Response, answer *Answer, attempt *pipeline.Attempt) (*member, []string) {
	book(attempt, c.Target, r.Usage, p.need, r.Text)
	c.limits.spend(attempt.InputTokens + attempt.OutputTokens - p.need.Input)
	attempt.Outcome = pipeline.OutcomeRefused
	if r.Finish != FinishStop {
		return p.payer, nil
	}
	var wrong []string
	payer := a.use(a.flight, p.payer, func(call Call) { wrong = examine(call, answer) })
	attempt.Outcome = pipeline.OutcomeAnswered
	if len(wrong) > 0 {
		attempt.Outcome = pipeline.OutcomeInvalid
	}
	return payer, wrong
}

// keep stores the answer before anybody uses it.
func (a *asking) keep(ctx context.Context, payer *member, answer Answer) (err error) {
	a.flight.by = a.use(a.flight, payer, func(call Call) { err = a.save(ctx, call, answer) })
	return err
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
