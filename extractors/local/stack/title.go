package stack

import (
	"strings"

	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// labelled is what a title weighs that labels a value or begins a sentence.
const labelled = 0.2

// headings weighs the best heading of each type on a sheet.
func (t Types) headings(s *layout.Sheet, first bool) []float64 {
	titles := make([]float64, len(t))
	for _, seg := range s.Segs {
		ends, longest := t.titlesAt(s, seg)
		if ends == nil {
			t.lastWords(s, seg, first, titles)
		}
		for i, end := range ends {
			if end == 0 {
				continue
			}
			weight := headingWeight(s, seg, end, first)
			if end < longest {
				weight = min(weight, labelled) // "Faktura" in "Faktura za gaz"
			}
			titles[i] = max(titles[i], weight)
		}
	}
	return titles
}

// titlesAt looks up what a segment begins with: for each type the end of its longest title there, 0
// for none. Where no type has one, a compound may end with it: "Handelsrechnung".
func (t Types) titlesAt(s *layout.Sheet, seg layout.Span) (found []int, longest int) {
	for i := range t {
		if end := t[i].titles.longestAt(s, seg.From, seg.To); end > 0 {
			found = grown(found, len(t))
			found[i], longest = end, max(longest, end)
		}
	}
	if found != nil {
		return found, longest
	}
	for i := range t {
		if t[i].titles.ends(s.Tokens[seg.From].Fold) {
			found = grown(found, len(t))
			found[i], longest = seg.From+1, seg.From+1
		}
	}
	return found, longest
}

// longestAt returns where the longest text of the set that begins at token from ends, 0 for none.
func (f *foldedSet) longestAt(s *layout.Sheet, from, to int) int {
	var key [256]byte // joined words: looking up string(run) copies nothing
	run, end := key[:0], 0
	for at := from; at < min(from+plan.MaxLabelWords, to); at++ {
		run = append(run, s.Tokens[at].Fold...)
		if !plan.Begins(f.starts, run) {
			break
		}
		if f.has[string(run)] {
			end = at + 1
		}
	}
	return end
}

// Numbers of headings that end with a title.
const (
	lastWordsWeigh = 0.4 // of what they weigh that begin with one: no page says so what it is
	mostOfHeading  = 10  // words
)

// lastWords weighs a heading that ends with a title, as in English: "INVENTION AND NON-DISCLOSURE
// AGREEMENT". It stands alone in its row, and its words have capitals.
func (t Types) lastWords(s *layout.Sheet, seg layout.Span, first bool, titles []float64) {
	if n := seg.To - seg.From; n < 2 || n > mostOfHeading || seg != s.Rows[s.RowOf[seg.From]] || !isHeadlined(s, seg) {
		return
	}
	for i := range t {
		for at := seg.From + 1; at < seg.To; at++ {
			if t[i].titles.longestAt(s, at, seg.To) == seg.To {
				titles[i] = max(titles[i], lastWordsWeigh*headingWeight(s, seg, seg.To, first))
			}
		}
	}
}

// isHeadlined reports whether all long words of a segment begin with a capital, and no mark ends it.
func isHeadlined(s *layout.Sheet, seg layout.Span) bool {
	for i := seg.From; i < seg.To; i++ {
		if t := &s.Tokens[i]; t.Digit || len(t.Fold) > 3 && !layout.HasCapital(t.Text) {
			return false
		}
	}
	last := s.Tokens[seg.To-1].Text
	return !strings.ContainsAny(last[len(last)-1:], ".:;,")
}

func grown(found []int, n int) []int {
	if found == nil {
		return make([]int, n)
	}
	return found
}

// shortestEnd is how long a title is that compounds end with.
const shortestEnd = 7

// ends reports whether a word is a compound that ends with a title. Reckoning is no bill.
func (f *foldedSet) ends(word string) bool {
	for from := 3; from+shortestEnd <= len(word); from++ {
		if f.has[word[from:]] {
			before := word[:from]
			return !strings.HasSuffix(before, "ab") && !strings.HasSuffix(before, "be")
		}
	}
	return false
}

// headingWeight is how much a title in this segment looks like the document's heading: large,
// in capitals, high on the first page, alone or followed by a number.
func headingWeight(s *layout.Sheet, seg layout.Span, end int, first bool) float64 {
	t := &s.Tokens[seg.From]
	large := t.Y1-t.Y0 > 1.25*s.Line
	if !large && endsLabel(s, layout.Span{From: end - 1, To: seg.To}) {
		return labelled
	}
	weight := 0.6
	if !first {
		weight = 0.3
	}
	if t.Y0 < s.Height*0.4 {
		weight += 0.4
	}
	if large || t.Text == strings.ToUpper(t.Text) {
		weight += 0.6
	}
	switch {
	case end == seg.To, s.Tokens[end].Digit, s.Tokens[end].Fold == "":
		weight += 0.6
	case seg.To-end > 5:
		return labelled // within a sentence
	}
	return weight
}

// endsLabel reports whether the words from a title on end as a label does: "Order no. of customer:".
func endsLabel(s *layout.Sheet, sp layout.Span) bool {
	return layout.Ends(s.Tokens[sp.From].Text, ':') || sp.To > sp.From+1 && s.Tokens[sp.From+1].Text == ":" || layout.Ends(s.Tokens[sp.To-1].Text, ':')
}
