package model_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"docpipe/extractors/model"
	"docpipe/extractors/model/modeltest"
	"docpipe/extractors/model/wire/openai"
	"docpipe/pipeline"
)

// A world is a router before a scripted server, and one document with money.
type world struct {
	*modeltest.Server
	t       *testing.T
	cfg     model.RouterConfig
	targets []model.Deployment
	answers *modeltest.Answers
	wallet  *model.Wallet
	doc     *pipeline.Document
	watch   *watcher
}

const good = `{"total":"1.00"}`

func ok(modeltest.Seen) modeltest.Reply {
	return modeltest.Reply{Text: good, Input: 1000, Output: 10}
}

// newWorld has the targets by name, each with one key; change it before the first ask.
func newWorld(t *testing.T, s *modeltest.Server, names ...string) *world {
	t.Helper()
	w := &world{Server: s, t: t, cfg: model.DefaultRouterConfig(), answers: &modeltest.Answers{}, watch: &watcher{}}
	for _, name := range names {
		w.targets = append(w.targets, w.deployment(name, "k1"))
	}
	w.setBudget(model.DefaultBudget())
	return w
}

// loopback is a world before a server on loopback.
func loopback(t *testing.T, script modeltest.Script, names ...string) *world {
	t.Helper()
	return newWorld(t, modeltest.New(t, script), names...)
}

func (w *world) setBudget(b model.Budget) {
	w.wallet = model.NewWallets(b).For("t1")
	w.doc = &pipeline.Document{ID: "doc_1", Tenant: "t1", Files: []pipeline.File{{SHA256: "ab"}}, Purse: w.wallet}
}

func (w *world) deployment(name string, keys ...string) model.Deployment {
	d := model.Deployment{Target: model.Target{
		Name: name, Model: name, Provider: "test", JSON: []model.JSONMode{model.JSONSchema, model.JSONObject, model.JSONPrompt},
		Images:  model.ImageRules{MaxImages: 8, LongEdge: 1540, Formula: "patch28"},
		Context: 32_000, MaxOutput: 4_000, Price: model.Price{Input: 150_000, Output: 600_000},
		Concurrency: 8, Timeout: time.Minute,
	}}
	for _, k := range keys {
		d.Keys = append(d.Keys, model.Key{ID: k, Wire: w.Wire(name, k)})
	}
	return d
}

// target returns the settings of a target, to be changed.
func (w *world) target(name string) *model.Target {
	for i := range w.targets {
		if w.targets[i].Target.Name == name {
			return &w.targets[i].Target
		}
	}
	w.t.Fatalf("no target %q", name)
	return nil
}

func (w *world) router() *model.Router {
	w.t.Helper()
	r, err := model.NewRouter(w.cfg, w.targets, w.answers, w.watch)
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

// call is a question with an image, checked to have a total.
func (w *world) call() model.Call {
	return model.Call{
		Document: w.doc, Task: "extract@1", Key: "page1", Images: true,
		Compose: func(_ context.Context, m model.Mode) (model.Request, error) { return request(m), nil },
		Check:   hasTotal,
	}
}

func request(m model.Mode) model.Request {
	parts := []model.Part{{Text: "invoice 4711 of secret company"}}
	if m.Images {
		parts = append(parts, model.Part{Image: []byte("image bytes"), MediaType: "image/jpeg", Width: 1240, Height: 1754})
	}
	return model.Request{
		Task: "extract@1", System: "Read the invoice.", MaxOutput: 500,
		Turns:  []model.Turn{{Role: model.RoleUser, Parts: parts}},
		Output: &model.Output{Name: "invoice", Schema: []byte(`{"type":"object","properties":{"total":{"type":"string"}}}`), Mode: m.JSON},
	}
}

func hasTotal(answer any) []string {
	if m, ok := answer.(map[string]any); ok {
		if _, ok := m["total"].(string); ok {
			return nil
		}
	}
	return []string{"/total is missing"}
}

// must asks and wants an answer.
func (w *world) must(r *model.Router, c model.Call) model.Answer {
	w.t.Helper()
	a, err := r.Ask(w.t.Context(), c)
	if err != nil {
		w.t.Fatalf("Ask: %v", err)
	}
	return a
}

// refused asks and wants an error of kind.
func (w *world) refused(r *model.Router, c model.Call, kind error) error {
	w.t.Helper()
	a, err := r.Ask(w.t.Context(), c)
	if !errors.Is(err, kind) {
		w.t.Fatalf("Ask = %+v, %v; want an error that is %v", a, err, kind)
	}
	return err
}

// outcomes lists what was booked, as target:outcome.
func (w *world) outcomes() []string {
	var list []string
	for _, a := range w.wallet.Usage().Attempts {
		list = append(list, a.Target+":"+a.Outcome)
	}
	return list
}

func (w *world) wantOutcomes(want ...string) {
	w.t.Helper()
	if got := w.outcomes(); !slices.Equal(got, want) {
		w.t.Errorf("booked %v, want %v", got, want)
	}
}

func (w *world) wantRequests(want int) {
	w.t.Helper()
	if got := w.Count(""); got != want {
		w.t.Errorf("server got %d requests, want %d", got, want)
	}
}

// in answers by model, in the order of the requests to it; the last reply stays.
func in(replies map[string][]modeltest.Reply) modeltest.Script {
	next := make(chan map[string]int, 1)
	next <- map[string]int{}
	return func(s modeltest.Seen) modeltest.Reply {
		at := <-next
		defer func() { next <- at }()
		list := replies[s.Model]
		if len(list) == 0 {
			return ok(s)
		}
		i := min(at[s.Model], len(list)-1)
		at[s.Model]++
		return list[i]
	}
}

func status(code int) modeltest.Reply { return modeltest.Reply{Status: code} }

func says(text string) modeltest.Reply {
	return modeltest.Reply{Text: text, Input: 1000, Output: 10}
}

// wires are the plain one of the tests and the one that production uses.
var wires = map[string]func(t testing.TB, s *modeltest.Server, name, key string) model.Wire{
	"plain":  func(_ testing.TB, s *modeltest.Server, name, key string) model.Wire { return s.Wire(name, key) },
	"openai": openaiWire,
}

func openaiWire(t testing.TB, s *modeltest.Server, name, key string) model.Wire {
	t.Helper()
	c := openai.DefaultConfig()
	c.BaseURL, c.Model, c.Key, c.HTTP = s.URL+"/v1", name, key, s.Client()
	wire, err := openai.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return wire
}

type compose = func(context.Context, model.Mode) (model.Request, error)

// plain makes a request ask for text.
func plain(c compose) compose {
	return func(ctx context.Context, m model.Mode) (model.Request, error) {
		r, err := c(ctx, m)
		r.Output = nil
		return r, err
	}
}

// paged composes requests that begin with the name of their page.
func paged(page string) compose {
	return func(_ context.Context, m model.Mode) (model.Request, error) {
		r := request(m)
		r.Turns[0].Parts[0].Text = page + " " + r.Turns[0].Parts[0].Text
		return r, nil
	}
}
