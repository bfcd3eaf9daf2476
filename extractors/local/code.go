package local

import (
	"strings"
)

// addCodes reads identifiers with a form of their own, which may be printed in groups.
func addCodes(all candidates, s *sheet, seg span) {
	for i := seg.from; i < seg.to; i++ {
		t := &s.tokens[i]
		text := strings.Trim(t.text, ".,;()[]<>|")
		switch {
		case strings.Contains(text, "@"):
			if looksLikeEmail(text) {
				all.add(kindEmail, candidate{span: span{i, i + 1}, value: text, exact: true, fit: 1})
			}
			continue
		case len(text) >= 8 && !t.digit && looksLikeBIC(text) || t.digit && looksLikeBIC(text):
			all.add(kindBIC, candidate{span: span{i, i + 1}, value: text, fit: 0.7})
		}
		if len(text) >= 2 && isLetter(text[0]) && isLetter(text[1]) {
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
func addGrouped(all candidates, s *sheet, seg span, i int) int {
	joined := ""
	for n := 1; n <= 10 && i+n <= seg.to; n++ {
		joined += compact(strings.Trim(s.tokens[i+n-1].text, ".,;()[]"))
		if len(joined) > 34 {
			break
		}
		if looksLikeIBAN(joined) {
			all.add(kindIBAN, candidate{span: span{i, i + n}, value: joined, exact: validIBAN(joined), fit: 1})
			return n
		}
		next := i + n
		if looksLikeVATID(joined) && (next == seg.to || !isNumber(compact(s.tokens[next].text))) {
			all.add(kindVATID, candidate{span: span{i, i + n}, value: joined, fit: 0.95})
			return n
		}
		if next == seg.to && addSplitIBAN(all, s, span{i, next}, joined) {
			return n
		}
	}
	return 0
}

// addSplitIBAN reads an IBAN that narrow columns print on two lines: begun is what stands in
// the first. Only check digits prove that the lines belong together.
func addSplitIBAN(all candidates, s *sheet, first span, begun string) bool {
	length := ibanLengths[begun[:min(2, len(begun))]]
	if len(begun) < 8 || len(begun) >= length || !isNumber(begun[2:4]) || s.rowOf[first.from]+1 == len(s.rows) {
		return false
	}
	below := s.rows[s.rowOf[first.from]+1]
	for from := below.from; from < below.to; from++ {
		joined := begun
		for to := from; to < below.to && len(joined) < length; to++ {
			joined += compact(strings.Trim(s.tokens[to].text, ".,;()[]"))
			if len(joined) == length && validIBAN(joined) {
				all.add(kindIBAN, candidate{span: first, more: []span{{from, to + 1}}, value: joined, exact: true, fit: 1})
				return true
			}
		}
	}
	return false
}

// addPhone reads a telephone number: it begins with +, ( or 0 or stands alone, and goes on as
// long as its words look like one.
func addPhone(all candidates, s *sheet, seg span, i int) int {
	first := s.tokens[i].text
	if !s.tokens[i].digit || s.tokens[i].letter || !strings.ContainsRune("+(0123456789", rune(first[0])) {
		return 0
	}
	n := 1
	for i+n < seg.to && n < 8 && s.tokens[i+n].digit && !s.tokens[i+n].letter && isPhonePart(s.tokens[i+n].text) &&
		countDigits(s.text(span{i, i + n + 1})) <= 15 {
		n++
	}
	text := s.text(span{i, i + n})
	if !looksLikePhone(text) {
		return 0
	}
	fit := 0.4
	if first[0] == '+' || first[0] == '(' {
		fit = 0.9
	}
	all.add(kindPhone, candidate{span: span{i, i + n}, value: text, fit: fit})
	return n
}
