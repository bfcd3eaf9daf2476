package ledger_test

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"docpipe/pipeline"
	"docpipe/pipeline/ledger"
)

// stacked makes d a stack of these parts, as the stages leave it behind.
func stacked(d *pipeline.Document, parts ...[]int) pipeline.Outcome {
	d.Pages, d.Pieces = nil, nil
	for n := range 3 {
		d.Pages = append(d.Pages, &pipeline.Page{Number: n + 1, Index: n, State: pipeline.PageRead})
	}
	d.Extraction = &pipeline.Extraction{DocType: "stack"}
	for _, pages := range parts {
		d.Pieces = append(d.Pieces, pipeline.Piece{Pages: pages, Extraction: &pipeline.Extraction{DocType: "invoice"}})
	}
	return pipeline.Outcome{
		Document: d, Result: pipeline.NewResult(d, 0, nil),
		Parts: d.PartOutcomes(pipeline.Event{Type: pipeline.EventChecked}),
	}
}

// acceptStack accepts an upload and commits it as a stack.
func acceptStack(t *testing.T, l *ledger.Ledger, parts ...[]int) (*pipeline.Document, []pipeline.Part) {
	t.Helper()
	d := accept(t, l, "acme")
	c := claim(t, l)
	if err := l.Commit(t.Context(), c, stacked(c.Document, parts...)); err != nil {
		t.Fatalf("Commit: %v", err)
	}
	return d, partsOf(t, l, d.ID)
}

// partsOf reads the parts of a stack's newest result.
func partsOf(t *testing.T, l *ledger.Ledger, id string) []pipeline.Part {
	t.Helper()
	raw, _, err := l.Result(t.Context(), "acme", id, 0)
	if err != nil {
		t.Fatal(err)
	}
	var r pipeline.Result
	if err := json.Unmarshal(raw, &r); err != nil {
		t.Fatal(err)
	}
	return r.Parts
}

// A part is a document of its own, committed with its stack, or not at all.
func TestPartsComeWithTheirStack(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		d := accept(t, l, "acme")
		c := claim(t, l)
		o := stacked(c.Document, []int{1}, []int{2, 3})
		stale := *c
		stale.Epoch--
		if err := l.Commit(t.Context(), &stale, o); !errors.Is(err, pipeline.ErrClaimed) {
			t.Errorf("Commit of a stale claim = %v, want ErrClaimed", err)
		}
		if all, _, err := l.Headers(t.Context(), "acme", pipeline.Query{Parent: d.ID}); err != nil || len(all) != 0 {
			t.Errorf("parts of a stale claim = %v, %v, want none", all, err)
		}
		if err := l.Commit(t.Context(), c, o); err != nil {
			t.Fatal(err)
		}
		parts := partsOf(t, l, d.ID)
		if len(parts) != 2 || parts[0].ID == "" || !slices.Equal(parts[1].Pages, []int{2, 3}) {
			t.Fatalf("parts = %+v, want two with ids", parts)
		}
		for _, p := range parts {
			h, err := l.Header(t.Context(), "acme", p.ID)
			if err != nil || h.Parent == nil || *h.Parent != d.ID || h.Status != pipeline.Completed || h.DocType != "invoice" || h.Version != 1 {
				t.Errorf("part %+v, %v, want a completed invoice of %s", h, err, d.ID)
			}
			if h.PageCount != len(p.Pages) || h.Source != d.Source || *h.Reference != d.Reference {
				t.Errorf("part %+v, want its pages, source and reference", h)
			}
			want := []string{pipeline.EventReceived, pipeline.EventChecked, pipeline.EventResult}
			if got := types(t, l, "acme", p.ID); !slices.Equal(got, want) {
				t.Errorf("events of a part = %v, want %v", got, want)
			}
		}
	})
}

// Whoever parts the pages anew gets a new version; parts that stay are the documents they were.
func TestSplit(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		d, before := acceptStack(t, l, []int{1}, []int{2, 3})
		h, err := l.Split(t.Context(), "acme", d.ID, [][]int{{1}, {2}, {3}}, "extract")
		if err != nil || h.Status != pipeline.Queued || h.Stage != "extract" {
			t.Fatalf("Split = %+v, %v, want it queued", h, err)
		}
		if _, err := l.Split(t.Context(), "acme", d.ID, [][]int{{1}}, "extract"); !errors.Is(err, pipeline.ErrClaimed) {
			t.Errorf("Split of a document in work = %v, want ErrClaimed", err)
		}
		c := claim(t, l)
		if c.Stage != "extract" || !cmp.Equal(c.Document.Split, [][]int{{1}, {2}, {3}}) || c.Document.Pieces != nil {
			t.Fatalf("claim = %s %v %v, want extract with the split", c.Stage, c.Document.Split, c.Document.Pieces)
		}
		if err := l.Commit(t.Context(), c, stacked(c.Document, c.Document.Split...)); err != nil {
			t.Fatal(err)
		}
		after := partsOf(t, l, d.ID)
		if len(after) != 3 || after[0].ID != before[0].ID || after[1].ID == before[1].ID {
			t.Errorf("parts = %+v after %+v, want the first to stay", after, before)
		}
		for id, want := range map[string]struct {
			status  pipeline.Status
			version int
		}{d.ID: {pipeline.Completed, 2}, before[0].ID: {pipeline.Completed, 1}, before[1].ID: {pipeline.Cancelled, 2}, after[1].ID: {pipeline.Completed, 1}} {
			h, err := l.Header(t.Context(), "acme", id)
			if err != nil || h.Status != want.status || h.Version != want.version {
				t.Errorf("%s = %s, version %d, %v, want %s, %d", id, h.Status, h.Version, err, want.status, want.version)
			}
		}
		if got := written(t, l); !slices.Equal(got, []string{after[0].ID, after[1].ID, after[2].ID, d.ID}) {
			t.Errorf("results = %v, want the parts of now before their stack", got)
		}
	})
}

// written lists the documents in the order of their results.
func written(t *testing.T, l *ledger.Ledger) (ids []string) {
	t.Helper()
	err := l.EachResult(t.Context(), "acme", func(raw []byte) error {
		var r pipeline.Result
		err := json.Unmarshal(raw, &r)
		ids = append(ids, r.Document.ID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

func TestSplitRefusesWhatCannotBe(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		d, parts := acceptStack(t, l, []int{1}, []int{2, 3})
		for _, split := range [][][]int{nil, {{}}, {{4}}, {{0}}, {{1, 2}, {2}}, {{2, 1}}} {
			if _, err := l.Split(t.Context(), "acme", d.ID, split, "extract"); !errors.Is(err, pipeline.ErrInvalid) {
				t.Errorf("Split %v = %v, want ErrInvalid", split, err)
			}
		}
		if _, err := l.Split(t.Context(), "acme", parts[1].ID, [][]int{{2}, {3}}, "extract"); !errors.Is(err, pipeline.ErrInvalid) {
			t.Errorf("Split of a part = %v, want ErrInvalid", err)
		}
		if _, err := l.Split(t.Context(), "globex", d.ID, [][]int{{1}}, "extract"); !errors.Is(err, pipeline.ErrNotFound) {
			t.Errorf("Split by another tenant = %v, want ErrNotFound", err)
		}
		if c, err := l.Claim(t.Context(), []string{"extract"}, "w1", time.Minute); c != nil || err != nil {
			t.Errorf("Claim = %v, %v, want no job", c, err)
		}
	})
}

// A part's bytes are its stack's: they go together.
func TestEraseOfAStackErasesItsParts(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		d, parts := acceptStack(t, l, []int{1}, []int{2, 3})
		if _, err := l.Erase(t.Context(), "acme", parts[0].ID, ""); !errors.Is(err, pipeline.ErrInvalid) {
			t.Errorf("Erase of a part = %v, want ErrInvalid", err)
		}
		receipt, err := l.Erase(t.Context(), "acme", d.ID, "key_1")
		if err != nil || receipt.Versions != 3 {
			t.Errorf("Erase = %+v, %v, want 3 results gone", receipt, err)
		}
		publish(t, l, pending(t, l, 100), 10)
		for _, id := range []string{d.ID, parts[0].ID, parts[1].ID} {
			gone(t, l, id)
		}
		if _, err := l.KnownKey(t.Context(), "acme", d.Files[0].SHA256); !errors.Is(err, pipeline.ErrNotFound) {
			t.Errorf("KnownKey of the bytes = %v, want ErrNotFound", err)
		}
		if _, err := l.Split(t.Context(), "acme", d.ID, [][]int{{1}}, "extract"); !errors.Is(err, pipeline.ErrErased) {
			t.Errorf("Split of an erased document = %v, want ErrErased", err)
		}
	})
}
