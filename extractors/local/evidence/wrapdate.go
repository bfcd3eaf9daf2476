package evidence

import (
	"docpipe/extractors"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// longestDate is how many words a date has at most: "14 de marzo de 2025".
const longestDate = 5

// addWrappedDate reads the date that a line ends with and the next one goes on with, as running text and
// narrow boxes of forms break it: "dated 5 May" above "2025".
func addWrappedDate(all candidates, s *layout.Sheet, seg layout.Span, order extractors.DayOrder) {
	last := seg.To - 1
	if !s.Cells() || !s.Tokens[last].Letter && !s.Tokens[last].Digit {
		return
	}
	next, ok := s.LineBelow(seg)
	if !ok || !s.SameCell(last, next.From) && !s.Tokens[last].OCR {
		return
	}
	from := max(seg.From, seg.To-longestDate+1)
	words := append(s.Words(layout.Span{From: from, To: seg.To}), s.Words(layout.Span{From: next.From, To: min(next.To, next.From+longestDate-1)})...)
	for _, d := range extractors.ScanDates(words, order) {
		upper := layout.Span{From: from + d.From, To: seg.To}
		if upper.From >= seg.To || from+d.To <= seg.To || InDate(all[plan.Date], last) {
			continue
		}
		lower := layout.Span{From: next.From, To: next.From + from + d.To - seg.To}
		all.add(plan.Date, Candidate{Span: upper, more: []layout.Span{lower}, Value: d.Readings[0], Readings: d.Readings[1:], Fit: 1})
	}
}
