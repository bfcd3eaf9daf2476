package party

import (
	"math"

	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// largerPrint is how much larger than a name in an address the name over a letter is printed, at
// the least.
const largerPrint = 1.25

// displayLine finds the writer of a letter whose addressee is the only one with a legal form: a
// name in the head of the page, in larger print than the address below it and all by itself. A
// company that stands over its own postcode and town below such a name is whom it writes to.
func displayLine(r *evidence.Reading, addressed *block) *block {
	s := r.Sheets[0]
	first := addressed.lines[0]
	if _, ok := addressIn(s, 0, addressed.lines[1:]); !ok || s.Tokens[first.From].Y0 > s.Height/2 {
		return nil // in the foot stands who writes
	}
	least := largerPrint * heightOf(s, first)
	var best *block
	for _, seg := range s.Segs {
		if s.Tokens[seg.From].Y0 > headOfPage*s.Height || s.RowOf[seg.From] >= s.RowOf[first.From] {
			break
		}
		if height := heightOf(s, seg); height >= least && displaysName(r, seg) {
			best, least = &block{lines: linesFrom(r, seg)[:1], strength: 0.65}, math.Nextafter(height, math.Inf(1))
		}
	}
	return best
}

// displaysName refuses what else is printed large: what the document is called, and labels.
func displaysName(r *evidence.Reading, seg layout.Span) bool {
	s := r.Sheets[0]
	if len(s.Fold(seg)) < 4 || s.HasDigit(seg) || plan.LabelLike(s, seg) || isTitle(r, seg) || !canBeName(r, seg) {
		return false
	}
	for i := seg.From; i < seg.To; i++ {
		if r.Plan.Entitles(s.Tokens[i].Fold) {
			return false
		}
	}
	return true
}

// heightOf is the mean height of the words of a span.
func heightOf(s *layout.Sheet, sp layout.Span) float64 {
	sum := 0.0
	for _, t := range s.Tokens[sp.From:sp.To] {
		sum += t.Y1 - t.Y0
	}
	return sum / float64(max(sp.To-sp.From, 1))
}
