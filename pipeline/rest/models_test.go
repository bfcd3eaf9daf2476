package rest_test

import (
	"context"
	"fmt"

	"docpipe/pipeline"
	"docpipe/pipeline/rest"
)

// models answers from the pages themselves.
type models struct{ m *memory }

var _ rest.Models = models{}

func (x models) used() (pipeline.Usage, error) {
	var u pipeline.Usage
	if x.m.silent != nil {
		return u, x.m.silent
	}
	u.Add(pipeline.Attempt{Task: "ask@1", Target: "small", Model: "m", Outcome: pipeline.OutcomeAnswered, InputTokens: 100, OutputTokens: 10, Cost: 1_500})
	return u, nil
}

func first(d *pipeline.Document) pipeline.Evidence {
	w := d.Pages[0].Words[0]
	return pipeline.Evidence{Page: 1, Box: &w.Box, Quote: w.Text}
}

func (x models) Ask(_ context.Context, d *pipeline.Document, question string, history []pipeline.Exchange, language string) (pipeline.GroundedAnswer, pipeline.Usage, error) {
	u, err := x.used()
	answer := fmt.Sprintf("%s (%d before, in %q)", question, len(history), language)
	return pipeline.GroundedAnswer{Found: true, Answer: answer, Citations: []pipeline.Evidence{first(d)}}, u, err
}

func (x models) Summarise(_ context.Context, d *pipeline.Document, points int, language string) ([]pipeline.SummaryPoint, pipeline.Usage, error) {
	u, err := x.used()
	return []pipeline.SummaryPoint{{Text: fmt.Sprintf("%d points in %q", points, language), Evidence: first(d)}}, u, err
}

func (x models) Translate(_ context.Context, d *pipeline.Document, to string) ([]pipeline.TranslatedPage, pipeline.Usage, error) {
	u, err := x.used()
	return []pipeline.TranslatedPage{{Page: 1, Lines: []pipeline.TranslatedLine{{Source: d.Text(), Text: to}}}}, u, err
}

func (x models) Describe(_ context.Context, d *pipeline.Document) ([]pipeline.PageDescription, pipeline.Usage, error) {
	u, err := x.used()
	e := first(d)
	return []pipeline.PageDescription{{Page: 1, Summary: "plain", Things: []pipeline.PageThing{{Kind: "stamp", Place: "top", Evidence: &e}, {Kind: "logo", Place: "left"}}}}, u, err
}

func (m *memory) Usage(_ context.Context, q pipeline.UsageQuery) ([]pipeline.UsageRow, error) {
	if q.Tenant != "acme" || !q.To.IsZero() && q.To.Year() < 2026 {
		return nil, nil
	}
	return []pipeline.UsageRow{{Day: "2026-11-22", Tenant: q.Tenant, Target: "small", Model: "m", Documents: 1, Calls: 2, Cost: 1_500}}, nil
}
