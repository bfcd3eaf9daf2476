package ledger_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"docpipe/pipeline"
	"docpipe/pipeline/ledger"
)

// footprint makes what a document says its trace, in the manner of an invoice's number.
func footprint(d *pipeline.Document) *pipeline.Footprint {
	number, ok := d.Extraction.Data["number"].(string)
	if !ok {
		return nil
	}
	return &pipeline.Footprint{
		DocType: d.Extraction.DocType, Facts: fmt.Appendf(nil, `{"number":%q}`, number),
		Traces: []pipeline.Trace{{Kind: "number", Key: number}},
	}
}

func numbered(d *pipeline.Document, number string) *pipeline.Document {
	d.Extraction = &pipeline.Extraction{DocType: "invoice", Data: map[string]any{"number": number}}
	return d
}

func traced(t *testing.T, cfg ledger.Config) *ledger.Ledger {
	t.Helper()
	cfg.Footprint = footprint
	return open(t, cfg)
}

// recordInline stores an invoice that was read inline.
func recordInline(t *testing.T, l *ledger.Ledger, d *pipeline.Document) {
	t.Helper()
	if err := l.Record(t.Context(), d, pipeline.NewResult(d, 0, nil), "s"); err != nil {
		t.Fatalf("Record: %v", err)
	}
}

func sightings(t *testing.T, l *ledger.Ledger, d *pipeline.Document, number string) []string {
	t.Helper()
	found, err := l.Sightings(t.Context(), d, pipeline.Search{Traces: []pipeline.Trace{{Kind: "number", Key: number}}, Most: 100})
	if err != nil {
		t.Fatalf("Sightings: %v", err)
	}
	ids := []string{}
	for _, s := range found {
		if s.DocType != "invoice" || s.Received.IsZero() || len(s.Facts) == 0 {
			t.Errorf("sighting = %+v, want all of it", s)
		}
		ids = append(ids, s.Document)
	}
	return ids
}

func TestSightings(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := traced(t, cfg)
		first, second := numbered(document("acme"), "R-1"), numbered(document("acme"), "R-1")
		other, foreign := numbered(document("acme"), "R-2"), numbered(document("globex"), "R-1")
		for _, d := range []*pipeline.Document{first, second, other, foreign} {
			recordInline(t, l, d)
		}
		if diff := cmp.Diff(sightings(t, l, second, "R-1"), []string{first.ID}); diff != "" {
			t.Errorf("seen with R-1 beside the second (got, want):\n%s", diff)
		}
		if got := sightings(t, l, foreign, "R-1"); len(got) != 0 {
			t.Errorf("another tenant sees %v", got)
		}
		if got := sightings(t, l, other, "R-2"); len(got) != 0 {
			t.Errorf("a document sees itself: %v", got)
		}
	})
}

// A later version replaces what the earlier one left, and is no other document.
func TestSightingsFollowVersions(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := traced(t, cfg)
		d, watcher := numbered(document("acme"), "R-1"), numbered(document("acme"), "X")
		recordInline(t, l, d)
		recordInline(t, l, numbered(d, "R-7"))
		if got := sightings(t, l, d, "R-1"); len(got) != 0 {
			t.Errorf("a document sees its earlier version: %v", got)
		}
		if got := sightings(t, l, watcher, "R-1"); len(got) != 0 {
			t.Errorf("the number that was corrected is still seen: %v", got)
		}
		if diff := cmp.Diff(sightings(t, l, watcher, "R-7"), []string{d.ID}); diff != "" {
			t.Errorf("seen with the corrected number (got, want):\n%s", diff)
		}
	})
}

func TestSightingsEndWithErasure(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := traced(t, cfg)
		d, watcher := numbered(document("acme"), "R-1"), numbered(document("acme"), "X")
		recordInline(t, l, d)
		if _, err := l.Erase(t.Context(), "acme", d.ID, "tester"); err != nil {
			t.Fatal(err)
		}
		if got := sightings(t, l, watcher, "R-1"); len(got) != 0 {
			t.Errorf("an erased document is seen: %v", got)
		}
		if err := l.Note(t.Context(), d); !errors.Is(err, pipeline.ErrErased) {
			t.Errorf("Note of an erased document = %v, want ErrErased", err)
		}
	})
}

// Each of two that are compared at once is noted before it looks, so that one sees the other.
func TestSightingsOfTwoAtOnce(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := traced(t, cfg)
		for round := range 10 {
			number := fmt.Sprint("R-", round)
			var seen [2]int
			var together sync.WaitGroup
			for i := range seen {
				together.Go(func() {
					d := numbered(document("acme"), number)
					err := l.Note(context.WithoutCancel(t.Context()), d)
					if err != nil {
						t.Error(err)
						return
					}
					found, err := l.Sightings(context.WithoutCancel(t.Context()), d, pipeline.Search{Traces: []pipeline.Trace{{Kind: "number", Key: number}}, Most: 100})
					if err != nil {
						t.Error(err)
					}
					seen[i] = len(found)
				})
			}
			together.Wait()
			if seen[0]+seen[1] == 0 {
				t.Fatalf("round %d: neither of two copies sees the other", round)
			}
		}
	})
}

func TestSightingsOfFailedAndCancelled(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := traced(t, cfg)
		d, watcher := numbered(document("acme"), "R-1"), numbered(document("acme"), "X")
		if err := l.Record(t.Context(), d, pipeline.NewResult(d, 0, pipeline.ErrDamaged), "s"); err != nil {
			t.Fatal(err)
		}
		if got := sightings(t, l, watcher, "R-1"); len(got) != 0 {
			t.Errorf("a document that failed is seen: %v", got)
		}
	})
}

// Two parts of a stack are two documents; a new cut of the same pages is the same one.
func TestSightingsWithinAStack(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := traced(t, cfg)
		stack := document("acme")
		stack.Extraction = &pipeline.Extraction{DocType: "stack"}
		for n := range 3 {
			stack.Pages = append(stack.Pages, &pipeline.Page{Number: n + 1, State: pipeline.PageRead})
		}
		for _, pages := range [][]int{{1}, {2, 3}} {
			stack.Pieces = append(stack.Pieces, pipeline.Piece{Pages: pages, Extraction: numbered(document("acme"), "R-1").Extraction})
		}
		for i := range stack.Pieces {
			if err := l.Note(t.Context(), stack.Part(i)); err != nil {
				t.Fatal(err)
			}
		}
		if got := sightings(t, l, stack.Part(1), "R-1"); len(got) != 1 || got[0] != stack.ID {
			t.Errorf("the second part sees %v, want the first as its stack", got)
		}
		r := pipeline.NewResult(stack, 0, nil)
		if err := l.Record(t.Context(), stack, r, "s", stack.PartOutcomes()...); err != nil {
			t.Fatal(err)
		}
		watcher := numbered(document("acme"), "X")
		if got := sightings(t, l, watcher, "R-1"); len(got) != 2 || got[0] == stack.ID || got[1] == stack.ID {
			t.Errorf("another document sees %v, want the two parts", got)
		}
		if _, err := l.Erase(t.Context(), "acme", stack.ID, "tester"); err != nil {
			t.Fatal(err)
		}
		if got := sightings(t, l, watcher, "R-1"); len(got) != 0 {
			t.Errorf("parts of an erased stack are seen: %v", got)
		}
	})
}

// What comes from one source again, in a folder that is read again, is not another document.
func TestSightingsOfOneSource(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		cfg.OneSource = true
		l := traced(t, cfg)
		recordInline(t, l, numbered(document("acme"), "R-1"))
		again, copied := numbered(document("acme"), "R-1"), numbered(document("acme"), "R-1")
		copied.Source = "in/copy.pdf"
		if got := sightings(t, l, again, "R-1"); len(got) != 0 {
			t.Errorf("read again, a document sees %v", got)
		}
		if got := sightings(t, l, copied, "R-1"); len(got) != 1 {
			t.Errorf("a copy in the folder sees %v, want one", got)
		}
	})
}

// A search is answered as far as it asks: those that share most come first, others than a group,
// those that were there before.
func TestSightingsOfASearch(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		left := map[string][]pipeline.Trace{
			"R-1": {{Kind: "look", Key: "a"}, {Kind: "look", Key: "b"}, {Kind: "iban", Key: "DE1", Group: "mill"}},
			"R-2": {{Kind: "look", Key: "a"}, {Kind: "iban", Key: "DE1", Group: "saw"}},
			"R-3": {{Kind: "look", Key: "a"}, {Kind: "iban", Key: "DE1", Group: "mill"}},
			"R-4": {{Kind: "iban", Key: "DE2", Group: "saw"}},
		}
		cfg.Footprint = func(d *pipeline.Document) *pipeline.Footprint {
			number := d.Extraction.Data["number"].(string)
			return &pipeline.Footprint{DocType: "invoice", Facts: []byte(`{}`), Traces: left[number]}
		}
		l := open(t, cfg)
		ids := map[string]string{}
		watcher := document("acme")
		for _, number := range []string{"R-1", "R-2", "R-3", "R-4"} {
			d := numbered(document("acme"), number)
			recordInline(t, l, d)
			ids[d.ID] = number
			if number == "R-2" {
				watcher = document("acme")
			}
		}
		looks, account := []pipeline.Trace{{Kind: "look", Key: "a"}, {Kind: "look", Key: "b"}}, []pipeline.Trace{{Kind: "iban", Key: "DE1"}}
		for name, tt := range map[string]struct {
			search pipeline.Search
			want   []string
		}{
			"all, newest first":     {pipeline.Search{Traces: looks, Most: 9}, []string{"R-3", "R-2", "R-1"}},
			"the one most alike":    {pipeline.Search{Traces: looks, Most: 1}, []string{"R-1"}},
			"those before":          {pipeline.Search{Traces: looks, Before: watcher.ID, Most: 9}, []string{"R-2", "R-1"}},
			"others than a group":   {pipeline.Search{Traces: account, Except: []string{"mill"}, Most: 9}, []string{"R-2"}},
			"others than two":       {pipeline.Search{Traces: account, Except: []string{"saw", "mill"}, Most: 9}, nil},
			"others than a strange": {pipeline.Search{Traces: account, Except: []string{"oak", "saw"}, Most: 9}, []string{"R-3", "R-1"}},
			"nothing":               {pipeline.Search{Most: 9}, nil},
		} {
			found, err := l.Sightings(t.Context(), watcher, tt.search)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			var got []string
			for _, s := range found {
				got = append(got, ids[s.Document])
			}
			if diff := cmp.Diff(got, tt.want); diff != "" {
				t.Errorf("%s (got, want):\n%s", name, diff)
			}
		}
	})
}

// What a document says stands nowhere in the clear.
func TestTracesAreSealed(t *testing.T) {
	t.Parallel()
	cfg := config()
	cfg.Path = t.TempDir() + "/ledger.db"
	l := traced(t, cfg)
	recordInline(t, l, numbered(document("acme"), "SECRET-4711"))
	if err := l.PutSuppliers(t.Context(), "acme", []pipeline.Supplier{{ID: "1", Name: "Hidden Mills Ltd"}}); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{cfg.Path, cfg.Path + "-wal"} {
		raw, err := os.ReadFile(file)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		for _, secret := range []string{"SECRET-4711", "Hidden Mills"} {
			if bytes.Contains(raw, []byte(secret)) {
				t.Errorf("%s holds %q in the clear", file, secret)
			}
		}
	}
}

func TestSuppliers(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		if v, err := l.SuppliersVersion(t.Context(), "acme"); err != nil || v != 0 {
			t.Errorf("version without a master = %d, %v, want 0", v, err)
		}
		want := []pipeline.Supplier{{ID: "1", Name: "Mill"}, {ID: "2", Name: "Saw", VATID: "DE1", IBANs: []string{"DE2"}, Country: "DE", Status: "active"}}
		if err := l.PutSuppliers(t.Context(), "acme", append(want, pipeline.Supplier{ID: "3"})); err != nil {
			t.Fatal(err)
		}
		if err := l.PutSuppliers(t.Context(), "acme", want); err != nil {
			t.Fatal(err)
		}
		got, err := l.Suppliers(t.Context(), "acme")
		if diff := cmp.Diff(got, want); err != nil || diff != "" {
			t.Errorf("Suppliers: %v (got, want):\n%s", err, diff)
		}
		if err := l.PutSuppliers(t.Context(), "acme", []pipeline.Supplier{{ID: "1"}, {ID: "1"}}); !errors.Is(err, pipeline.ErrInvalid) {
			t.Errorf("an id that is there twice: %v, want ErrInvalid", err)
		}
		if v, err := l.SuppliersVersion(t.Context(), "acme"); err != nil || v == 0 {
			t.Errorf("version of a master = %d, %v, want one", v, err)
		}
		if foreign, err := l.Suppliers(t.Context(), "globex"); err != nil || len(foreign) != 0 {
			t.Errorf("another tenant's master = %v, %v, want none", foreign, err)
		}
	})
}
