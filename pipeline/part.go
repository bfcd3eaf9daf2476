package pipeline

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// A Part is one document inside a stack, as the stack's result names it.
type Part struct {
	ID      string `json:"id"`
	DocType string `json:"doctype"`
	Pages   []int  `json:"pages"` // 1-based pages of the stack
	Status  Status `json:"status"`
}

// A Piece is one document inside a stack on its way: what the stages find out of it alone. All
// else it has from the stack, see [Document.Part].
type Piece struct {
	Pages      []int       `json:"pages"` // 1-based pages of the stack, ascending
	Extraction *Extraction `json:"extraction,omitempty"`
	Checks     *Checks     `json:"checks,omitempty"`
	Findings   []Finding   `json:"findings,omitempty"`
}

// Part returns piece i as a document of its own. It shares the stack's files, pages and purse: what
// was made of a page is not made again, and the stack's budget pays for all. It keeps the numbers
// of its pages, and has no id until the ledger gives it one.
func (d *Document) Part(i int) *Document {
	piece := d.Pieces[i]
	part := &Document{
		Tenant: d.Tenant, Parent: d.ID, Batch: d.Batch, Case: d.Case, Reference: d.Reference, Metadata: d.Metadata,
		Source: d.Source, Settings: d.Settings, Run: Run{ReceivedAt: d.Run.ReceivedAt},
		Files: slices.Clone(d.Files), Extraction: piece.Extraction, Checks: piece.Checks, Findings: piece.Findings,
		Engine: d.Engine, Purse: d.Purse,
	}
	for _, p := range d.Pages {
		if slices.Contains(piece.Pages, p.Number) {
			part.Pages = append(part.Pages, p)
		}
	}
	for n := range part.Files {
		part.Files[n].share(part.Pages, n)
	}
	return part
}

// Payer names the document whose purse pays for d: a part that has no id yet is its stack's.
func (d *Document) Payer() string { return cmp.Or(d.ID, d.Parent) }

// share leaves to a part of a file the form values on its own pages, and the attachments only
// when it has the file to itself: else nobody can tell which of the documents they belong to.
func (f *File) share(pages []*Page, file int) {
	own := slices.DeleteFunc(slices.Clone(pages), func(p *Page) bool { return p.File != file })
	if len(own) == f.PageCount {
		return
	}
	f.Attachments = nil
	f.Form = slices.DeleteFunc(slices.Clone(f.Form), func(v FormValue) bool {
		return !slices.ContainsFunc(own, func(p *Page) bool { return p.Index+1 == v.Page })
	})
}

// EachPart makes a Stage that does s for each part of a stack in turn, and for a document that
// is no stack does s itself.
func EachPart(s Stage) Stage {
	return Stage{Name: s.Name, Do: func(ctx context.Context, d *Document) error {
		if len(d.Pieces) == 0 {
			return s.Do(ctx, d)
		}
		for i := range d.Pieces {
			if err := s.part(ctx, d, i); err != nil {
				return fmt.Errorf("pages %v: %w", d.Pieces[i].Pages, err)
			}
		}
		return nil
	}}
}

func (s Stage) part(ctx context.Context, d *Document, i int) error {
	part, piece := d.Part(i), &d.Pieces[i]
	defer part.Close()
	if err := s.Do(ctx, part); err != nil {
		return err
	}
	piece.Extraction, piece.Checks, piece.Findings = part.Extraction, part.Checks, part.Findings
	return nil
}

// PartOutcomes returns what became of each part of a stack, in order, to be recorded together with
// the stack's own result. events says what each of them went through.
func (d *Document) PartOutcomes(events ...Event) []Outcome {
	var all []Outcome
	for i := range d.Pieces {
		part := d.Part(i)
		all = append(all, Outcome{Document: part, Result: NewResult(part, 0, nil), Events: slices.Clone(events)})
	}
	return all
}

// parts names the pieces of a stack in its result. Their ids come from the ledger.
func (d *Document) parts() []Part {
	all := []Part{}
	for i, piece := range d.Pieces {
		r := NewResult(d.Part(i), 0, nil)
		all = append(all, Part{DocType: r.DocType, Pages: piece.Pages, Status: r.Status})
	}
	return all
}

// CheckSplit returns an error that wraps ErrInvalid unless parts gives pages of d to at least one
// part, none of them empty and no page to two. Pages may be left out: they belong to no part.
func (d *Document) CheckSplit(parts [][]int) error {
	taken := map[int]bool{}
	for n, pages := range parts {
		for _, page := range pages {
			switch {
			case !slices.ContainsFunc(d.Pages, func(p *Page) bool { return p.Number == page }):
				return fmt.Errorf("parts: part %d has page %d, the document has not: %w", n+1, page, ErrInvalid)
			case taken[page]:
				return fmt.Errorf("parts: page %d is there twice: %w", page, ErrInvalid)
			}
			taken[page] = true
		}
		if len(pages) == 0 || !slices.IsSorted(pages) {
			return fmt.Errorf("parts: part %d must list its pages in order, one at least: %w", n+1, ErrInvalid)
		}
	}
	if len(parts) == 0 {
		return fmt.Errorf("parts: there are none: %w", ErrInvalid)
	}
	return nil
}
