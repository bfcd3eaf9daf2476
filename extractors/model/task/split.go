package task

import (
	"context"
	"fmt"
	"slices"

	"docpipe/extractors"
	"docpipe/pipeline"
	"docpipe/schemas"
)

const splitVersion = "split@1"

// A Piece is one document inside a stack, as a model sees it.
type Piece struct {
	Pages   []int // 1-based pages of the stack, ascending
	DocType string
}

const splitSystem = `The pages are a stack of scans: one or several documents in order. Say on which pages a document begins, and of which type it is. ` +
	`A page that continues the one before begins nothing: its numbering goes on, or its text, table or letterhead does. ` +
	`The first page of the list is only there for comparison when the question says so.`

type beginnings struct {
	Begins []beginning `json:"begins"`
}

type beginning struct {
	Page    int    `json:"page"`
	DocType string `json:"doctype"`
}

// Split asks where documents begin in d. Every page that was read belongs to one piece; a page
// that was not read belongs to the piece before it.
func (t *Tasks) Split(ctx context.Context, d *pipeline.Document, types []*schemas.Schema) ([]Piece, error) {
	pages := sheets(d)
	if len(pages) == 0 {
		return nil, fmt.Errorf("no page of the document could be read: %w", pipeline.ErrInvalid)
	}
	names, list := typeList(types)
	all := overlapping(pages, t.cfg.Pages)
	again := map[int]bool{} // pages that the window before has judged
	for _, w := range all[1:] {
		again[w[0].sheet.page.Number] = true
	}
	found, err := spread(ctx, t, all, func(ctx context.Context, w window) (beginnings, error) {
		first := w[0].sheet.page.Number
		b, err := t.begin(ctx, d, w, "Types:\n"+list+"\nOn which pages does a document begin?"+aboutFirst(first, pages, again), names)
		if again[first] {
			b = b.without(first)
		}
		return b, err
	})
	if err != nil {
		return nil, err
	}
	return pieces(d, found), nil
}

// overlapping cuts pages into windows that each begin with the last page of the one before.
func overlapping(pages []*sheet, most int) []window {
	var all []window
	for from := 0; from < len(pages); {
		to := min(from+max(most, 2), len(pages))
		all = append(all, windows(pages[from:to], to-from)[0])
		if to == len(pages) {
			break
		}
		from = to - 1
	}
	return all
}

// aboutFirst says what is known of the first page that is shown.
func aboutFirst(first int, pages []*sheet, again map[int]bool) string {
	switch {
	case first == pages[0].page.Number:
		return fmt.Sprintf(" Page %d begins one.", first)
	case again[first]:
		return fmt.Sprintf(" Page %d is there for comparison only.", first)
	}
	return ""
}

func (t *Tasks) begin(ctx context.Context, d *pipeline.Document, w window, ask string, names []string) (beginnings, error) {
	a, err := t.ask(ctx, question{
		task: splitVersion, doc: d, window: w, system: splitSystem, ask: ask, images: true, output: 64 * len(w),
		shape: fixed("stack", `{"type":"object","properties":{"begins":{"type":"array","items":{"type":"object","properties":{"page":{"type":"integer"},"doctype":{"type":"string","enum":[`+
			enum(names)+`]}},"required":["page","doctype"],"additionalProperties":false}}},"required":["begins"],"additionalProperties":false}`),
		check: checked(func(b beginnings) []string { return b.wrong(w) }),
	})
	if err != nil {
		return beginnings{}, err
	}
	return read[beginnings](a.Value)
}

func (b beginnings) without(page int) beginnings {
	b.Begins = slices.DeleteFunc(b.Begins, func(at beginning) bool { return at.Page == page })
	return b
}

func (b beginnings) wrong(w window) []string {
	for _, at := range b.Begins {
		if !slices.ContainsFunc(w, func(v view) bool { return v.sheet.page.Number == at.Page }) {
			return []string{fmt.Sprintf("page %d is not one of the pages", at.Page)}
		}
	}
	return nil
}

// pieces gives every page of d to the document that began last.
func pieces(d *pipeline.Document, found []beginnings) []Piece {
	types := map[int]string{}
	for _, b := range found {
		for _, at := range b.Begins {
			types[at.Page] = at.DocType
		}
	}
	var all []Piece
	for _, p := range d.Pages {
		doctype, begins := types[p.Number]
		if begins || len(all) == 0 {
			if !begins {
				doctype = extractors.Unknown
			}
			all = append(all, Piece{DocType: doctype})
		}
		last := &all[len(all)-1]
		last.Pages = append(last.Pages, p.Number)
	}
	return all
}
