package local

import (
	"cmp"
	"slices"

	"docpipe/extractors"
	"docpipe/pipeline"
)

// Two documents may lie side by side on one sheet: two slips on the glass of a scanner, two pages
// copied to one. What labels say of one is then easily taken for the other.

// tellTwoUp marks what was read from sheets with two documents side by side, and remarks on it.
func (r *reading) tellTwoUp(claims []extractors.Claim) []extractors.Claim {
	for n, s := range r.sheets {
		if !r.isTwoUp(n) {
			continue
		}
		for i := range claims {
			if c := &claims[i]; len(c.Evidence) > 0 && c.Evidence[0].Page == s.number {
				c.Elsewhere = true
			}
		}
		claims = append(claims, extractors.Claim{
			Code: pipeline.ReasonSplitUncertain, Reader: Version, Evidence: []pipeline.Evidence{{Page: s.number}},
			Reason: "two documents seem to lie side by side on the page: give them one by one",
		})
	}
	return claims
}

// isTwoUp reports whether no line crosses the middle of a sheet and both halves have a date and a total.
func (r *reading) isTwoUp(n int) bool {
	if r.sumFields()[roleGross] < 0 {
		return false
	}
	left, right, ok := r.sheets[n].gutter()
	return ok && r.standsAlone(n, 0, left) && r.standsAlone(n, right, r.sheets[n].width)
}

const (
	gutterWidth = 2.0  // lines of print between two documents at least
	leastOfHalf = 0.25 // of the width, for each of them
)

// gutter returns the widest gap between words from top to bottom of a sheet, apart from its margins.
func (s *sheet) gutter() (left, right float64, ok bool) {
	all := slices.Clone(s.tokens)
	slices.SortFunc(all, func(a, b token) int { return cmp.Compare(a.x0, b.x0) })
	first, end := all[0].x0, all[0].x1
	last := slices.MaxFunc(all, func(a, b token) int { return cmp.Compare(a.x1, b.x1) }).x1
	least := leastOfHalf * (last - first)
	for _, t := range all {
		if t.x0-end > max(right-left, gutterWidth*s.line) && end-first > least && last-t.x0 > least {
			left, right, ok = end, t.x0, true
		}
		end = max(end, t.x1)
	}
	return left, right, ok
}

// rowsOfDocument is how many lines a document has at least.
const rowsOfDocument = 8

// standsAlone reports whether the part of a sheet between two places has lines, a date and a
// total of its own.
func (r *reading) standsAlone(n int, left, right float64) bool {
	s := r.sheets[n]
	inside := func(sp span) bool {
		x0, _, x1, _ := s.bounds(sp)
		return x0 >= left && x1 <= right
	}
	rows := map[int]bool{}
	for i := range s.tokens {
		if s.tokens[i].letter && inside(span{i, i + 1}) {
			rows[s.rowOf[i]] = true
		}
	}
	gross := r.sumFields()[roleGross]
	return len(rows) >= rowsOfDocument &&
		slices.ContainsFunc(r.found[n][kindDate], func(c candidate) bool { return inside(c.span) }) &&
		slices.ContainsFunc(r.hits[n], func(h hit) bool { return h.field == gross && inside(h.span) })
}
