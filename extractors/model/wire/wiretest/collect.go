package wiretest

import (
	"bytes"
	"errors"
	"net/http"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"docpipe/extractors/model"
)

// testPoll: a batch is running, over, or given up.
func testPoll(t *testing.T, d BatchDialect) {
	for state, want := range map[State]model.BatchState{
		Running: {Total: 3, Done: 1},
		Ended:   {Total: 3, Done: 3, Over: true},
		GivenUp: {Over: true},
	} {
		if state == GivenUp && d.Routes(state, nil) == nil {
			continue // a provider that never does
		}
		_, w := d.open(t, state, nil, nil)
		got, err := w.Poll(t.Context(), BatchName)
		if err != nil {
			t.Fatal(err)
		}
		if (got.Failed != "") != (state == GivenUp) {
			t.Errorf("%s: failed = %q", state, got.Failed)
		}
		got.Failed, got.Expires = "", want.Expires
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Errorf("%s: state (-want +got):\n%s", state, diff)
		}
	}
}

// results are what the provider says in the tests: two answers, a refusal, and one that
// never ran.
func (d BatchDialect) results() []byte {
	var b bytes.Buffer
	for _, r := range []Result{
		{ID: "plain", Answer: &Answer{Text: "An invoice.", ID: "a1", Model: "acme/reader-1", Usage: model.Usage{Input: 100, Output: 5}}},
		{ID: "tool", Answer: &Answer{Text: `{"total":"1.10"}`, Output: Output(model.JSONTool), ID: "a2", Model: "acme/reader-1"}},
		{ID: "refused", Status: 400, Code: "invalid_request_error", Message: "a parameter is wrong"},
		{ID: "never", Code: "batch_expired", Message: "time is over"},
	} {
		b.Write(d.Result(r))
		b.WriteString("\n")
	}
	return b.Bytes()
}

// testCollect: results come back by the batch's name alone, as often as one likes.
func testCollect(t *testing.T, d BatchDialect) {
	_, w := d.open(t, Ended, d.results(), nil)
	for range 2 {
		got := map[string]model.BatchResult{}
		for r, err := range w.Collect(t.Context(), BatchName) {
			if err != nil {
				t.Fatal(err)
			}
			got[r.ID] = r
		}
		want := model.Response{Text: "An invoice.", Finish: model.FinishStop, Usage: model.Usage{Input: 100, Output: 5}, ID: "a1", Model: "acme/reader-1"}
		if diff := gocmp.Diff(want, got["plain"].Response); diff != "" || got["plain"].Err != nil {
			t.Errorf("plain: %v, response (-want +got):\n%s", got["plain"].Err, diff)
		}
		if r := got["tool"]; r.Err != nil || r.Response.Text != `{"total":"1.10"}` {
			t.Errorf("tool: %+v, want the tool's argument", r)
		}
		if r := got["refused"]; !errors.Is(r.Err, model.ErrRejected) {
			t.Errorf("refused: error = %v, want %v", r.Err, model.ErrRejected)
		}
		if r := got["never"]; !errors.Is(r.Err, model.ErrUnavailable) {
			t.Errorf("never: error = %v, want %v", r.Err, model.ErrUnavailable)
		}
	}
	for range w.Collect(t.Context(), BatchName) {
		break // whoever has enough may stop
	}
}

// testBrokenResults: results that break off are an error, after what came whole.
func testBrokenResults(t *testing.T, d BatchDialect) {
	whole := d.results()
	for name, results := range map[string][]byte{
		"cut":      whole[:len(whole)-20],
		"nameless": append(slices.Clone(whole), "{}\n"...),
		"page":     append(slices.Clone(whole), "<html>\n"...),
		"endless":  append(slices.Clone(whole), bytes.Repeat([]byte("x"), 2<<20)...),
	} {
		_, w := d.open(t, Ended, results, nil)
		good, last := 0, error(nil)
		for _, err := range w.Collect(t.Context(), BatchName) {
			if last = err; err == nil {
				good++
			}
		}
		if !errors.Is(last, model.ErrTruncated) || good < 3 {
			t.Errorf("%s: %d results, then %v, want at least 3, then %v", name, good, last, model.ErrTruncated)
		}
	}
}

// testForget: what the provider keeps is deleted; what is gone already is no error.
func testForget(t *testing.T, d BatchDialect) {
	gone := map[string]func(http.ResponseWriter, asked){d.Deletes[0]: status(404, nil, d.Error("not_found", "gone"))}
	for name, broken := range map[string]map[string]func(http.ResponseWriter, asked){"there": nil, "gone": gone} {
		s, w := d.open(t, Ended, nil, broken)
		if err := w.Forget(t.Context(), BatchName); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, route := range d.Deletes {
			if !slices.Contains(s.routes(), route) {
				t.Errorf("%s: %s was not asked, but %q", name, route, s.routes())
			}
		}
	}
	away := map[string]func(http.ResponseWriter, asked){d.Deletes[0]: status(503, nil, d.Error("api_error", "away"))}
	_, w := d.open(t, Ended, nil, away)
	if err := w.Forget(t.Context(), BatchName); !errors.Is(err, model.ErrUnavailable) {
		t.Errorf("error = %v, want %v", err, model.ErrUnavailable)
	}
	_, w = d.open(t, Running, nil, nil)
	if err := w.Cancel(t.Context(), BatchName); err != nil {
		t.Errorf("cancel: %v", err)
	}
}
