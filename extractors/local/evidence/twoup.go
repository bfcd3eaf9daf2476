package evidence

import (
	"cmp"
	"slices"

	"docpipe/extractors"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
	"docpipe/pipeline"
)

// Two documents may lie side by side on one sheet: two slips on the glass of a scanner, two pages
// copied to one. What labels say of one is then easily taken for the other.

// TellTwoUp marks what was read from sheets with two documents side by side, and remarks on it.
func (r *Reading) TellTwoUp(claims []extractors.Claim) []extractors.Claim {
	for n, s := range r.Sheets {
		if !r.isTwoUp(n) {
			continue
		}
		for i := range claims {
			if c := &claims[i]; len(c.Evidence) > 0 && c.Evidence[0].Page == s.Number {
				c.Elsewhere = true
			}
		}
		claims = append(claims, extractors.Claim{
			Code: pipeline.ReasonSplitUncertain, Reader: Version, Evidence: []pipeline.Evidence{{Page: s.Number}},
			Reason: "two documents seem to lie side by side on the page: give them one by one",
		})
	}
	return claims
}

// isTwoUp reports whether no line crosses the middle of a sheet and both halves have a date and a total,
// or are as high as pages are and numbered.
func (r *Reading) isTwoUp(n int) bool {
	s := r.Sheets[n]
	left, right, ok := gutter(s)
	if !ok {
		return false
	}
	if gross := r.SumFields()[plan.Gross]; gross >= 0 && r.standsAlone(n, gross, 0, left) && r.standsAlone(n, gross, right, s.Width) {
		return true
	}
	number := r.Plan.FirstNumber()
	return number >= 0 && s.Width > leastTwoPages*s.Height && r.standsAlone(n, number, 0, left) && r.standsAlone(n, number, right, s.Width)
}

// leastTwoPages is how much wider than high a sheet of two pages is at least: paper of ISO 216 is 1.41 times.
const leastTwoPages = 1.2

const (
	gutterWidth = 2.0  // lines of print between two documents at least
	leastOfHalf = 0.25 // of the width, for each of them
)

// gutter returns the widest gap between words from top to bottom of a sheet, apart from its margins.
func gutter(s *layout.Sheet) (left, right float64, ok bool) {
	all := slices.Clone(s.Tokens)
	slices.SortFunc(all, func(a, b layout.Token) int { return cmp.Compare(a.X0, b.X0) })
	first, end := all[0].X0, all[0].X1
	last := slices.MaxFunc(all, func(a, b layout.Token) int { return cmp.Compare(a.X1, b.X1) }).X1
	least := leastOfHalf * (last - first)
	for _, t := range all {
		if t.X0-end > max(right-left, gutterWidth*s.Line) && end-first > least && last-t.X0 > least {
			left, right, ok = end, t.X0, true
		}
		end = max(end, t.X1)
	}
	return left, right, ok
}

// rowsOfDocument is how many lines a document has at least.
const rowsOfDocument = 8

// standsAlone reports whether the part of a sheet between two places has lines, a date and the label of
// a field of its own.
func (r *Reading) standsAlone(n, field int, left, right float64) bool {
	s := r.Sheets[n]
	inside := func(sp layout.Span) bool {
		x0, _, x1, _ := s.Bounds(sp)
		return x0 >= left && x1 <= right
	}
	rows := map[int]bool{}
	for i := range s.Tokens {
		if s.Tokens[i].Letter && inside(layout.Span{From: i, To: i + 1}) {
			rows[s.RowOf[i]] = true
		}
	}
	return len(rows) >= rowsOfDocument &&
		slices.ContainsFunc(r.Found[n][plan.Date], func(c Candidate) bool { return inside(c.Span) }) &&
		slices.ContainsFunc(r.Hits[n], func(h plan.Hit) bool { return h.Field == field && h.Weight >= Unsure && inside(h.Span) })
}
