package extractors

import (
	"context"
	"fmt"
	"slices"

	"docpipe/pipeline"
)

// A Parter is a [PageReader] that can have somebody look at the pages where their signs leave it
// open whether another document begins.
type Parter interface {
	// Begins returns the pages of d on which documents begin, nil when nobody may be asked or
	// nobody knows. Its error is worth another try.
	Begins(ctx context.Context, d *pipeline.Document) ([]int, error)
}

// asks reports whether a second look may part pages: a sender of several files has decided.
func (x *splitter) asks() bool { return len(x.doubts) > 0 && len(x.d.Files) < 2 }

// settle asks where signs left doubts. Where a document may begin by the signs and does by the
// second look, two agree, and it begins; where it does not, nothing is left of the doubt. What
// only the second look says is for a person to decide.
func (x *splitter) settle(ctx context.Context, p Parter) error {
	begins, err := p.Begins(ctx, x.d)
	if err != nil {
		return fmt.Errorf("asking where documents begin: %w", err)
	}
	if len(begins) == 0 {
		return nil
	}
	doubted := make([]int, len(x.doubts))
	for i, r := range x.doubts {
		doubted[i] = r.Page
	}
	x.doubts = nil
	for _, page := range begins {
		switch {
		case slices.Contains(doubted, page):
			x.cut(page)
		case x.within(page):
			x.doubt(page, "a model says that another document begins here, and nothing on the page shows it")
		}
	}
	return nil
}

// within reports whether a page stands in a piece behind its first page.
func (x *splitter) within(page int) bool {
	return slices.ContainsFunc(x.pieces, func(pages []int) bool { return slices.Index(pages, page) > 0 })
}

// cut parts the piece of a page before it.
func (x *splitter) cut(page int) {
	for i, pages := range x.pieces {
		if at := slices.Index(pages, page); at > 0 {
			x.pieces = slices.Replace(x.pieces, i, i+1, pages[:at:at], pages[at:])
			return
		}
	}
}
