package local

import "math"

// largerPrint is how much larger than a name in an address the name over a letter is printed, at
// the least.
const largerPrint = 1.25

// displayLine finds the writer of a letter whose addressee is the only one with a legal form: a
// name in the head of the page, in larger print than the address below it and all by itself. A
// company that stands over its own postcode and town below such a name is whom it writes to.
func (r *reading) displayLine(addressed *block) *block {
	s := r.sheets[0]
	first := addressed.lines[0]
	if _, ok := addressIn(s, 0, addressed.lines[1:]); !ok || s.tokens[first.from].y0 > s.height/2 {
		return nil // in the foot stands who writes
	}
	least := largerPrint * s.heightOf(first)
	var best *block
	for _, seg := range s.segs {
		if s.tokens[seg.from].y0 > headOfPage*s.height || s.rowOf[seg.from] >= s.rowOf[first.from] {
			break
		}
		if height := s.heightOf(seg); height >= least && r.displaysName(seg) {
			best, least = &block{lines: r.linesFrom(seg)[:1], strength: 0.65}, math.Nextafter(height, math.Inf(1))
		}
	}
	return best
}

// displaysName refuses what else is printed large: what the document is called, and labels.
func (r *reading) displaysName(seg span) bool {
	s := r.sheets[0]
	if len(s.fold(seg)) < 4 || s.hasDigit(seg) || labelLike(s, seg) || r.isTitle(seg) || !r.canBeName(seg) {
		return false
	}
	for i := seg.from; i < seg.to; i++ {
		if r.plan.entitles(s.tokens[i].fold) {
			return false
		}
	}
	return true
}

// heightOf is the mean height of the words of a span.
func (s *sheet) heightOf(sp span) float64 {
	sum := 0.0
	for _, t := range s.tokens[sp.from:sp.to] {
		sum += t.y1 - t.y0
	}
	return sum / float64(max(sp.to-sp.from, 1))
}
