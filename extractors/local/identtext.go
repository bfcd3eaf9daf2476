package local

import (
	"strings"

	"docpipe/extractors"
)

// Limits of an identifier that prints in groups: "A 123 456 789".
const (
	mostGroups   = 5
	longestIdent = 30
)

// numberNames are short names of numbers of companies and taxes, which stand before them in
// capitals as a group of the number itself would.
var numberNames = wordSet("nip nif cif nie tva iva ust hrb hra kvk btw ein ssn abn gst rcs rea krs uid crn")

// formed returns the candidates for an identifier of a schema without labels as they are meant:
// in all their groups, and only those that the schema's pattern allows.
func formed(s *sheet, all []candidate, f *field) []candidate {
	var kept []candidate
	for _, c := range all {
		grouped := inGroups(s, c)
		switch {
		case f.pattern == nil:
			kept = append(kept, grouped)
		case f.pattern.MatchString(grouped.value):
			grouped.fit = 1
			kept = append(kept, grouped)
		case f.pattern.MatchString(compact(grouped.value)):
			grouped.value, grouped.fit = compact(grouped.value), 1
			kept = append(kept, grouped)
		case f.pattern.MatchString(c.value):
			c.fit = 1
			kept = append(kept, c)
		}
	}
	return kept
}

// inGroups widens an identifier over the groups of capitals and digits around it in its segment.
func inGroups(s *sheet, c candidate) candidate {
	seg := s.segs[s.segOf[c.span.from]]
	at := c.span
	for at.from > seg.from && isGroup(s.tokens[at.from-1].text) && len(s.tokens[at.from-1].fold) <= 3 &&
		!labelWords[s.tokens[at.from-1].fold] && !numberNames[s.tokens[at.from-1].fold] {
		at.from--
	}
	for at.to < seg.to && isGroup(s.tokens[at.to].text) {
		at.to++
	}
	text := strings.Trim(s.text(at), "#:;,.()[]|*\"' ")
	if at == c.span || at.to-at.from > mostGroups || len(text) > longestIdent || len(extractors.ScanDates(strings.Fields(text), extractors.OrderUnknown)) > 0 {
		return c
	}
	c.span, c.value = at, text
	return c
}

// inDigits widens numbers over the groups of digits that they go on in: "4319 753 055".
func inDigits(s *sheet, all []candidate) []candidate {
	for i, c := range all {
		to := c.span.to
		for isNumber(c.value) && to < s.segs[s.segOf[c.span.from]].to && isNumber(s.tokens[to].text) && s.tokens[to].x0-s.tokens[to-1].x1 < 0.5*s.line {
			to++
		}
		if whole := s.text(span{c.span.from, to}); to > c.span.to && to-c.span.from <= mostGroups && len(whole) <= longestIdent {
			all[i].span.to, all[i].value = to, whole
		}
	}
	return all
}

// isGroup reports whether a word is capitals and digits, as the groups of an identifier are.
func isGroup(text string) bool {
	return strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == "" && text != "-"
}
