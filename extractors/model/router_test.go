package model_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"docpipe/extractors/model"
	"docpipe/extractors/model/modeltest"
	"docpipe/pipeline"
)

func TestNewRouterTellsAllMistakes(t *testing.T) {
	t.Parallel()
	cfg := model.DefaultRouterConfig()
	cfg.MaxAttempts = 0
	broken := model.Deployment{Target: model.Target{Name: "a", Model: "m"}}
	_, err := model.NewRouter(cfg, []model.Deployment{broken, broken}, nil, nil)
	if !errors.Is(err, pipeline.ErrInvalid) {
		t.Fatalf("NewRouter: %v, want it refused", err)
	}
	for _, want := range []string{"max_attempts", `"a" is there twice`, "no key", "context", "max_output", "concurrency", "timeout", "JSON"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("NewRouter: %v, want it to name %s", err, want)
		}
	}
	if _, err := model.NewRouter(model.DefaultRouterConfig(), nil, nil, nil); err == nil || !strings.Contains(err.Error(), "models.targets") {
		t.Errorf("NewRouter without targets: %v, want advice", err)
	}
}

func TestRouterConfigValidate(t *testing.T) {
	t.Parallel()
	if err := model.DefaultRouterConfig().Validate(); err != nil {
		t.Errorf("the defaults: %v", err)
	}
	c := model.DefaultRouterConfig()
	c.Prefer, c.BackoffMin = []string{"cost", "a"}, c.BackoffMax+1
	err := c.Validate()
	for _, want := range []string{"prefer", "backoff_min"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Validate: %v, want it to name %s", err, want)
		}
	}
}

// Who is asked first.
func TestChoose(t *testing.T) {
	t.Parallel()
	rows := []struct {
		name   string
		prefer []string
		change func(w *world)
		call   func(c *model.Call)
		want   string
	}{
		{"the cheapest", []string{"cost"}, func(w *world) { w.target("b").Price.Output /= 2 }, nil, "b"},
		{"the best", []string{"quality"}, func(w *world) { w.target("b").Quality = 0.7 }, nil, "b"},
		{"the first in order", []string{"c", "b"}, nil, nil, "c"},
		{"equals as configured", []string{"cost"}, nil, nil, "a"},
		{"who may be asked", nil, nil, func(c *model.Call) { c.Targets = []string{"c"} }, "c"},
		{"who sees images, when that helps", []string{"cost"}, func(w *world) { w.target("a").Images.MaxImages = 0 }, nil, "b"},
		{"anyone, when images do not help", []string{"cost"}, func(w *world) { w.target("a").Images.MaxImages = 0 }, func(c *model.Call) { c.Images = false }, "a"},
		{"whose context suffices", nil, func(w *world) { w.target("a").Context, w.target("b").Context = 300, 2000 }, nil, "c"},
		{"who gives the output", nil, func(w *world) { w.target("a").MaxOutput = 100 }, nil, "b"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			w := loopback(t, ok, "a", "b", "c")
			w.cfg.Prefer = row.prefer
			c := w.call()
			if row.change != nil {
				row.change(w)
			}
			if row.call != nil {
				row.call(&c)
			}
			c.NeedsImages = c.Images
			if strings.HasPrefix(row.name, "who sees") {
				c.NeedsImages = false
			}
			if a := w.must(w.router(), c); a.Target != row.want {
				t.Errorf("%s was asked, want %s", a.Target, row.want)
			}
			w.wantRequests(1)
		})
	}
}

func TestChooseTheFastest(t *testing.T) {
	bubble(t, in(replies{"a": {slow(good)}}), []string{"a", "b"}, func(w *world) {
		w.cfg.Prefer = []string{model.PreferLatency}
		r := w.router()
		for _, key := range []string{"p1", "p2", "p3", "p4"} {
			c := w.call()
			c.Key = key
			w.must(r, c)
		}
		if a, b := w.Count("a"), w.Count("b"); a != 1 || b != 3 {
			w.t.Errorf("requests = %d and %d, want a once and then b", a, b)
		}
	})
}

func TestChooseNobody(t *testing.T) {
	t.Parallel()
	rows := []struct {
		name   string
		change func(w *world, c *model.Call)
		says   string
	}{
		{"no images", func(w *world, c *model.Call) { w.target("a").Images.MaxImages, c.NeedsImages = 0, true }, "page images"},
		{"not on the list", func(_ *world, c *model.Call) { c.Targets = []string{"z"} }, "only z may be asked"},
		{"too large", func(w *world, _ *model.Call) { w.target("a").Context = 200 }, "too large"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			w := loopback(t, ok, "a")
			c := w.call()
			row.change(w, &c)
			err := w.refused(w.router(), c, pipeline.ErrInvalid)
			if !strings.Contains(err.Error(), row.says) {
				t.Errorf("error %q, want %q", err, row.says)
			}
			if tooLarge := errors.Is(err, model.ErrTooLarge); tooLarge != (row.name == "too large") {
				t.Errorf("error %q is ErrTooLarge: %t", err, tooLarge)
			}
			w.wantRequests(0)
		})
	}
}

func TestComposeFails(t *testing.T) {
	t.Parallel()
	w := loopback(t, ok, "a")
	c := w.call()
	c.Compose = func(context.Context, model.Mode) (model.Request, error) {
		return model.Request{}, pipeline.ErrDamaged
	}
	w.refused(w.router(), c, pipeline.ErrDamaged)
	w.wantRequests(0)
}

// A question that does not fit with its image is asked as text.
func TestComposeTooLarge(t *testing.T) {
	t.Parallel()
	w := loopback(t, ok, "a")
	c := w.call()
	c.Compose = func(_ context.Context, m model.Mode) (model.Request, error) {
		if m.Images {
			return model.Request{}, model.ErrTooLarge
		}
		return request(m), nil
	}
	w.must(w.router(), c)
	if seen := w.Requests(); len(seen) != 1 || seen[0].Images != 0 {
		t.Errorf("requests = %+v, want one without images", seen)
	}
}

// Without a limit of its own a request gets one: there is no worst case otherwise.
func TestComposeWithoutLimit(t *testing.T) {
	t.Parallel()
	var body []byte
	w := loopback(t, func(s modeltest.Seen) modeltest.Reply { body = s.Body; return ok(s) }, "a")
	c := w.call()
	c.Compose = func(_ context.Context, m model.Mode) (model.Request, error) {
		r := request(m)
		r.MaxOutput = 0
		return r, nil
	}
	w.must(w.router(), c)
	if !strings.Contains(string(body), `"max_tokens":4000`) {
		t.Errorf("the request has no max_tokens of 4000")
	}
}

func TestObserver(t *testing.T) {
	t.Parallel()
	w := loopback(t, in(replies{"a": {status(503)}}), "a", "b")
	w.must(w.router(), w.call())
	if w.watch.calls != 1 || len(w.watch.sending) != 2 || len(w.watch.sent) != 2 {
		t.Fatalf("watched %d calls, %d sendings, %d ends; want 1, 2, 2", w.watch.calls, len(w.watch.sending), len(w.watch.sent))
	}
	second, end := w.watch.sending[1], w.watch.sent[1]
	if second.Target.Name != "b" || second.FallbackFrom != "a" || second.Attempt != 2 || second.Key != "k1" || second.Worst == 0 || !second.Images {
		t.Errorf("second request = %+v, want b after a", second)
	}
	if w.watch.sent[0].Status != 503 || end.Outcome != pipeline.OutcomeAnswered || end.Cost == 0 || end.Finish != model.FinishStop || end.ResponseID == "" {
		t.Errorf("ends = %+v, want 503, then an answer with its cost", w.watch.sent)
	}
}

// What an unknown model answers is not asked again and again.
func TestModelUnknown(t *testing.T) {
	t.Parallel()
	w := loopback(t, in(replies{"a": {status(404)}}), "a", "b")
	r := w.router()
	for _, key := range []string{"p1", "p2", "p3"} {
		c := w.call()
		c.Key = key
		w.must(r, c)
	}
	if got := w.Count("a"); got != 1 {
		t.Errorf("a got %d requests, want 1", got)
	}
	c := w.call()
	c.Targets = []string{"a"}
	err := w.refused(r, c, pipeline.ErrInvalid)
	if !strings.Contains(err.Error(), "base_url") {
		t.Errorf("error %q, want it to say what to check", err)
	}
}

// A failure that may pass says when.
func TestFailureSaysWhen(t *testing.T) {
	bubble(t, in(replies{"a": {busy(40 * time.Second)}}), []string{"a"}, func(w *world) {
		w.cfg.MaxWaits = 1
		err := w.refused(w.router(), w.call(), pipeline.ErrProviderUnavailable)
		var f *model.Failure
		if !errors.As(err, &f) || f.Wait != 40*time.Second {
			w.t.Errorf("failure = %+v, want a wait of 40 s", f)
		}
		if want := "a: rate_limited (HTTP 429) 2 times"; !strings.Contains(err.Error(), want) {
			w.t.Errorf("error %q, want %q in it", err, want)
		}
	})
}
