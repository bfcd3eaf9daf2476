package evidence

import (
	"slices"
	"strings"

	"docpipe/extractors"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// Limits of an identifier that prints in groups: "A 123 456 789", "2 85 06 69 548 802 96".
const (
	mostGroups   = 7
	longestIdent = 30
)

// numberNames are short names of numbers of companies and taxes, which stand before them in
// capitals as a group of the number itself would.
var numberNames = layout.WordSet("nip nif cif nie tva iva ust hrb hra kvk btw ein ssn abn gst rcs rea krs uid crn")

// formed returns the candidates for an identifier of a schema without labels as they are meant:
// in all their groups, and only those that the schema's pattern allows.
func formed(s *layout.Sheet, all []Candidate, f *plan.Field) []Candidate {
	var kept []Candidate
	for _, c := range all {
		grouped := inGroups(s, c)
		switch {
		case f.Pattern == nil:
			kept = append(kept, grouped)
		case f.Pattern.MatchString(grouped.Value):
			grouped.Fit = 1
			kept = append(kept, grouped)
		case f.Pattern.MatchString(plan.Compact(grouped.Value)):
			grouped.Value, grouped.Fit = plan.Compact(grouped.Value), 1
			kept = append(kept, grouped)
		case f.Pattern.MatchString(c.Value):
			c.Fit = 1
			kept = append(kept, c)
		}
	}
	return kept
}

// inGroups widens an identifier over the groups of capitals and digits around it in its segment.
func inGroups(s *layout.Sheet, c Candidate) Candidate {
	seg := s.Segs[s.SegOf[c.Span.From]]
	at := c.Span
	for at.From > seg.From && isGroup(s.Tokens[at.From-1].Text) && (len(s.Tokens[at.From-1].Fold) <= 3 || isPrefix(s, seg, at.From)) &&
		!plan.LabelWords[s.Tokens[at.From-1].Fold] && !numberNames[s.Tokens[at.From-1].Fold] {
		at.From--
	}
	for at.To < seg.To && isGroup(s.Tokens[at.To].Text) && !startsDate(s, layout.Span{From: at.To, To: seg.To}) {
		at.To++
	}
	text := strings.Trim(s.Text(at), "#:;,.()[]|*\"' ")
	if at == c.Span || at.To-at.From > mostGroups || len(text) > longestIdent || len(extractors.ScanDates(strings.Fields(text), extractors.OrderUnknown)) > 0 {
		return c
	}
	c.Span, c.Value = at, text
	return c
}

// prefixLetters is how many letters the code of a carrier or of the owner of a container has, which stands
// before its number (NMFTA, ISO 6346).
const prefixLetters = 4

// isPrefix reports whether the word before token i is such a code: alone before a long number.
func isPrefix(s *layout.Sheet, seg layout.Span, i int) bool {
	before := s.Tokens[i-1].Text
	return i-1 == seg.From && len(before) == prefixLetters && layout.CountLetters(before) == prefixLetters && layout.CountDigits(s.Tokens[i].Text) > prefixLetters
}

// codeIn returns the codes without digits that a label of a code points at: "CORP".
func codeIn(p *plan.Plan, s *layout.Sheet, h plan.Hit, f *plan.Field) []Candidate {
	if !plan.Has(plan.NameWords(f.Node), "code") {
		return nil
	}
	return slices.DeleteFunc(textCandidates(p, s, h, f), func(c Candidate) bool {
		return strings.Contains(c.Value, " ") || c.Value != strings.ToUpper(c.Value) || len(c.Value) > longestCode || len(c.Value) < 2
	})
}

// longestCode is how many letters a code without digits has at most.
const longestCode = 10

// startsDate reports whether a date in words begins a span: "2 March 2026".
func startsDate(s *layout.Sheet, sp layout.Span) bool {
	if sp.To-sp.From < 3 {
		return false
	}
	words := make([]string, 0, 4)
	for i := sp.From; i < min(sp.To, sp.From+4); i++ {
		words = append(words, s.Tokens[i].Text)
	}
	dates := extractors.ScanDates(words, extractors.OrderUnknown)
	return len(dates) > 0 && dates[0].From == 0 && dates[0].To > 1
}

// inDigits widens numbers over the groups of digits that they go on in: "4319 753 055".
func inDigits(s *layout.Sheet, all []Candidate) []Candidate {
	for i, c := range all {
		to := c.Span.To
		for layout.IsNumber(c.Value) && to < s.Segs[s.SegOf[c.Span.From]].To && layout.IsNumber(s.Tokens[to].Text) && s.Tokens[to].X0-s.Tokens[to-1].X1 < 0.5*s.Line {
			to++
		}
		if whole := s.Text(layout.Span{From: c.Span.From, To: to}); to > c.Span.To && to-c.Span.From <= mostGroups && len(whole) <= longestIdent {
			all[i].Span.To, all[i].Value = to, whole
		}
	}
	return all
}

// isGroup reports whether a word is capitals and digits, as the groups of an identifier are.
func isGroup(text string) bool {
	return strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == "" && text != "-"
}

// looseIBANs returns what a label calls an IBAN and whose length is not that of its country: a
// misprint that a person should see.
func looseIBANs(s *layout.Sheet, h plan.Hit) []Candidate {
	from, end := h.Span.To, s.Rows[s.RowOf[h.Span.From]].To
	for from < end && s.Tokens[from].Fold == "" {
		from++
	}
	if from == end {
		return nil
	}
	sp := layout.Span{From: from, To: s.Segs[s.SegOf[from]].To}
	joined := plan.Compact(s.Text(sp))
	if len(joined) < 15 || len(joined) > 34 || !layout.IsNumber(joined[2:4]) || !plan.IsAlphanumeric(joined) {
		return nil
	}
	if _, known := plan.IBANLengths[joined[:2]]; !known || plan.LooksLikeIBAN(joined) {
		return nil
	}
	return []Candidate{{Span: sp, Value: joined, Fit: 0.5}}
}
