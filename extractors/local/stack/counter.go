package stack

import (
	"slices"
	"strings"

	"docpipe/extractors/local/layout"
)

// A counter is the number that a page prints of itself: "page 2 of 3". of is 0 when it does not
// say how many there are; bare says that no word stands before it.
type counter struct {
	page, of int
	bare     bool
}

// Words around the number of a page, folded.
var (
	pageWords = layout.WordSet("page pages seite seiten blatt pagina pag pg sida side strona str sivu feuille hoja folha blad")
	ofWords   = layout.WordSet("of von sur de di van av z out auf")
)

// Parts of a page, from its top, where its number stands: in a letterhead, or at the foot.
const (
	counterHead = 0.4
	counterFoot = 0.8
	bareHead    = 0.12
	bareFoot    = 0.88
)

// mostPages is the largest number that is read as that of a page.
const mostPages = 999

// findCounter returns the page's own number, the one that says most. A page that prints two
// different ones, as a copy in a bundle does, is numbered by the outermost: the bundle goes on.
func findCounter(s *layout.Sheet) counter {
	var best counter
	edge := 0.0
	for _, seg := range s.Segs {
		c, ok := counterIn(s, seg)
		if !ok {
			continue
		}
		y := s.Tokens[seg.From].Middle() / s.Height
		far := max(y, 1-y)
		if best.page == 0 || c.rank() > best.rank() || c.rank() == best.rank() && far > edge {
			best, edge = c, far
		}
	}
	return best
}

func (c counter) rank() int {
	switch {
	case c.of > 0 && !c.bare:
		return 3
	case !c.bare:
		return 2
	case c.of > 0:
		return 1
	}
	return 0
}

// counterIn reads a segment that says little else.
func counterIn(s *layout.Sheet, seg layout.Span) (counter, bool) {
	y := s.Tokens[seg.From].Middle() / s.Height
	if y > counterHead && y < counterFoot {
		return counter{}, false
	}
	words := counterWords(s, seg)
	at := slices.IndexFunc(words, func(w string) bool { return pageWords[w] })
	bare := at < 0
	if bare && (y > bareHead && y < bareFoot || len(words) > 3) {
		return counter{}, false
	}
	c, used := readCounter(words[at+1:])
	c.bare = bare
	if c.page == 0 || bare && used < len(words) {
		return counter{}, false
	}
	return c, true
}

// counterWords cuts a segment into words and numbers: "Seite:2/4" is seite, 2, / and 4.
func counterWords(s *layout.Sheet, seg layout.Span) []string {
	var words []string
	for i := seg.From; i < seg.To; i++ {
		for part := range strings.FieldsSeq(strings.ReplaceAll(s.Tokens[i].Text, "/", " / ")) {
			part = strings.ToLower(strings.Trim(part, ".:,;()[]-–—|#"))
			if part != "" {
				words = append(words, part)
			}
		}
	}
	return words
}

// readCounter reads "2", "2 of 3" and "2 / 3", and says how many words that took.
func readCounter(words []string) (c counter, used int) {
	if len(words) == 0 || !isPageNumber(words[0]) {
		return counter{}, 0
	}
	c.page = layout.Atoi(words[0])
	if len(words) > 2 && (words[1] == "/" || ofWords[words[1]]) && isPageNumber(words[2]) && layout.Atoi(words[2]) >= c.page {
		c.of = layout.Atoi(words[2])
		return c, 3
	}
	return c, 1
}

func isPageNumber(text string) bool {
	return len(text) <= 3 && layout.IsNumber(text) && layout.Atoi(text) > 0 && layout.Atoi(text) <= mostPages
}
