package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	"docpipe/extractors/model"
	"docpipe/pipeline"
)

// A costAlarm compares what providers bill with what was expected, model by model. When it is more than
// one and a half times as much over at least ten answers, it raises once an hour: a price has
// changed, or a setting is wrong. Safe for concurrent use.
type costAlarm struct {
	raise func(o overrun)
	now   func() time.Time

	mu     sync.Mutex
	models map[string]*overrun
}

// What makes an alarm.
const (
	alarmAnswers = 10
	alarmEvery   = time.Hour
)

// An overrun is what answers of one model were expected to cost, and what was billed.
type overrun struct {
	Model             string
	Answers           int
	Expected, Billed  pipeline.Micros
	since, lastRaised time.Time
}

// String tells a person.
func (o overrun) String() string {
	return fmt.Sprintf("%s bills %.1f times what was expected: %s instead of %s USD for %s. Compare models.targets price and input with the provider's own; docpipe usage shows the sums",
		o.Model, float64(o.Billed)/float64(o.Expected), dollars(int64(o.Billed)), dollars(int64(o.Expected)), counted(o.Answers, "answer"))
}

func newCostAlarm(raise func(overrun)) *costAlarm {
	return &costAlarm{raise: raise, now: time.Now, models: map[string]*overrun{}}
}

// note takes what was settled. Only answers that the provider counted say anything.
func (c *costAlarm) note(a pipeline.Attempt) {
	if a.Outcome != pipeline.OutcomeAnswered || a.Estimated || a.Recovered || a.Estimate <= 0 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	o := c.since(a.Model)
	o.Answers, o.Expected, o.Billed = o.Answers+1, o.Expected+a.Estimate, o.Billed+a.Cost
	if o.Answers >= alarmAnswers && 2*o.Billed > 3*o.Expected && (o.lastRaised.IsZero() || c.now().Sub(o.lastRaised) >= alarmEvery) {
		o.lastRaised = c.now()
		c.raise(*o)
	}
}

// since returns a model's sums. In a service that runs for long they begin anew every hour, so
// that a price that changes today is not hidden by last week's answers.
func (c *costAlarm) since(name string) *overrun {
	o := c.models[name]
	if o == nil {
		o = &overrun{Model: name, since: c.now()}
		c.models[name] = o
	}
	if o.Answers >= alarmAnswers && c.now().Sub(o.since) >= alarmEvery {
		*o = overrun{Model: name, since: c.now(), lastRaised: o.lastRaised}
	}
	return o
}

// alarmed tells an alarm of every request, beside the observer it wraps.
type alarmed struct {
	model.Observer
	alarm *costAlarm
}

// Attempt implements model.Observer.
func (a alarmed) Attempt(ctx context.Context, s model.Sending) (context.Context, func(model.Sent)) {
	ctx, end := a.Observer.Attempt(ctx, s)
	return ctx, func(sent model.Sent) {
		a.alarm.note(sent.Attempt)
		end(sent)
	}
}

// alarm warns in the log and counts in the metrics.
func (s *service) alarm() *costAlarm {
	return newCostAlarm(func(o overrun) {
		s.log.Warn("model costs more than expected", "model", o.Model, "answers", o.Answers,
			"billed_usd", dollars(int64(o.Billed)), "expected_usd", dollars(int64(o.Expected)), "do", "compare models.targets price and input with the provider's own")
		s.metrics.CostAlarm.WithLabelValues(o.Model).Inc()
	})
}
