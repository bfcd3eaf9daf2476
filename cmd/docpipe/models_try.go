package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"docpipe/extractors/model"
	"docpipe/pipeline"
)

// tryTime bounds one question to one target.
const tryTime = 2 * time.Minute

// tryTarget puts a test page to a target. Its error is a mistake of the configuration, or ctx's;
// a target that does not work is told of in the report.
func tryTarget(ctx context.Context, c Config, t targetConfig) (targetReport, error) {
	catalogue, err := model.LoadCatalogue()
	if err != nil {
		return targetReport{}, err
	}
	r := reportOf(t, catalogue)
	seen := &trialObserver{}
	m, err := openModels(ctx, modelsOptions{config: c.Models, targets: []targetConfig{t}, http: modelClient(c.dial), observer: seen})
	if err != nil {
		return r, err
	}
	if why := m.probe(ctx, trialPurse(c))[0].misconfigured(); why != nil {
		r.Error = why.Error()
		return r, ctx.Err()
	}
	if t.unexplored(catalogue) {
		if err := r.explore(ctx, c, t, seen); err != nil {
			return r, err
		}
	}
	modes := []string{"text"}
	if r.Images && len(r.Trials) == 0 {
		modes = []string{"image", "text"}
	}
	r.Works = r.Error == ""
	for _, mode := range modes {
		trial := m.try(ctx, c, mode, seen)
		if ctx.Err() != nil {
			return r, context.Cause(ctx)
		}
		r.Works = r.Works && trial.Number && trial.Amount
		r.Trials = append(r.Trials, trial)
	}
	return r, nil
}

// explore shows a picture to a model of which nobody knows whether it reads any, and keeps what
// came of it. A target that is busy or away says nothing.
func (r *targetReport) explore(ctx context.Context, c Config, t targetConfig, seen *trialObserver) error {
	t.Input = "image"
	m, err := openModels(ctx, modelsOptions{config: c.Models, targets: []targetConfig{t}, http: modelClient(c.dial), observer: seen})
	if err != nil {
		return err
	}
	trial := m.try(ctx, c, "image", seen)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	r.Images = trial.Number && trial.Amount
	switch {
	case r.Images:
		r.Trials = append(r.Trials, trial)
	case trial.Error != "" && len(trial.RefusedJSON) == 0:
		r.Note = "whether it reads images is not known: " + trial.Error
		return nil
	default:
		r.Note = "it does not read images: pages go to it as text"
	}
	if err := loadLearned().keep(t, r.Images); err != nil {
		r.Note = fmt.Sprintf("%v; write input: image or text in its settings", err)
	}
	return nil
}

// try asks for the two fields of a page of its own.
func (m *models) try(ctx context.Context, c Config, mode string, seen *trialObserver) targetTrial {
	ctx, cancel := context.WithTimeout(ctx, tryTime)
	defer cancel()
	page := newTrialPage()
	d := &pipeline.Document{ID: "check", Tenant: localTenant}
	purse := trialPurse(c)
	d.Purse = purse
	seen.begin()
	a, err := m.router.Ask(ctx, model.Call{
		Document: d, Task: trialVersion, Images: mode == "image", NeedsImages: mode == "image",
		Compose: func(_ context.Context, how model.Mode) (model.Request, error) { return page.request(mode, how) },
	})
	return seen.trial(mode, page, a, purse.Usage(), err)
}

// trialPurse pays for one question to a target that is tried: no installation's books hold it.
func trialPurse(c Config) *model.Wallet {
	return model.NewWallets(model.Budget{
		Document: pipeline.Micros(c.Models.Budget.Document), TenantDay: model.NoLimit, TotalDay: model.NoLimit, Run: model.NoLimit,
	}).For(localTenant)
}

const trialVersion = "check@1"

const trialSystem = "Read the page. Give the invoice number and the total amount exactly as they are printed, null for what is not there."

var trialSchema = json.RawMessage(`{"type":"object","properties":{"invoice_number":{"type":["string","null"]},"total_amount":{"type":["string","null"]}},` +
	`"required":["invoice_number","total_amount"],"additionalProperties":false}`)

// request shows the page as an image alone, or as text alone.
func (p trialPage) request(mode string, how model.Mode) (model.Request, error) {
	shown := []model.Part{{Text: p.tagged()}}
	if mode == "image" {
		img, w, h, err := p.draw()
		if err != nil {
			return model.Request{}, err
		}
		shown = []model.Part{{Image: img, MediaType: "image/png", Width: w, Height: h}}
	}
	zero := 0.0
	return model.Request{
		Task: trialVersion, System: trialSystem, MaxOutput: 256, Temperature: &zero,
		Turns:  []model.Turn{{Role: model.RoleUser, Parts: append(shown, model.Part{Text: "What are the fields?"})}},
		Output: &model.Output{Name: "fields", Schema: trialSchema, Mode: how.JSON},
	}, nil
}

// A trialObserver notes how each request asked for JSON.
type trialObserver struct {
	mu   sync.Mutex
	sent []trialSending
}

type trialSending struct {
	json    string
	outcome string
	status  int
	latency int64
}

var _ model.Observer = (*trialObserver)(nil)

// Call implements model.Observer.
func (*trialObserver) Call(ctx context.Context, _ model.Call) (context.Context, func(model.Answer, error)) {
	return ctx, func(model.Answer, error) {}
}

// Attempt implements model.Observer.
func (o *trialObserver) Attempt(ctx context.Context, s model.Sending) (context.Context, func(model.Sent)) {
	return ctx, func(sent model.Sent) {
		o.mu.Lock()
		defer o.mu.Unlock()
		o.sent = append(o.sent, trialSending{string(s.JSON), sent.Outcome, sent.Status, sent.LatencyMS})
	}
}

func (o *trialObserver) begin() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.sent = nil
}

// trial sums up what happened since begin.
func (o *trialObserver) trial(mode string, p trialPage, a model.Answer, u pipeline.Usage, err error) targetTrial {
	o.mu.Lock()
	defer o.mu.Unlock()
	t := targetTrial{
		Mode: mode, Requests: len(o.sent), InputTokens: u.InputTokens, OutputTokens: u.OutputTokens, Cost: dollars(int64(u.Cost + u.PossiblyBilled)),
	}
	for _, s := range o.sent {
		switch {
		case s.outcome == pipeline.OutcomeAnswered:
			t.JSON, t.LatencyMS = s.json, s.latency
		case s.outcome == pipeline.OutcomeRejected && !slices.Contains(t.RefusedJSON, s.json):
			t.RefusedJSON = append(t.RefusedJSON, s.json)
		}
	}
	t.RefusedJSON = slices.DeleteFunc(t.RefusedJSON, func(mode string) bool { return mode == t.JSON })
	if err != nil {
		t.Error = trialError(err)
		return t
	}
	fields, _ := a.Value.(map[string]any)
	t.Number, t.Amount = p.read(fields["invoice_number"], p.number), p.read(fields["total_amount"], p.amount)
	return t
}

func trialError(err error) string {
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Sprintf("no answer within %s", tryTime)
	case errors.Is(err, pipeline.ErrBudgetExhausted):
		return fmt.Sprintf("%v: raise models.budget.document", err)
	}
	return strings.ReplaceAll(err.Error(), "\n", "; ")
}
