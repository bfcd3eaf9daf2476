package main

import (
	"strings"
	"testing"
	"time"

	"docpipe/pipeline"
)

func TestCostAlarm(t *testing.T) {
	t.Parallel()
	answer := func(cost, estimate pipeline.Micros) pipeline.Attempt {
		return pipeline.Attempt{Model: "small", Outcome: pipeline.OutcomeAnswered, Cost: cost, Estimate: estimate}
	}
	recovered, guessed, invalid := answer(900, 100), answer(900, 100), answer(900, 100)
	recovered.Recovered, guessed.Estimated, invalid.Outcome = true, true, pipeline.OutcomeInvalid
	for _, c := range []struct {
		name    string
		attempt pipeline.Attempt
		times   int
		hours   int // between two answers
		want    int
	}{
		{"nine answers say nothing", answer(200, 100), 9, 0, 0},
		{"ten answers that cost twice as much", answer(200, 100), 10, 0, 1},
		{"once an hour is enough", answer(200, 100), 50, 0, 1},
		{"half as much again is within what estimates are", answer(150, 100), 50, 0, 0},
		{"every hour anew", answer(200, 100), 30, 1, 3},
		{"what was recovered was looked at before", recovered, 50, 0, 0},
		{"what the provider did not count is our own estimate", guessed, 50, 0, 0},
		{"only answers were estimated", invalid, 50, 0, 0},
		{"a model of one's own costs nothing", answer(0, 0), 50, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var raised []overrun
			now := time.Now()
			a := newCostAlarm(func(o overrun) { raised = append(raised, o) })
			a.now = func() time.Time { return now }
			for range c.times {
				a.note(c.attempt)
				now = now.Add(time.Duration(c.hours) * time.Hour)
			}
			if len(raised) != c.want {
				t.Fatalf("raised %d times, want %d: %v", len(raised), c.want, raised)
			}
			if c.want > 0 && !strings.Contains(raised[0].String(), "small bills 2.0 times what was expected: 0.002 instead of 0.001 USD for 10 answers") {
				t.Errorf("it says %q", raised[0])
			}
		})
	}
}
