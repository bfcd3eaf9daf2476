package model_test

import (
	"strings"
	"testing"
	"time"

	"docpipe/extractors/model/modeltest"
	"docpipe/pipeline"
)

type replies = map[string][]modeltest.Reply

func TestAsk(t *testing.T) {
	t.Parallel()
	w := loopback(t, ok, "a")
	a := w.must(w.router(), w.call())
	if a.Text != good || a.Target != "a" || a.Model != "a" || a.Cached || a.Value.(map[string]any)["total"] != "1.00" {
		t.Errorf("Ask = %+v, want the answer of a", a)
	}
	w.wantRequests(1)
	w.wantOutcomes("a:answered")
}

// Each row of the policy that needs no wait: another target, another key, another mode.
func TestPolicy(t *testing.T) {
	t.Parallel()
	rows := []struct {
		name    string
		replies replies
		want    []string
	}{
		{"500 goes to the next target", replies{"a": {status(500)}}, []string{"a:unavailable", "b:answered"}},
		{"408 goes to the next target", replies{"a": {status(408)}}, []string{"a:unavailable", "b:answered"}},
		{"409 goes to the next target", replies{"a": {status(409)}}, []string{"a:unavailable", "b:answered"}},
		{"429 goes to the next target", replies{"a": {status(429)}}, []string{"a:rate_limited", "b:answered"}},
		{"cut connection goes to the next target", replies{"a": {{Cut: true}}}, []string{"a:unavailable", "b:answered"}},
		{"truncated body goes to the next target", replies{"a": {{Text: good, Truncated: true}}}, []string{"a:truncated", "b:answered"}},
		{"401 goes to the next target when there is no other key", replies{"a": {status(401)}}, []string{"a:auth", "b:answered"}},
		{"402 goes to the next target when there is no other key", replies{"a": {status(402)}}, []string{"a:exhausted", "b:answered"}},
		{"length goes to the next target", replies{"a": {{Text: good, Finish: "length", Input: 9, Output: 9}}}, []string{"a:truncated", "b:answered"}},
		{"filter goes to the next target", replies{"a": {{Finish: "content_filter", Input: 9}}}, []string{"a:refused", "b:answered"}},
		{"refusal goes to the next target", replies{"a": {{Finish: "refusal", Input: 9}}}, []string{"a:refused", "b:answered"}},
		{"400 is asked in another mode", replies{"a": {status(400), says(good)}}, []string{"a:rejected", "a:answered"}},
		{"422 is asked in another mode, once", replies{"a": {status(422)}}, []string{"a:rejected", "a:rejected", "b:answered"}},
		{"413 is asked without images, once", replies{"a": {status(413)}}, []string{"a:too_large", "a:too_large", "b:answered"}},
		{"invalid JSON is repaired", replies{"a": {says("{"), says(good)}}, []string{"a:invalid", "a:answered"}},
		{"violations are repaired once", replies{"a": {says("{}")}}, []string{"a:invalid", "a:invalid", "b:answered"}},
	}
	for _, row := range rows {
		for name, wire := range wires {
			t.Run(row.name+" over the wire "+name, func(t *testing.T) {
				t.Parallel()
				w := loopback(t, in(row.replies), "a", "b")
				for i, name := range []string{"a", "b"} {
					w.targets[i].Keys[0].Wire = wire(t, w.Server, name, "k1")
				}
				w.must(w.router(), w.call())
				w.wantOutcomes(row.want...)
				w.wantRequests(len(row.want))
			})
		}
	}
}

// What ends a call, and the kind its caller gets.
func TestPolicyEnds(t *testing.T) {
	t.Parallel()
	refusal := modeltest.Reply{Finish: "refusal", Input: 9}
	rows := []struct {
		name    string
		targets string
		replies replies
		kind    error
		want    int
	}{
		{"after four attempts", "a b c d e", replies{"a": {status(500)}, "b": {status(500)}, "c": {status(500)}, "d": {status(500)}}, pipeline.ErrProviderUnavailable, 4},
		{"when every key is refused", "a b", replies{"a": {status(401)}, "b": {status(403)}}, pipeline.ErrProviderAuth, 2},
		{"when every account is out of credit", "a b", replies{"a": {status(402)}, "b": {status(402)}}, pipeline.ErrProviderAuth, 2},
		{"after the second refusal", "a b c", replies{"a": {refusal}, "b": {refusal}}, pipeline.ErrInvalid, 2},
		{"when no answer is valid", "a b", replies{"a": {says("{}")}, "b": {says("{}")}}, pipeline.ErrInvalid, 4},
		{"when no mode is taken", "a", replies{"a": {status(400)}}, pipeline.ErrInvalid, 2},
		{"invalid answers of some, others unasked", "a b c", replies{"a": {says("{}")}, "b": {says("{}")}}, pipeline.ErrInvalid, 4},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			w := loopback(t, in(row.replies), strings.Fields(row.targets)...)
			err := w.refused(w.router(), w.call(), row.kind)
			w.wantRequests(row.want)
			for _, content := range []string{"4711", "secret", "image bytes", "total", "Read the invoice"} {
				if strings.Contains(err.Error(), content) {
					t.Errorf("error %q holds content: %q", err, content)
				}
			}
			if !strings.Contains(err.Error(), "a: ") {
				t.Errorf("error %q, want it to say what was tried", err)
			}
		})
	}
}

func TestPolicyModes(t *testing.T) {
	t.Parallel()
	w := loopback(t, in(replies{"a": {status(400), says(good)}}), "a")
	r := w.router()
	w.must(r, w.call())
	seen := w.Requests()
	if seen[0].Format != "json_schema" || seen[1].Format != "json_object" || seen[1].Images != 1 {
		t.Errorf("modes = %q, %q with %d images; want schema, then object with the image", seen[0].Format, seen[1].Format, seen[1].Images)
	}
	if strings.Contains(seen[0].System, "properties") || strings.Count(seen[1].System, `"properties"`) != 1 {
		t.Errorf("system = %q, then %q; want the schema in the second alone", seen[0].System, seen[1].System)
	}

	next := w.call()
	next.Key = "page2"
	w.must(r, next)
	w.wantRequests(3)
	if got := w.Requests()[2].Format; got != "json_object" {
		t.Errorf("the next call asks by %q, want json_object: the schema was refused before", got)
	}
}

func TestPolicyTooLargeLeavesImages(t *testing.T) {
	t.Parallel()
	w := loopback(t, in(replies{"a": {status(413), says(good)}}), "a")
	w.must(w.router(), w.call())
	if seen := w.Requests(); seen[0].Images != 1 || seen[1].Images != 0 || seen[1].Format != "json_schema" {
		t.Errorf("requests = %+v, want images, then text alone in the same mode", seen)
	}
}

func TestPolicyNeedsImages(t *testing.T) {
	t.Parallel()
	w := loopback(t, in(replies{"a": {status(413)}}), "a")
	c := w.call()
	c.NeedsImages = true
	w.refused(w.router(), c, pipeline.ErrInvalid)
	w.wantRequests(1)
}

func TestRepairTellsViolations(t *testing.T) {
	t.Parallel()
	w := loopback(t, in(replies{"a": {says(`{"sum":1}`), says(good)}}), "a")
	w.must(w.router(), w.call())
	last := w.Requests()[1]
	text := strings.Join(last.Texts, "\n")
	if last.Turns != 3 || last.Images != 1 || !strings.Contains(text, `{"sum":1}`) || !strings.Contains(text, "- /total is missing") {
		t.Errorf("repair = %d turns, %d images, %q; want the image, the answer and the violation", last.Turns, last.Images, text)
	}
}

func TestEscalation(t *testing.T) {
	t.Parallel()
	t.Run("no premium target without evidence", func(t *testing.T) {
		t.Parallel()
		w := loopback(t, in(replies{"a": {status(500)}}), "a", "p")
		w.target("p").Premium = true
		w.cfg.BackoffMin, w.cfg.BackoffMax = time.Millisecond, time.Millisecond
		w.refused(w.router(), w.call(), pipeline.ErrProviderUnavailable)
		if got := w.Count("p"); got != 0 {
			t.Errorf("premium target got %d requests, want none", got)
		}
	})
	t.Run("after an invalid repair", func(t *testing.T) {
		t.Parallel()
		w := loopback(t, in(replies{"a": {says("{}")}}), "a", "b", "p")
		w.target("p").Premium = true
		w.must(w.router(), w.call())
		w.wantOutcomes("a:invalid", "a:invalid", "p:answered")
	})
	t.Run("at the caller's word", func(t *testing.T) {
		t.Parallel()
		w := loopback(t, ok, "a", "p")
		w.target("p").Premium = true
		r, c := w.router(), w.call()
		w.must(r, c)
		c.Escalate = "two readers contradict each other"
		w.must(r, c)
		w.wantOutcomes("a:answered", "p:answered")
	})
	t.Run("back to the others when premium fails", func(t *testing.T) {
		t.Parallel()
		w := loopback(t, in(replies{"p": {status(500)}}), "a", "p")
		w.target("p").Premium = true
		r, c := w.router(), w.call()
		w.must(r, c)
		c.Escalate = "two readers contradict each other"
		if a := w.must(r, c); !a.Cached {
			t.Errorf("answer = %+v, want the kept one of a", a)
		}
		w.wantOutcomes("a:answered", "p:unavailable", "a:cached")
	})
	t.Run("only premium targets", func(t *testing.T) {
		t.Parallel()
		w := loopback(t, ok, "p")
		w.target("p").Premium = true
		err := w.refused(w.router(), w.call(), pipeline.ErrInvalid)
		if !strings.Contains(err.Error(), "escalate_to") {
			t.Errorf("error %q, want it to name the setting", err)
		}
	})
}

func TestPlainText(t *testing.T) {
	t.Parallel()
	w := loopback(t, in(replies{"a": {says("Guten Tag")}}), "a")
	c := w.call()
	compose := c.Compose
	c.Compose = plain(compose)
	c.Check = func(answer any) []string {
		if answer != "Guten Tag" {
			return []string{"say hello"}
		}
		return nil
	}
	if a := w.must(w.router(), c); a.Text != "Guten Tag" || a.Value != nil {
		t.Errorf("Ask = %+v, want text and no value", a)
	}
	if got := w.Requests()[0].Format; got != "" {
		t.Errorf("format = %q, want none", got)
	}
}
