package table

import (
	"slices"

	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// fewestSideBySide is how many labels must fill a segment to be headings of narrow columns and no
// label of several words.
const fewestSideBySide = 3

// sideBySide gives the labels their weight back that stand as close as the words of one label do:
// "Quantity Unit price Amount" above columns with little room. Labels of different fields, and
// nothing else, fill such a segment.
func sideBySide(s *layout.Sheet, hits []plan.Hit) []plan.Hit {
	bySegment := map[int][]int{}
	for i, h := range hits {
		n := s.SegOf[h.Span.From]
		bySegment[n] = append(bySegment[n], i)
	}
	for n, group := range bySegment {
		if !fills(s.Segs[n], hits, group) {
			continue
		}
		for _, i := range group {
			hits[i].Zone, hits[i].Weight = hits[i].Span, hits[i].Said
		}
	}
	return hits
}

// fills reports whether labels of different fields follow on each other from one end of a segment
// to the other.
func fills(seg layout.Span, hits []plan.Hit, group []int) bool {
	at, labels := seg.From, 0
	var fields []int
	for _, i := range group {
		h := hits[i]
		if h.Span.From == at {
			at, labels = h.Span.To, labels+1
		} else if h.Span.To != at {
			return false
		}
		if slices.Contains(fields, h.Field) {
			return false
		}
		fields = append(fields, h.Field)
	}
	return at == seg.To && labels >= fewestSideBySide
}
