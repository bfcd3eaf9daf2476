package clause

import (
	"strings"

	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// partyAbove reads for whom somebody signs: the lines right above a signature at its left edge. One
// who signs without "By:" signs for himself, unless a company stands there.
func partyAbove(s *layout.Sheet, i int, left float64, by bool) []layout.Span {
	_, top, _, _ := s.Bounds(layout.Span{From: i, To: i + 1})
	var lines []layout.Span
	for row := s.RowOf[i] - 1; row >= 0; row-- {
		line, ok := s.SegmentAt(row, left)
		if !ok {
			if _, y0, _, _ := s.Bounds(s.Rows[row]); top-y0 > (aboveSignature+2)*s.Line {
				break
			}
			continue
		}
		_, y0, _, y1 := s.Bounds(line)
		gap := aboveSignature
		if len(lines) > 0 {
			gap = linesOfParty
		}
		if label, _ := labelOf(s, line); label != "" || top-y1 > gap*s.Line || s.Runs(row) {
			break
		}
		if _, again := signs(s, line.From); again {
			break
		}
		lines, top = append([]layout.Span{line}, lines...), y0
	}
	return partyIn(s, lines, by)
}

// partyIn picks the name among the lines above a signature: the first that is one, and the next
// where it goes on.
func partyIn(s *layout.Sheet, lines []layout.Span, by bool) []layout.Span {
	for k, line := range lines {
		name, ok := nameAt(s, line.From)
		name.To = min(name.To, line.To)
		if !ok || saysOther(s, line) || !isPartyName(s, name) || !by && !hasForm(s, name) {
			continue
		}
		party := []layout.Span{name}
		if k+1 < len(lines) && name.To == line.To && evidence.OpenEnds[s.Tokens[line.To-1].Fold] && !saysOther(s, lines[k+1]) {
			party = append(party, lines[k+1])
		}
		return party
	}
	return nil
}

// saysOther reports whether a line above a signature is no name: a close, "Accepted and agreed",
// or a sentence.
func saysOther(s *layout.Sheet, line layout.Span) bool {
	small := 0
	for i := line.From; i < line.To; i++ {
		t := &s.Tokens[i]
		if notSigned[t.Fold] {
			return true
		}
		if t.Letter && !layout.HasCapital(t.Text) && !nameLinks[t.Fold] && t.Fold != "and" && t.Fold != "dba" && !formWords[t.Fold] {
			small++
		}
	}
	return small > 1
}

// signingParties are those for whom a contract is signed, each once: companies, and persons who
// sign for themselves.
func signingParties(r *evidence.Reading, all []signature) []evidence.Option {
	var parties []evidence.Option
	for _, sig := range all {
		lines := sig.party
		if lines == nil && sig.role == nil {
			lines = sig.name
		}
		if lines == nil {
			continue
		}
		o := onLines(r.Sheets[sig.sheet], sig.sheet, lines, 0.75)
		if !isAmong(parties, o) {
			parties = append(parties, o)
		}
	}
	return parties
}

// onLines states the text of lines that belong together.
func onLines(s *layout.Sheet, n int, lines []layout.Span, strength float64) evidence.Option {
	texts := make([]string, len(lines))
	for i, line := range lines {
		texts[i] = s.Text(line)
	}
	value := strings.Trim(strings.Join(texts, " "), " ,;:")
	return evidence.Option{Value: value, Sheet: n, Span: lines[0], More: lines[1:], Strength: strength, Places: 1}
}

// isAmong reports whether a party is named already, perhaps with its legal form or without.
func isAmong(parties []evidence.Option, o evidence.Option) bool {
	want := plainName(o.Value)
	for _, other := range parties {
		have := plainName(other.Value)
		if have == want || len(have) > 5 && strings.HasPrefix(want, have) || len(want) > 5 && strings.HasPrefix(have, want) {
			return true
		}
	}
	return false
}

// plainName folds a name without its legal form.
func plainName(name string) string {
	var b strings.Builder
	for _, w := range plan.Folded(name) {
		if !formWords[w] && w != "the" && w != "and" {
			b.WriteString(w)
		}
	}
	return b.String()
}
