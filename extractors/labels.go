package extractors

import (
	"slices"
	"strings"

	"docpipe/pipeline"
	"docpipe/schemas"
)

// labels says which leaves a printed label names, by its folded text. A leaf of a row has none:
// its label is far above.
type labels map[string][]string

// A label stands in the same row within so many words of its value, has so many itself, and
// stands at most so many rows above its value.
const (
	labelReach = 8
	labelWords = 6
	labelRows  = 3
	leastLabel = 3 // letters of a label that is only a title
)

func newLabels(root *schemas.Node) labels {
	all := labels{}
	var walk func(n *schemas.Node)
	walk = func(n *schemas.Node) {
		if n.IsList() {
			return
		}
		for _, p := range n.Properties {
			walk(p)
		}
		if !n.Leaf() {
			return
		}
		for _, text := range n.Labels {
			all.add(text, n.Pointer)
		}
		for _, text := range []string{n.Title, n.Name} {
			if len(Fold(text)) >= leastLabel {
				all.add(text, n.Pointer)
			}
		}
	}
	walk(root)
	return all
}

func (l labels) add(text, pointer string) {
	if f := Fold(text); f != "" && !slices.Contains(l[f], pointer) {
		l[f] = append(l[f], pointer)
	}
}

// labelled reports whether a label beside a value says which field it is. Cells of rows have
// theirs far above, codes have none.
func labelled(n *schemas.Node) bool {
	return !strings.Contains(n.Pointer, "/*") && !coded(n) && len(n.Enum) == 0 && !slices.Contains(n.Types, "boolean")
}

// names returns the leaves that the label nearest to a value names: before it in its own row or
// glued to it, else above it. Words are those of p from at[0] to at[1].
func (g *grounder) names(p *pageText, at [2]int, value string) []string {
	page := g.page(p.number)
	if len(g.labels) == 0 || page == nil {
		return nil
	}
	page.orders()
	first := p.words[at[0]]
	row, i := page.locate(first)
	if row < 0 {
		return nil
	}
	before := []string{}
	for _, w := range page.rows[row][max(0, i-labelReach):i] {
		before = append(before, Fold(w.Word.Text))
	}
	if glued, ok := strings.CutSuffix(Fold(first.Text), Fold(value)); ok && glued != "" {
		before = append(before, glued)
	}
	if names := g.labels.nearest(before); names != nil {
		return names
	}
	box := page.rows[row][i].Upright
	for up := row - 1; up >= max(0, row-labelRows); up-- {
		if names := g.labels.nearest(over(page.rows[up], box)); names != nil {
			return names
		}
	}
	return nil
}

// locate finds a word in the rows of its page.
func (p *pageText) locate(w pipeline.Word) (row, i int) {
	for row := range p.rows {
		for i := range p.rows[row] {
			if o := &p.rows[row][i]; o.Word.Box == w.Box && o.Word.Text == w.Text {
				return row, i
			}
		}
	}
	return -1, -1
}

// over returns the folded words of a row that stand over a box.
func over(row []Placed, box pipeline.Box) []string {
	var words []string
	for _, w := range row {
		if w.Upright[2] > box[0]-0.01 && w.Upright[0] < box[2]+0.02 {
			words = append(words, Fold(w.Word.Text))
		}
	}
	return words
}

// nearest returns what the label names that ends nearest to the end of words, the longest of
// those; without one, what the nearest word ends in: a Handelsrechnung is a Rechnung.
func (l labels) nearest(words []string) []string {
	for end := len(words); end > 0; end-- {
		for from := max(0, end-labelWords); from < end; from++ {
			if names := l[strings.Join(words[from:end], "")]; names != nil {
				return names
			}
		}
	}
	for _, word := range slices.Backward(words) {
		for from := 1; from+leastHead <= len(word); from++ {
			if names := l[word[from:]]; names != nil {
				return names
			}
		}
	}
	return nil
}

// leastHead is how many letters the end of a word has that names what the word is.
const leastHead = 6
