package extractors

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"docpipe/pipeline"
)

// Stack is the type of an upload that holds several documents.
const Stack = "stack"

// splitNever is the setting that reads all pages as one document.
const splitNever = "never"

// Split makes a Stage that finds the documents in an upload and does extract for each of them.
// Where it finds several, the upload is a [Stack] without data, and d.Pieces are the documents:
// values of different documents in one result would be worse than none. Where a document may
// begin, but nothing is certain, pages that are a [Parter] have somebody look; where that leaves
// it open the pages stay together, and a reason asks a person to look.
//
// d.Split is what a person said, and decides alone. Empty pages and separators are in no piece.
func Split(pages PageReader, extract pipeline.Stage) pipeline.Stage {
	s := splitStage{pages: pages, extract: extract}
	return pipeline.Stage{Name: extract.Name, Do: s.do}
}

type splitStage struct {
	pages   PageReader
	extract pipeline.Stage
}

func (s splitStage) do(ctx context.Context, d *pipeline.Document) error {
	pieces, doubts, err := s.find(ctx, d)
	if err != nil {
		return err
	}
	d.Pieces = nil
	if len(pieces) > 1 || len(pieces) == 1 && len(d.Split) > 0 && len(pieces[0]) < len(d.Pages) {
		for _, pages := range pieces {
			d.Pieces = append(d.Pieces, pipeline.Piece{Pages: pages})
		}
	}
	if err := pipeline.EachPart(s.extract).Do(ctx, d); err != nil {
		return err
	}
	if len(d.Pieces) == 0 {
		d.Extraction.Reasons = append(d.Extraction.Reasons, doubts...)
		return nil
	}
	d.Extraction = stackOf(d, doubts)
	return nil
}

// stackOf says what there is to say of a stack as a whole.
func stackOf(d *pipeline.Document, doubts []pipeline.Reason) *pipeline.Extraction {
	e := &pipeline.Extraction{DocType: Stack, Languages: []string{}, Fields: map[string]pipeline.Field{}, Reasons: doubts}
	for i := range d.Pieces {
		piece := &d.Pieces[i]
		for _, language := range piece.Extraction.Languages {
			if !slices.Contains(e.Languages, language) {
				e.Languages = append(e.Languages, language)
			}
		}
		for _, r := range doubts {
			if slices.Contains(piece.Pages, r.Page) {
				piece.Extraction.Reasons = append(piece.Extraction.Reasons, r)
			}
		}
	}
	return e
}

// find returns the pages of each document, and where a person should look.
func (s splitStage) find(ctx context.Context, d *pipeline.Document) ([][]int, []pipeline.Reason, error) {
	switch {
	case len(d.Split) > 0:
		return d.Split, nil, nil
	case d.Settings.Split == splitNever, len(d.Pages) < 2:
		return nil, nil, nil
	}
	signs, err := s.pages.PageSigns(ctx, d)
	if err != nil {
		return nil, nil, fmt.Errorf("look for documents in the pages: %w", err)
	}
	if len(signs) != len(d.Pages) {
		return nil, nil, nil
	}
	x := splitter{d: d, pages: s.pages, sure: sureBoundary}
	if !automatic(d) {
		x.sure = sureOfSchema
	}
	announce(signs)
	x.all(signs)
	if parter, able := s.pages.(Parter); able && x.asks() {
		if err := x.settle(ctx, parter); err != nil {
			return nil, nil, err
		}
	}
	return x.pieces, x.doubts, nil
}

// announce finds the pages behind which all others of their count come.
func announce(signs []PageSigns) {
	for i := range signs {
		s := &signs[i]
		s.Whole = s.Page == 1 && s.Of > 0 && i+s.Of <= len(signs)
		for n := 1; s.Whole && n < s.Of; n++ {
			next := signs[i+n]
			s.Whole = next.Page == n+1 && next.Of == s.Of
		}
	}
}

// A splitter goes through the pages of an upload.
type splitter struct {
	d      *pipeline.Document
	pages  PageReader
	sure   float64
	pieces [][]int
	doubts []pipeline.Reason
	bundle *bundle // nil before a document begins
}

func (x *splitter) all(signs []PageSigns) {
	parted := true // as before the first page
	for i, p := range x.d.Pages {
		switch s := signs[i]; {
		case s.Separator, p.Separator:
			parted = true
		case s.Empty:
			if x.bundle != nil {
				x.bundle.blank = true
			}
		case parted:
			x.begin(p, s)
			parted = false
		default:
			x.add(p, s)
		}
	}
}

// add gives a page to the document before it, or begins another one with it. Files that were
// sent as one document stay one: there the sender has decided.
func (x *splitter) add(p *pipeline.Page, s PageSigns) {
	b := x.weigh(x.bundle, p, s)
	sure := b.score >= x.sure
	switch {
	case sure && len(x.d.Files) < 2:
		x.doubtLoose()
		x.begin(p, s)
		return
	case sure, b.score >= doubtful && automatic(x.d):
		x.doubt(p.Number, "another document may begin here: "+strings.Join(b.why, ", "))
	}
	if b.tied {
		x.bundle.loose = nil
	} else {
		x.bundle.loose = append(x.bundle.loose, p.Number)
	}
	x.take(p, s)
}

// doubtLoose says that the pages before a new document may belong to neither.
func (x *splitter) doubtLoose() {
	if loose := x.bundle.loose; len(loose) > 0 {
		x.doubt(loose[0], "nothing shows that it belongs to the document before it, and another one begins on a later page")
	}
}

func (x *splitter) doubt(page int, why string) {
	x.doubts = append(x.doubts, pipeline.Reason{Code: pipeline.ReasonSplitUncertain, Page: page, Detail: why})
}

func (x *splitter) begin(p *pipeline.Page, s PageSigns) {
	x.bundle = &bundle{}
	x.pieces = append(x.pieces, nil)
	x.take(p, s)
}

// take gives a page to the document that began last.
func (x *splitter) take(p *pipeline.Page, s PageSigns) {
	r, last := x.bundle, len(x.pieces)-1
	x.pieces[last] = append(x.pieces[last], p.Number)
	r.pages, r.last, r.blank = append(r.pages, p), s, false
	if s.Page > 0 {
		r.numbered++
	}
	if r.doctype == "" {
		r.doctype = s.Type
	}
	r.marks = append(r.marks, s.Marks...)
}

// automatic reports whether the sender left the schema to the classifier.
func automatic(d *pipeline.Document) bool {
	return d.Settings.Schema == Auto || d.Settings.Schema == ""
}
