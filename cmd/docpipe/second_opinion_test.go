package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"docpipe/extractors"
	"docpipe/extractors/model"
	"docpipe/extractors/model/task"
	"docpipe/pipeline"
	"docpipe/schemas"
)

// guessing is a local classifier that answers what it is told.
type guessing struct {
	doctype    string
	confidence float64
}

func (g guessing) Classify(context.Context, *pipeline.Document) (string, float64, error) {
	return g.doctype, g.confidence, nil
}

func (g guessing) PageSigns(context.Context, *pipeline.Document) ([]extractors.PageSigns, error) {
	return []extractors.PageSigns{{Type: g.doctype}}, nil
}

func (g guessing) Known(*pipeline.Document, *pipeline.Page, string) extractors.Known {
	return extractors.Known{}
}

// scripted answers every call with one text, when it passes the call's check.
type scripted struct {
	text  string
	err   error
	asked int
}

func (s *scripted) Ask(_ context.Context, c model.Call) (model.Answer, error) {
	s.asked++
	if s.err != nil {
		return model.Answer{}, s.err
	}
	v, err := schemas.Decode([]byte(s.text))
	if err != nil {
		return model.Answer{}, err
	}
	if wrong := c.Check(v); len(wrong) > 0 {
		return model.Answer{}, fmt.Errorf("%s: %w", wrong[0], pipeline.ErrInvalid)
	}
	return model.Answer{Text: s.text, Value: v}, nil
}

func typed(doctype, quote string) *scripted {
	if quote == "" {
		return &scripted{text: fmt.Sprintf(`{"doctype":%q,"quotes":[]}`, doctype)}
	}
	return &scripted{text: fmt.Sprintf(`{"doctype":%q,"quotes":[{"page":1,"quote":%q}]}`, doctype, quote)}
}

func TestSecondOpinion(t *testing.T) {
	t.Parallel()
	registry, err := schemas.NewRegistry()
	if err != nil {
		t.Fatal(err)
	}
	note := &schemas.Schema{ID: "note.v1", Title: "A delivery note", DocType: "delivery-note"}
	const unknown = extractors.Unknown
	busy := fmt.Errorf("small: %w", pipeline.ErrProviderUnavailable)
	for name, c := range map[string]struct {
		local      guessing
		model      *scripted
		strategy   string
		want       string
		confidence float64
		asked      int
		err        *pipeline.Kind
	}{
		"sure":             {guessing{"invoice", 0.8}, typed("receipt", "Delivery note"), "hybrid", "invoice", 0.8, 0, nil},
		"local strategy":   {guessing{"invoice", 0.3}, typed("receipt", "Delivery note"), "local", "invoice", 0.3, 0, nil},
		"both agree":       {guessing{"invoice", 0.6}, typed("invoice", "Delivery note"), "hybrid", "invoice", 0.9, 1, nil},
		"model alone":      {guessing{unknown, 0.2}, typed("delivery-note", "Delivery note"), "model", "delivery-note", 0.75, 1, nil},
		"neither":          {guessing{unknown, 0.2}, typed(unknown, ""), "hybrid", unknown, 0.2, 1, nil},
		"only local":       {guessing{"invoice", 0.55}, typed(unknown, ""), "hybrid", "invoice", 0.55, 1, nil},
		"against doubt":    {guessing{"invoice", 0.4}, typed("receipt", "Delivery note"), "hybrid", "receipt", 0.6, 1, nil},
		"against less":     {guessing{"invoice", 0.7}, typed("receipt", "Delivery note"), "hybrid", "invoice", 0.7, 1, nil},
		"made-up quote":    {guessing{"invoice", 0.4}, typed("receipt", "Cash register"), "hybrid", "invoice", 0.4, 1, pipeline.ErrInvalid},
		"budget":           {guessing{"invoice", 0.4}, &scripted{err: pipeline.ErrBudgetExhausted}, "hybrid", "invoice", 0.4, 1, pipeline.ErrBudgetExhausted},
		"provider is away": {guessing{"invoice", 0.4}, &scripted{err: busy}, "hybrid", "", 0, 1, pipeline.ErrProviderUnavailable},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := secondOpinion{local: c.local, model: task.New(task.DefaultConfig(), c.model, nil), types: append(registry.List(), note), sure: 0.8}
			d := noteOf("Delivery", "note", "4711")
			d.Settings.Strategy = c.strategy
			got, confidence, err := s.Classify(t.Context(), d)
			if got != c.want || confidence != c.confidence || c.model.asked != c.asked {
				t.Errorf("Classify = %q %v after %d questions, want %q %v after %d", got, confidence, c.model.asked, c.want, c.confidence, c.asked)
			}
			if c.err == nil && err != nil || c.err != nil && !errors.Is(err, c.err) {
				t.Errorf("error = %v, want %v", err, c.err)
			}
		})
	}
}

// A model says where documents begin only where it may be asked, and a lack of money is no error.
func TestSecondOpinion_begins(t *testing.T) {
	t.Parallel()
	answer := &scripted{text: `{"begins":[{"page":1,"doctype":"invoice"}]}`}
	for name, c := range map[string]struct {
		model    *scripted
		strategy string
		want     []int
		err      *pipeline.Kind
	}{
		"asked":            {answer, "hybrid", []int{1}, nil},
		"local strategy":   {answer, "local", nil, nil},
		"budget":           {&scripted{err: pipeline.ErrBudgetExhausted}, "hybrid", nil, nil},
		"no such page":     {&scripted{text: `{"begins":[{"page":7,"doctype":"invoice"}]}`}, "hybrid", nil, nil},
		"provider is away": {&scripted{err: pipeline.ErrProviderUnavailable}, "model", nil, pipeline.ErrProviderUnavailable},
	} {
		s := secondOpinion{local: guessing{}, model: task.New(task.DefaultConfig(), c.model, nil), types: []*schemas.Schema{{ID: "invoice.v1", DocType: "invoice"}}}
		d := noteOf("Invoice", "4711")
		d.Settings.Strategy = c.strategy
		got, err := classifiers{s}.Begins(t.Context(), d)
		if !slices.Equal(got, c.want) || c.err == nil && err != nil || c.err != nil && !errors.Is(err, c.err) {
			t.Errorf("%s: Begins = %v, %v, want %v, %v", name, got, err, c.want, c.err)
		}
	}
}

// noteOf is a page of words that money may be spent on.
func noteOf(words ...string) *pipeline.Document {
	p := &pipeline.Page{Number: 1, State: pipeline.PageRead, TextFrom: pipeline.TextFromLayer}
	for i, w := range words {
		x := 0.1 + 0.2*float64(i)
		p.Words = append(p.Words, pipeline.Word{Text: w, Confidence: 1, Source: pipeline.SourceText, Box: pipeline.Box{x, 0.1, x + 0.15, 0.13}})
	}
	return &pipeline.Document{ID: "doc_1", Tenant: localTenant, Pages: []*pipeline.Page{p}, Purse: model.NewWallets(model.DefaultBudget()).For(localTenant)}
}
