package evidence

import (
	"strings"

	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// addCodes reads identifiers with a form of their own, which may be printed in groups.
func addCodes(all candidates, s *layout.Sheet, seg layout.Span) {
	for i := seg.From; i < seg.To; i++ {
		t := &s.Tokens[i]
		text := strings.Trim(t.Text, ".,;()[]<>|")
		switch {
		case strings.Contains(text, "@"):
			if plan.LooksLikeEmail(text) {
				all.add(plan.Email, Candidate{Span: layout.Span{From: i, To: i + 1}, Value: text, Exact: true, Fit: 1})
			}
			continue
		case len(text) >= 8 && !t.Digit && plan.LooksLikeBIC(text) || t.Digit && plan.LooksLikeBIC(text):
			all.add(plan.BIC, Candidate{Span: layout.Span{From: i, To: i + 1}, Value: text, Fit: 0.7})
		}
		if len(text) >= 2 && plan.IsLetter(text[0]) && plan.IsLetter(text[1]) {
			if n := addGrouped(all, s, seg, i); n > 0 {
				i += n - 1
				continue
			}
		}
		if n := addPhone(all, s, seg, i); n > 0 {
			i += n - 1
		}
	}
}

// addGrouped reads an IBAN or VAT number that begins at token i, and returns its words.
func addGrouped(all candidates, s *layout.Sheet, seg layout.Span, i int) int {
	joined := ""
	for n := 1; n <= 10 && i+n <= seg.To; n++ {
		joined += plan.Compact(strings.Trim(s.Tokens[i+n-1].Text, ".,;()[]"))
		if len(joined) > 34 {
			break
		}
		if plan.LooksLikeIBAN(joined) {
			all.add(plan.IBAN, Candidate{Span: layout.Span{From: i, To: i + n}, Value: joined, Exact: plan.ValidIBAN(joined), Fit: 1})
			return n
		}
		next := i + n
		if plan.LooksLikeVATID(joined) && (next == seg.To || !layout.IsNumber(plan.Compact(s.Tokens[next].Text))) {
			all.add(plan.VATID, Candidate{Span: layout.Span{From: i, To: i + n}, Value: joined, Fit: 0.95})
			return n
		}
		if next == seg.To && addSplitIBAN(all, s, layout.Span{From: i, To: next}, joined) {
			return n
		}
	}
	return 0
}

// addSplitIBAN reads an IBAN that narrow columns print on two lines: begun is what stands in
// the first. Only check digits prove that the lines belong together.
func addSplitIBAN(all candidates, s *layout.Sheet, first layout.Span, begun string) bool {
	length := plan.IBANLengths[begun[:min(2, len(begun))]]
	if len(begun) < 8 || len(begun) >= length || !layout.IsNumber(begun[2:4]) || s.RowOf[first.From]+1 == len(s.Rows) {
		return false
	}
	below := s.Rows[s.RowOf[first.From]+1]
	for from := below.From; from < below.To; from++ {
		joined := begun
		for to := from; to < below.To && len(joined) < length; to++ {
			joined += plan.Compact(strings.Trim(s.Tokens[to].Text, ".,;()[]"))
			if len(joined) == length && plan.ValidIBAN(joined) {
				all.add(plan.IBAN, Candidate{Span: first, more: []layout.Span{{From: from, To: to + 1}}, Value: joined, Exact: true, Fit: 1})
				return true
			}
		}
	}
	return false
}

// addPhone reads a telephone number: it begins with +, ( or 0 or stands alone, and goes on as
// long as its words look like one.
func addPhone(all candidates, s *layout.Sheet, seg layout.Span, i int) int {
	first := s.Tokens[i].Text
	if !s.Tokens[i].Digit || s.Tokens[i].Letter || !strings.ContainsRune("+(0123456789", rune(first[0])) {
		return 0
	}
	n := 1
	for i+n < seg.To && n < 8 && s.Tokens[i+n].Digit && !s.Tokens[i+n].Letter && plan.IsPhonePart(s.Tokens[i+n].Text) &&
		layout.CountDigits(s.Text(layout.Span{From: i, To: i + n + 1})) <= 15 {
		n++
	}
	text := s.Text(layout.Span{From: i, To: i + n})
	if !plan.LooksLikePhone(text) {
		return 0
	}
	fit := 0.4
	if first[0] == '+' || first[0] == '(' {
		fit = 0.9
	}
	all.add(plan.Phone, Candidate{Span: layout.Span{From: i, To: i + n}, Value: text, Fit: fit})
	return n
}
