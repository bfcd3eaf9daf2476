package ledger_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"

	"docpipe/pipeline"
	"docpipe/pipeline/ledger"
)

func TestRecordAndDone(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		d := document("acme")
		if _, found, err := l.Done(t.Context(), "acme", d.Source, d.Content(), "settings"); found || err != nil {
			t.Errorf("Done before Record = %v, %v, want false", found, err)
		}
		r := record(t, l, d)
		h, found, err := l.Done(t.Context(), "acme", d.Source, d.Content(), "settings")
		if err != nil || !found || h.ID != d.ID || h.Version != 1 {
			t.Errorf("Done = %+v, %v, %v, want %s", h, found, err, d.ID)
		}
		for _, other := range [][4]string{{"globex", d.Source, "aa11", "settings"}, {"acme", "x", "aa11", "settings"}, {"acme", d.Source, "bb", "settings"}, {"acme", d.Source, "aa11", "x"}} {
			if _, found, err := l.Done(t.Context(), other[0], other[1], other[2], other[3]); found || err != nil {
				t.Errorf("Done(%v) = %v, %v, want false", other, found, err)
			}
		}
		raw, _, err := l.Result(t.Context(), "acme", d.ID, 0)
		if want, _ := json.Marshal(r); err != nil || string(raw) != string(want) {
			t.Errorf("Result = %s, %v, want what Record left in r", raw, err)
		}
	})
}

// Results come in the order of the input, the newest of each source, parts before their stack.
func TestEachResult(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		docs := make([]*pipeline.Document, 4)
		for i, source := range []string{"1.pdf", "2.pdf", "3.pdf", "1.pdf"} {
			docs[i] = document("acme")
			docs[i].Source = source
		}
		part := document("acme")
		part.Source, part.Parent = "2.pdf", docs[1].ID
		for _, d := range []*pipeline.Document{docs[2], docs[1], part, docs[0], docs[3]} {
			record(t, l, d)
		}
		record(t, l, document("globex"))
		var got []string
		err := l.EachResult(t.Context(), "acme", func(raw []byte) error {
			var r pipeline.Result
			err := json.Unmarshal(raw, &r)
			got = append(got, r.Document.ID)
			return err
		})
		if want := []string{docs[3].ID, part.ID, docs[1].ID, docs[2].ID}; err != nil || !slices.Equal(got, want) {
			t.Errorf("EachResult = %v, %v, want %v", got, err, want)
		}
	})
}

func TestHeadersPageByPage(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		var want []string
		for i := range 7 {
			d := document("acme")
			d.Batch = fmt.Sprintf("b%d", i%2)
			if _, _, err := l.Accept(t.Context(), pipeline.Acceptance{Document: d, FirstStage: "prepare"}); err != nil {
				t.Fatal(err)
			}
			want = append([]string{d.ID}, want...)
		}
		var got []string
		for q := (pipeline.Query{Limit: 3, Status: "queued"}); ; {
			page, next, err := l.Headers(t.Context(), "acme", q)
			if err != nil {
				t.Fatalf("Headers: %v", err)
			}
			for _, h := range page {
				got = append(got, h.ID)
			}
			if q.Cursor = next; next == "" {
				break
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("Headers = %v, want %v", got, want)
		}
		counts, err := l.Counts(t.Context(), "acme", pipeline.Query{Batch: "b0"})
		if err != nil || len(counts) != 1 || counts[pipeline.Queued] != 4 {
			t.Errorf("Counts = %v, %v, want 4 queued", counts, err)
		}
		for _, junk := range []string{"?", "junk", "ZG9jXzE"} {
			if _, _, err := l.Headers(t.Context(), "acme", pipeline.Query{Cursor: junk}); !errors.Is(err, pipeline.ErrInvalid) {
				t.Errorf("Headers after cursor %q = %v, want ErrInvalid", junk, err)
			}
		}
	})
}

// A commit that fails at its end leaves nothing of its beginning.
func TestCommitIsAtomic(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		d := accept(t, l, "acme")
		c := claim(t, l)
		r := pipeline.NewResult(c.Document, 0, nil)
		r.Data = map[string]any{"broken": func() {}} // cannot be written as JSON
		if err := l.Commit(t.Context(), c, pipeline.Outcome{Document: c.Document, Result: r, Events: []pipeline.Event{{Type: pipeline.EventChecked}}}); err == nil {
			t.Fatal("Commit of a broken result gave no error")
		}
		if h, err := l.Header(t.Context(), "acme", d.ID); err != nil || h.Status != pipeline.Processing || h.Version != 0 {
			t.Errorf("Header = %+v, %v, want it unchanged", h, err)
		}
		if got := types(t, l, "acme", d.ID); len(got) != 1 {
			t.Errorf("events = %v, want only document.received", got)
		}
		finish(t, l, c)
	})
}

// A document that was begun keeps its name until it has a result; other settings, bytes or sources
// are another document, and so is what is read again after an erasure.
func TestBegin(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		first := document("acme")
		wantBegun(t, l, first, "s1", first.ID)
		wantBegun(t, l, document("acme"), "s1", first.ID)
		for name, other := range map[string]*pipeline.Document{"s2": document("acme"), "s1": document("other")} {
			wantBegun(t, l, other, name, other.ID)
		}
		if err := l.Record(t.Context(), first, pipeline.NewResult(first, 1, nil), "s1"); err != nil {
			t.Fatal(err)
		}
		if _, err := l.Erase(t.Context(), "acme", first.ID, "somebody"); err != nil {
			t.Fatal(err)
		}
		again := document("acme")
		wantBegun(t, l, again, "s1", again.ID)
	})
}

func wantBegun(t *testing.T, l *ledger.Ledger, d *pipeline.Document, settings, want string) {
	t.Helper()
	if got, err := l.Begin(t.Context(), d, settings); got != want || err != nil {
		t.Errorf("Begin = %s, %v, want %s", got, err, want)
	}
}
