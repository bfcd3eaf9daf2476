package extractors

import (
	"context"

	"docpipe/pipeline"
)

// PageSigns are what one page says by itself about where documents begin and end. What it does not
// say is zero.
type PageSigns struct {
	Empty     bool     // there is nothing on it
	Separator bool     // it says that it parts documents, and little else
	Type      string   // what its heading says it is; "" as most pages after the first
	Page, Of  int      // its printed number, "page 2 of 3", and how many pages there are
	Annex     bool     // it is headed as an annex to something
	Whole     bool     // it is page 1, and all that its count announces follow
	Folio     int      // a bare number at its edge
	Begins    bool     // it goes on with a sum, or says that it is continued
	GoesOn    bool     // it ends with a sum to carry over, or says that more follows
	Marks     []string // numbers of tax payers and names of mail and web hosts, sorted
}

// Known is what a document is known by, normalised: two pages that differ in it are of different
// documents. "" is what a page does not print.
type Known struct {
	Number, Date, Total string
}

// A PageReader tells what pages say about where documents begin.
type PageReader interface {
	// PageSigns looks at each page alone: one entry a page, none when the document is known to be
	// one whatever its pages look like. Its error is the context's.
	PageSigns(ctx context.Context, d *pipeline.Document) ([]PageSigns, error)

	// Known reads what the document of one page is known by. doctype is what the page says it is,
	// "" when it does not.
	Known(d *pipeline.Document, p *pipeline.Page, doctype string) Known
}
