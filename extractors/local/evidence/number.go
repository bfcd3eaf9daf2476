package evidence

import (
	"slices"
	"strings"

	"docpipe/extractors"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// numberCandidates returns the numbers that a label points at, with or without a unit: the first
// to the right of it, and those below.
func (r *Reading) numberCandidates(n int, h plan.Hit, f *plan.Field) []Candidate {
	s := r.Sheets[n]
	var all []Candidate
	if c, ok := r.numberRight(n, h, f); ok {
		all = append(all, c)
	}
	if i := besideLines(s, h); i >= 0 {
		if c, ok := r.NumberAt(s, layout.Span{From: i, To: s.Segs[s.SegOf[i]].To}, f); ok {
			all = append(all, c)
		}
	}
	for _, seg := range segmentsBelow(s, h) {
		seg = h.PartOf(s, seg)
		for i := seg.From; i < seg.To; i++ {
			if InDate(r.Found[n][plan.Date], i) {
				break
			}
			if numbersBox(s, h, i) {
				continue
			}
			if c, ok := r.NumberAt(s, layout.Span{From: i, To: seg.To}, f); ok {
				all = append(all, c)
				break
			}
		}
	}
	return all
}

// wordsBefore is how many words may stand between a label and its number: a unit, "approx.".
const wordsBefore = 3

// numberRight returns the first number behind a label on its row.
func (r *Reading) numberRight(n int, h plan.Hit, f *plan.Field) (Candidate, bool) {
	s, passed := r.Sheets[n], 0
	for i := range h.Behind(s) {
		if numbersBox(s, h, i) {
			continue
		}
		if InDate(r.Found[n][plan.Date], i) {
			return Candidate{}, false
		}
		if c, ok := r.NumberAt(s, layout.Span{From: i, To: s.Segs[s.SegOf[i]].To}, f); ok && c.Span.From == i {
			return c, true
		}
		t := &s.Tokens[i]
		switch {
		case t.Fold == "":
		case layout.Ends(t.Text, ':') && i >= h.Zone.To, t.Digit && !t.Letter, passed == wordsBefore:
			return Candidate{}, false
		default:
			passed++
		}
	}
	return Candidate{}, false
}

// NumberAt reads the number at the beginning of a place, with or without a unit behind it. An
// integer has no decimals.
func (r *Reading) NumberAt(s *layout.Sheet, sp layout.Span, f *plan.Field) (Candidate, bool) {
	for i := sp.From; i < min(sp.To, sp.From+3); i++ {
		if !s.Tokens[i].Digit {
			if extractors.Currency(s.Tokens[i].Text) != "" || s.Tokens[i].Fold == "" {
				continue
			}
			return Candidate{}, false
		}
		text, to := s.Tokens[i].Text, i+1
		for to < sp.To && to < i+3 && groupsThousands(s, to) {
			text += s.Tokens[to].Text
			to++
		}
		read := slices.DeleteFunc(extractors.ReadAmount(withoutUnit(text), r.decimalSign()), func(a extractors.Amount) bool {
			return f.Whole && a.Ticks%extractors.TicksPerOne != 0
		})
		if f.Whole && currencyBeside(s, s.Segs[s.SegOf[i]], layout.Span{From: i, To: to}, text) != "" {
			return Candidate{}, false // money is no count
		}
		if len(read) == 0 {
			return Candidate{}, false
		}
		c := Candidate{Span: layout.Span{From: i, To: to}, Value: read[0].Text, Amount: read[0], Fit: 0.9}
		for _, other := range read[1:] {
			c.Readings = append(c.Readings, other.Text)
		}
		return c, true
	}
	return Candidate{}, false
}

// groupsThousands reports whether a word is the next three digits of the number before it.
func groupsThousands(s *layout.Sheet, i int) bool {
	t := &s.Tokens[i]
	whole, _, _ := strings.Cut(strings.ReplaceAll(t.Text, ".", ","), ",")
	return len(whole) == 3 && layout.IsNumber(whole) && layout.IsNumber(s.Tokens[i-1].Text) && len(s.Tokens[i-1].Text) <= 3 &&
		t.X0-s.Tokens[i-1].X1 < 0.5*s.Line
}

// withoutUnit takes a glued unit off a number: "85m²", "12,5kg".
func withoutUnit(text string) string {
	end := strings.LastIndexAny(text, "0123456789") + 1
	for end > 1 && !strings.ContainsAny(text[end:], "²³") && (strings.HasSuffix(text[:end], "m2") || strings.HasSuffix(text[:end], "m3")) {
		end -= 2
	}
	if unit := text[end:]; end > 0 && len(unit) <= 5 && !strings.ContainsAny(unit, "-/\\") {
		return text[:end]
	}
	return text
}
