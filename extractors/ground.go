package extractors

import (
	"slices"
	"strings"

	"docpipe/pipeline"
	"docpipe/schemas"
)

// A grounder proves values by the words that a reader of the pages can see. Hidden words are
// never evidence.
type grounder struct {
	pages  []*pageText
	labels labels // nil names nothing
}

// A pageText is one page ready to be searched.
type pageText struct {
	number  int
	words   []pipeline.Word
	folded  string // all words folded, without anything between them
	offsets []int  // where each word begins in folded

	page   *pipeline.Page // nil for a part of a page and for words across
	across *pageText      // the same words row by row, made when needed
	rows   [][]Placed     // the same, with their places
}

func newGrounder(d *pipeline.Document) *grounder {
	g := &grounder{}
	for _, p := range d.Pages {
		g.pages = append(g.pages, &pageText{number: p.Number, words: p.VisibleWords(), page: p})
	}
	return g
}

// prove reports whether value stands on the document. It looks where the claim points first,
// then everywhere, and completes the claim's evidence. An exact source proves itself.
func (g *grounder) prove(n *schemas.Node, c *Claim, value any) bool {
	if c.Exact() {
		return true
	}
	if c.Source == pipeline.SourceModel {
		return g.proveModel(n, c, value)
	}
	if c.Source == pipeline.SourceMRZ {
		return g.proveZone(c)
	}
	proof := proofOf(n, c, value)
	if proof == nil {
		return false
	}
	if g.proveCited(c, proof) {
		return true
	}
	for _, p := range g.pages {
		if first, last, ok := proof(p, 0, len(p.words)); ok {
			c.Evidence = []pipeline.Evidence{p.cite(first, last)}
			return true
		}
	}
	return false
}

// proveCited accepts a claim when the words in one of its boxes prove the value.
func (g *grounder) proveCited(c *Claim, proof proof) bool {
	proven, all := false, &pageText{}
	for i := range c.Evidence {
		e := &c.Evidence[i]
		p := g.page(e.Page)
		if p == nil || e.Box == nil {
			continue
		}
		inside := p.inside(*e.Box)
		if _, _, ok := proof(inside, 0, len(inside.words)); ok {
			proven = true
		}
		all.words = append(all.words, inside.words...)
		e.Quote = inside.quote(0, len(inside.words)) // what stands there, not what a reader says
	}
	if !proven && len(c.Evidence) > 1 { // a text that goes on in another place
		_, _, proven = proof(all, 0, len(all.words))
	}
	return proven
}

func (g *grounder) page(number int) *pageText {
	for _, p := range g.pages {
		if p.number == number {
			return p
		}
	}
	return nil
}

// slack widens a cited box, in fractions of the page, against rounding of coordinates.
const slack = 0.002

// inside returns the words whose middle lies in the box, as a page of their own.
func (p *pageText) inside(b pipeline.Box) *pageText {
	part := &pageText{number: p.number}
	for _, w := range p.words {
		x, y := w.Box.CenterX(), w.Box.CenterY()
		if x >= b[0]-slack && x <= b[2]+slack && y >= b[1]-slack && y <= b[3]+slack {
			part.words = append(part.words, w)
		}
	}
	return part
}

func (p *pageText) quote(from, to int) string {
	var words []string
	for _, w := range p.words[from:to] {
		words = append(words, w.Text)
	}
	return strings.Join(words, " ")
}

func (p *pageText) cite(first, last int) pipeline.Evidence {
	var box pipeline.Box
	for _, w := range p.words[first : last+1] {
		box = box.Union(w.Box)
	}
	return pipeline.Evidence{Page: p.number, Box: &box, Quote: p.quote(first, last+1)}
}

// fold prepares the page for text search, once.
func (p *pageText) fold() {
	if p.offsets != nil {
		return
	}
	var b strings.Builder
	p.offsets = make([]int, 0, len(p.words)+1)
	for _, w := range p.words {
		p.offsets = append(p.offsets, b.Len())
		b.WriteString(Fold(w.Text))
	}
	p.folded = b.String()
}

// find returns the words that hold folded text, whole words only.
func (p *pageText) find(text string) (first, last int, ok bool) {
	p.fold()
	first, last, _, ok = p.findFrom(text, 0)
	return first, last, ok
}

// findFrom is find behind a place in the folded text, and says where it found.
func (p *pageText) findFrom(text string, from int) (first, last, at int, ok bool) {
	for text != "" && from < len(p.folded) {
		i := strings.Index(p.folded[from:], text)
		if i < 0 {
			return 0, 0, 0, false
		}
		start, end := from+i, from+i+len(text)
		first, exact := slices.BinarySearch(p.offsets, start)
		next, ends := slices.BinarySearch(p.offsets, end)
		if exact && (ends || end == len(p.folded)) || len(p.words) > 0 && p.wholeWord(start, end) {
			if !exact {
				first--
			}
			return p.skipEmpty(first, start), max(next-1, first), start, true
		}
		from = start + 1
	}
	return 0, 0, 0, false
}

// skipEmpty passes words that fold to nothing and share the offset of the next one.
func (p *pageText) skipEmpty(i, start int) int {
	for i+1 < len(p.offsets) && p.offsets[i+1] == start {
		i++
	}
	return i
}

// wholeWord accepts text that begins or ends inside a printed word only at its punctuation:
// "Date:2024-01-02" holds the word 2024.
func (p *pageText) wholeWord(start, end int) bool {
	boundary := func(at int) bool {
		i, exact := slices.BinarySearch(p.offsets, at)
		if exact || at == len(p.folded) {
			return true
		}
		return breaks(p.words[i-1].Text, at-p.offsets[i-1])
	}
	return boundary(start) && boundary(end)
}

// breaks reports whether punctuation stands in word before its n-th folded character.
func breaks(word string, n int) bool {
	seen, punctuation := 0, false
	for _, r := range word {
		f := len(Fold(string(r)))
		if f > 0 && seen >= n {
			return punctuation
		}
		seen += f
		punctuation = f == 0
	}
	return false
}
