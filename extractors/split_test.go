package extractors

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"docpipe/pipeline"
)

// saidPages are pages that say what the test has them say.
type saidPages struct {
	signs []PageSigns
	known []Known // by page; short: the rest says nothing
}

func (s saidPages) PageSigns(context.Context, *pipeline.Document) ([]PageSigns, error) {
	return s.signs, nil
}

func (s saidPages) Known(_ *pipeline.Document, p *pipeline.Page, _ string) Known {
	if p.Number > len(s.known) {
		return Known{}
	}
	return s.known[p.Number-1]
}

// extractNothing notes which pages were read together.
var extractNothing = pipeline.Stage{Name: "extract", Do: func(_ context.Context, d *pipeline.Document) error {
	d.Extraction = &pipeline.Extraction{DocType: "read", Languages: []string{"de"}}
	return nil
}}

// parted runs the stage over pages that say this.
func parted(t *testing.T, said saidPages, change func(d *pipeline.Document)) *pipeline.Document {
	t.Helper()
	d := stackOfPages(said, 1)
	if change != nil {
		change(d)
	}
	if err := Split(said, extractNothing).Do(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	return d
}

// stackOfPages is an upload of files whose pages are yet to be parted.
func stackOfPages(said saidPages, files int) *pipeline.Document {
	d := &pipeline.Document{ID: "doc_1", Settings: pipeline.Settings{Schema: Auto}, Files: make([]pipeline.File, files)}
	for i := range said.signs {
		d.Pages = append(d.Pages, &pipeline.Page{Number: i + 1, Index: i, Width: 595, Height: 842, Unit: "pt"})
	}
	return d
}

func pagesOf(d *pipeline.Document) [][]int {
	var all [][]int
	for _, p := range d.Pieces {
		all = append(all, p.Pages)
	}
	return all
}

func TestSplit(t *testing.T) {
	t.Parallel()
	invoice, receipt := PageSigns{Type: "invoice"}, PageSigns{Type: "receipt"}
	counted := func(page, of int) PageSigns { return PageSigns{Page: page, Of: of} }
	headed := func(page, of int) PageSigns { return PageSigns{Type: "invoice", Page: page, Of: of} }
	tests := []struct {
		name  string
		said  saidPages
		want  [][]int
		doubt []int // pages that a person should look at
	}{
		{"another type", saidPages{signs: []PageSigns{invoice, receipt}}, [][]int{{1}, {2}}, nil},
		{"another type behind a page that nothing ties", saidPages{signs: []PageSigns{invoice, {}, receipt}}, [][]int{{1, 2}, {3}}, []int{2}},
		{"three invoices by their counts", saidPages{signs: []PageSigns{counted(1, 2), counted(2, 2), counted(1, 1), counted(1, 2), counted(2, 2)}}, [][]int{{1, 2}, {3}, {4, 5}}, nil},
		{"two invoices by their numbers", saidPages{[]PageSigns{invoice, invoice}, []Known{{Number: "re1"}, {Number: "re2"}}}, [][]int{{1}, {2}}, nil},
		{"the heading again under the same number", saidPages{[]PageSigns{invoice, invoice}, []Known{{Number: "re1", Total: "1"}, {Number: "re1", Total: "2"}}}, nil, nil},
		{"receipts by date, total and sender", saidPages{[]PageSigns{{Marks: []string{"a"}}, {Marks: []string{"b"}}}, []Known{{Date: "1", Total: "1"}, {Date: "2", Total: "2"}}}, [][]int{{1}, {2}}, nil},
		{"the count goes on under another heading", saidPages{signs: []PageSigns{headed(1, 2), {Type: "contract", Page: 2, Of: 2}}}, nil, nil},
		{"a sum carried over", saidPages{signs: []PageSigns{{Type: "invoice", GoesOn: true}, receipt}}, nil, nil},
		{"an annex counts its pages anew", saidPages{signs: []PageSigns{counted(1, 2), counted(2, 2), {Page: 1, Of: 1, Annex: true}}}, nil, []int{3}},
		{"a page behind the last by its count", saidPages{signs: []PageSigns{counted(1, 2), counted(2, 2), {}}}, nil, []int{3}},
		{"a separator", saidPages{signs: []PageSigns{invoice, {Separator: true}, {}}}, [][]int{{1}, {3}}, nil},
		{"empty pages are in no part", saidPages{signs: []PageSigns{invoice, {Empty: true}, receipt, {Empty: true}}}, [][]int{{1}, {3}}, nil},
		{"an empty page within", saidPages{signs: []PageSigns{headed(1, 2), {Empty: true}, headed(2, 2)}}, nil, nil},
		{"plain pages", saidPages{signs: []PageSigns{{}, {}, {}}}, nil, nil},
		{"known to be one", saidPages{}, nil, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := parted(t, tt.said, nil)
			if diff := cmp.Diff(tt.want, pagesOf(d)); diff != "" {
				t.Errorf("parts (-want +got):\n%s", diff)
			}
			var doubt []int
			for _, r := range d.Extraction.Reasons {
				if r.Code != pipeline.ReasonSplitUncertain || r.Detail == "" {
					t.Errorf("reason %+v, want %s that says why", r, pipeline.ReasonSplitUncertain)
				}
				doubt = append(doubt, r.Page)
			}
			if !slices.Equal(doubt, tt.doubt) {
				t.Errorf("doubtful pages %v, want %v", doubt, tt.doubt)
			}
		})
	}
}

// Who named a schema, or sent several files as one document, or said "never", has decided.
func TestSplitHeedsTheSender(t *testing.T) {
	t.Parallel()
	mixed := saidPages{signs: []PageSigns{{Type: "invoice"}, {Type: "receipt"}}}
	twice := saidPages{[]PageSigns{{Type: "invoice", Page: 1, Of: 1}, {Type: "invoice", Page: 1, Of: 1}}, []Known{{Number: "re1"}, {Number: "re2"}}}
	tests := []struct {
		name   string
		said   saidPages
		change func(d *pipeline.Document)
		want   [][]int
		doubt  int
	}{
		{"never", mixed, func(d *pipeline.Document) { d.Settings.Split = splitNever }, nil, 0},
		{"a schema, and pages of two types", mixed, func(d *pipeline.Document) { d.Settings.Schema = "invoice" }, nil, 0},
		{"a schema, and clearly two of its documents", twice, func(d *pipeline.Document) { d.Settings.Schema = "own.json" }, [][]int{{1}, {2}}, 0},
		{"two files", mixed, func(d *pipeline.Document) { d.Files = make([]pipeline.File, 2) }, nil, 1},
		{"a person", mixed, func(d *pipeline.Document) { d.Split = [][]int{{1, 2}} }, nil, 0},
		{"a person, who leaves a page out", mixed, func(d *pipeline.Document) { d.Split = [][]int{{2}} }, [][]int{{2}}, 0},
		{"a person, over never", mixed, func(d *pipeline.Document) { d.Settings.Split, d.Split = splitNever, [][]int{{1}, {2}} }, [][]int{{1}, {2}}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := parted(t, tt.said, tt.change)
			if diff := cmp.Diff(tt.want, pagesOf(d)); diff != "" {
				t.Errorf("parts (-want +got):\n%s", diff)
			}
			if len(d.Extraction.Reasons) != tt.doubt {
				t.Errorf("reasons %v, want %d", d.Extraction.Reasons, tt.doubt)
			}
		})
	}
}

// A stack has no data of its own, and its parts are read apart; what was doubtful stands at both.
func TestSplitReadsPartsApart(t *testing.T) {
	t.Parallel()
	d := parted(t, saidPages{signs: []PageSigns{{Type: "invoice"}, {}, {Type: "receipt"}}}, nil)
	e := d.Extraction
	if e.DocType != Stack || e.Data != nil || len(e.Fields) != 0 || !slices.Equal(e.Languages, []string{"de"}) {
		t.Errorf("extraction %+v, want a stack without data, in German", e)
	}
	first := d.Pieces[0].Extraction
	if first.DocType != "read" || len(first.Reasons) != 1 || !strings.Contains(first.Reasons[0].Detail, "belongs") {
		t.Errorf("first part %+v, want it read, with the doubt about page 2", first)
	}
	if again := parted(t, saidPages{signs: []PageSigns{{Type: "invoice"}, {}, {Type: "receipt"}}}, nil); !cmp.Equal(pagesOf(d), pagesOf(again)) {
		t.Errorf("parts %v, then %v, want the same", pagesOf(d), pagesOf(again))
	}
}

// lookingPages say what the test has them say when they are looked at again.
type lookingPages struct {
	saidPages
	begins []int
	err    error
	asked  *int
}

func (l lookingPages) Begins(context.Context, *pipeline.Document) ([]int, error) {
	*l.asked++
	return l.begins, l.err
}

// Somebody else is asked only where there is a doubt. Two that agree part pages, one alone does not.
func TestSplitAsksWhereInDoubt(t *testing.T) {
	t.Parallel()
	annex := saidPages{signs: []PageSigns{{Page: 1, Of: 2}, {Page: 2, Of: 2}, {Page: 1, Of: 1, Annex: true}, {}}}
	for name, c := range map[string]struct {
		said   saidPages
		begins []int
		files  int
		want   [][]int
		doubts []int
		asked  int
	}{
		"both":          {annex, []int{1, 3}, 1, [][]int{{1, 2}, {3, 4}}, nil, 1},
		"not the other": {annex, []int{1}, 1, nil, nil, 1},
		"only other":    {annex, []int{1, 2}, 1, nil, []int{2}, 1},
		"nobody knows":  {annex, nil, 1, nil, []int{3, 4}, 1},
		"no doubt":      {saidPages{signs: []PageSigns{{Type: "invoice"}, {Type: "receipt"}}}, []int{1}, 1, [][]int{{1}, {2}}, nil, 0},
		"several files": {annex, []int{1, 3}, 2, nil, []int{3, 4}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			asked := 0
			d := stackOfPages(c.said, c.files)
			if err := Split(lookingPages{c.said, c.begins, nil, &asked}, extractNothing).Do(t.Context(), d); err != nil {
				t.Fatal(err)
			}
			var doubts []int
			for _, r := range d.Extraction.Reasons {
				doubts = append(doubts, r.Page)
			}
			if diff := cmp.Diff(c.want, pagesOf(d)); diff != "" || !slices.Equal(doubts, c.doubts) || asked != c.asked {
				t.Errorf("doubts %v after %d questions, want %v after %d; parts (-want +got):\n%s", doubts, asked, c.doubts, c.asked, diff)
			}
		})
	}
	asked := 0
	if err := Split(lookingPages{annex, nil, pipeline.ErrProviderUnavailable, &asked}, extractNothing).Do(t.Context(), stackOfPages(annex, 1)); !errors.Is(err, pipeline.ErrProviderUnavailable) {
		t.Errorf("error = %v, want %v: the document waits for the provider", err, pipeline.ErrProviderUnavailable)
	}
}
