package extractors

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"docpipe/pipeline"
)

// A boundary weighs whether a document begins on a page. One sign is seldom enough: forms repeat
// their heading on each page, counters are misread, and annexes count their pages anew.
type boundary struct {
	score float64
	why   []string // what speaks for it, for a person
	tied  bool     // something shows that the page belongs to the document before it
}

// From where on a document begins, and from where on a person should look.
const (
	sureBoundary = 3.0
	doubtful     = 1.5

	// A sender who names a schema says that the upload is of one kind: only pages that are clearly
	// another document of it part it.
	sureOfSchema = 4.0
)

// Weights of the signs, tuned on documents that are one and on stacks of them.
const (
	weightType      = 3.0 // the heading names another type
	weightNumber    = 3.0 // another document's number under a heading
	weightBare      = 2.0 // another number on a page with its own date and total
	weightDate      = 1.0
	weightTotal     = 1.0
	weightRestart   = 2.5 // page 1 after a page with a number
	weightFirst     = 1.5 // page 1 after pages without numbers
	weightOf        = 0.5 // it says of how many
	weightWhole     = 0.5 // and as many follow
	weightAnnex     = 2.0 // it is called an annex: those count their pages anew
	weightEnded     = 0.5 // the page before was the last by its own count
	weightBeyond    = 1.5 // and this one has no number
	weightLone      = 1.5 // another number, and nothing else of a first page
	weightHeading   = 0.5 // the same heading again
	weightMarks     = 1.0 // nothing in common of what names the sender
	weightBlank     = 0.5
	weightFormat    = 0.5
	weightNext      = 6.0 // page 3 after page 2
	weightLater     = 3.0 // page 3 after a page without number
	weightCarried   = 3.0
	weightFolio     = 2.0
	weightSame      = 3.0 // the same number
	weightMore      = 1.5 // the page before says that pages are to come
	weightSameTotal = 1.0
)

// tie takes away from the score what shows that the page belongs to the document before it.
func (b *boundary) tie(weight float64) { b.score, b.tied = b.score-weight, true }

func (b *boundary) add(weight float64, why string, args ...any) {
	b.score += weight
	b.why = append(b.why, fmt.Sprintf(why, args...))
}

// A bundle is the pages of one document as far as they are known.
type bundle struct {
	pages    []*pipeline.Page
	doctype  string
	numbered int // how many of its pages print a number
	last     PageSigns
	known    *Known // nil until it is asked for
	marks    []string
	blank    bool  // an empty page follows
	loose    []int // its last pages, that nothing ties to those before
}

// weigh compares a page with the document before it.
func (x splitter) weigh(r *bundle, p *pipeline.Page, s PageSigns) boundary {
	var b boundary
	b.count(r, s)
	b.carry(r, s)
	b.format(r, p)
	if b.score > -weightSame { // else nothing that it is known by could part it
		b.identity(x.known(r), p, s, x.pages.Known(x.d, p, s.Type))
	}
	b.heading(r, s)
	return b
}

// known reads what the document is known by from the first of its pages that says so.
func (x splitter) known(r *bundle) Known {
	for i := 0; r.known == nil && i < len(r.pages); i++ {
		k := x.pages.Known(x.d, r.pages[i], r.doctype)
		if i+1 == len(r.pages) || k.Number != "" || k.Date != "" {
			r.known = &k
		}
	}
	return *r.known
}

// count weighs the printed numbers of pages.
func (b *boundary) count(r *bundle, s PageSigns) {
	before := r.last
	switch {
	case s.Page == 1 && r.numbered > 0:
		b.add(weightRestart, "the count of pages begins again")
	case s.Page == 1:
		b.add(weightFirst, "it says page 1")
		if s.Of > 0 {
			b.score += weightOf
		}
	case s.Page > 1 && (before.Page == s.Page-1 || len(r.pages) == s.Page-1):
		b.tie(weightNext)
	case s.Page > 1 && r.numbered == 0:
		b.tie(weightLater)
	case s.Folio > 1 && (s.Folio == before.Folio+1 || s.Folio == len(r.pages)+1):
		b.tie(weightFolio)
	case s.Folio == 1 && before.Folio > 1:
		b.add(weightHeading, "the numbers of pages begin again")
	}
	if s.Whole {
		b.add(weightWhole, "its %s complete", pagesAre(s.Of))
	}
	if s.Annex {
		b.score -= weightAnnex
	}
	switch {
	case s.Page > 1 || before.Of == 0:
	case before.Page == before.Of && s.Page == 0:
		b.add(weightBeyond, "page %d of %d stands before it", before.Page, before.Of)
	case before.Page == before.Of:
		b.add(weightEnded, "page %d of %d stands before it", before.Page, before.Of)
	case s.Page == 0:
		b.score -= weightMore
	}
}

// carry weighs sums and texts that go over the page break.
func (b *boundary) carry(r *bundle, s PageSigns) {
	if s.Begins || r.last.GoesOn {
		b.tie(weightCarried)
	}
	if r.blank {
		b.add(weightBlank, "an empty page stands before it")
	}
}

// format weighs the size of the paper: a receipt between letters.
func (b *boundary) format(r *bundle, p *pipeline.Page) {
	before := r.pages[len(r.pages)-1]
	if before.Unit != p.Unit {
		b.add(weightFormat, "it has another format")
		return
	}
	w, h := math.Min(p.Width, p.Height), math.Max(p.Width, p.Height)
	w0, h0 := math.Min(before.Width, before.Height), math.Max(before.Width, before.Height)
	if math.Abs(w-w0) > 0.08*w0 || math.Abs(h-h0) > 0.08*h0 {
		b.add(weightFormat, "it has another format")
	}
}

// identity weighs what the documents are known by.
func (b *boundary) identity(before Known, p *pipeline.Page, s PageSigns, k Known) {
	complete := k.Date != "" && k.Total != ""
	switch {
	case before.Number == "":
	case k.Number == before.Number, k.Number == "" && !complete && prints(p, before.Number):
		b.tie(weightSame)
		return
	case k.Number != "" && s.Type != "":
		b.add(weightNumber, "its number is %s, not %s", k.Number, before.Number)
	case k.Number != "" && complete:
		b.add(weightBare, "its number is %s, not %s", k.Number, before.Number)
	case k.Number != "":
		b.add(weightLone, "its number is %s, not %s", k.Number, before.Number)
	}
	if s.Type == "" && !complete {
		return
	}
	if differ(before.Date, k.Date) {
		b.add(weightDate, "it has another date")
	}
	switch {
	case differ(before.Total, k.Total):
		b.add(weightTotal, "it has another total")
	case k.Total != "" && k.Total == before.Total:
		b.score -= weightSameTotal
	}
}

// heading weighs what the page says it is, and who says it.
func (b *boundary) heading(r *bundle, s PageSigns) {
	switch {
	case s.Type == "":
	case r.doctype == "" || r.doctype == s.Type:
		b.add(weightHeading, "it has a heading of its own")
	default:
		b.add(weightType, "it is of type %s, not %s", s.Type, r.doctype)
	}
	switch {
	case len(r.marks) == 0 || len(s.Marks) == 0:
	case slices.ContainsFunc(s.Marks, func(m string) bool { return slices.Contains(r.marks, m) }):
		b.tied = true
	default:
		b.add(weightMarks, "somebody else wrote it")
	}
}

func pagesAre(n int) string {
	if n == 1 {
		return "one page is"
	}
	return fmt.Sprintf("%d pages are", n)
}

func differ(a, b string) bool { return a != "" && b != "" && a != b }

// shortestNumber is how long a number is at least that is looked for in the words of a page.
const shortestNumber = 5

// prints reports whether a page prints the number of a document.
func prints(p *pipeline.Page, number string) bool {
	return len(number) >= shortestNumber && slices.ContainsFunc(p.VisibleWords(), func(w pipeline.Word) bool {
		return strings.Contains(Fold(w.Text), number)
	})
}
