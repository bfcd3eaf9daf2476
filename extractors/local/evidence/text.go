package evidence

import (
	"strings"

	"docpipe/extractors"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// textCandidates returns the text that a label points at: the rest of its segment, the segment
// to its right, the one below.
func textCandidates(p *plan.Plan, s *layout.Sheet, h plan.Hit, f *plan.Field) []Candidate {
	var all []Candidate
	h.Zone = h.Whole(s)
	seg := s.Segs[s.SegOf[h.Span.To-1]]
	if rest := (layout.Span{From: h.Zone.To, To: seg.To}); rest.From < rest.To && glued(s, h) {
		all = appendText(p, all, s, h, rest, f)
	} else if h.Zone.To >= seg.To || s.Captions != nil && s.Captions[s.SegOf[seg.From]] == layout.WholeCaption {
		if i := besideLines(s, h); i >= 0 {
			all = appendText(p, all, s, h, s.Segs[s.SegOf[i]], f)
		}
		if next := s.SegOf[h.Span.To-1] + 1; next < len(s.Segs) && s.RowOf[s.Segs[next].From] == s.RowOf[h.Span.From] {
			all = appendText(p, all, s, h, s.Segs[next], f)
		}
		for _, below := range segmentsBelow(s, h) {
			all = appendText(p, all, s, h, below, f)
		}
	}
	return all
}

// glued reports whether text that goes on after the label in its segment is its value: a colon
// ends the label, or the label begins the segment.
func glued(s *layout.Sheet, h plan.Hit) bool {
	return layout.Ends(s.Tokens[h.Zone.To-1].Text, ':') || layout.IsLeader(s.Tokens[h.Zone.To-1].Text) || h.Zone.From == h.Span.From && h.Zone.To == h.Span.To
}

func appendText(p *plan.Plan, all []Candidate, s *layout.Sheet, h plan.Hit, sp layout.Span, f *plan.Field) []Candidate {
	for sp.From < sp.To && s.Tokens[sp.From].Fold == "" {
		sp.From++
	}
	sp = beforeCaption(s, beforeLabel(s, h.PartOf(s, sp)))
	if sp.From < sp.To && isCaption(s, h, sp) {
		return all
	}
	if sp.From >= sp.To || sp.To-sp.From > 24 || layout.Ends(s.Tokens[sp.To-1].Text, ':') {
		return all
	}
	coded := f.Kind == plan.Text && f.Pattern != nil
	switch {
	case coded:
		sp = firstMatching(s, sp, f)
	case f.Kind == plan.Name:
		sp = toLegalForm(s, sp)
	}
	value, ok := TextValue(f, strings.Trim(s.Text(sp), " :;,|"))
	if !ok || p.Printed[s.Fold(sp)] && !coded { // "CIF" labels a number elsewhere
		return all
	}
	if f.Kind == plan.Name && (isAddress(value) || p.IsTitle(value)) {
		return all
	}
	c := Candidate{Span: sp, Value: value, Fit: 0.8}
	if wrapping[f.Kind] && !p.Stated {
		c = withWraps(s, h, c)
	}
	switch {
	case f.Kind == plan.Bool || f.Kind == plan.Enum: // "No" is an answer here
	case coded:
	case plan.LabelLike(s, sp):
		c.Fit = -0.6
	case f.Kind == plan.Text && !s.HasLetter(sp):
		c.Fit = 0.3
	case h.Weight >= 0.95 && s.RowOf[sp.From] == s.RowOf[h.Span.From]:
		c.Fit = 0.85 // right beside a label in full
	}
	return append(all, c)
}

// toLegalForm cuts a name off behind its legal form where an address follows, behind a comma, or
// a number that identifies the company, such as a GLN.
func toLegalForm(s *layout.Sheet, sp layout.Span) layout.Span {
	end := sp.To
	for i := sp.From + 1; i+1 < sp.To; i++ {
		if !CompanyForms[s.Tokens[i].Fold] || CompanyForms[s.Tokens[i+1].Fold] {
			continue
		}
		if layout.Ends(s.Tokens[i].Text, ',') {
			return layout.Span{From: sp.From, To: i + 1}
		}
		if identifies(s, layout.Span{From: i + 1, To: sp.To}) {
			end = i + 1 // of two forms the last, as in GmbH & Co. KG
		}
	}
	return layout.Span{From: sp.From, To: end}
}

// identifierDigits is how many digits in a row no name has.
const identifierDigits = 5

func identifies(s *layout.Sheet, sp layout.Span) bool {
	for _, t := range s.Tokens[sp.From:sp.To] {
		if digits := strings.Trim(t.Text, ".,;:()"); len(digits) >= identifierDigits && strings.Trim(digits, "0123456789") == "" {
			return true
		}
	}
	return false
}

// firstMatching is the first word of a text where the pattern of the field allows that word and not the
// whole: the place behind "CIF" is no part of the term.
func firstMatching(s *layout.Sheet, sp layout.Span, f *plan.Field) layout.Span {
	first := layout.Span{From: sp.From, To: sp.From + 1}
	if !f.Pattern.MatchString(s.Text(sp)) && f.Pattern.MatchString(strings.Trim(s.Text(first), " :;,|()")) {
		return first
	}
	return sp
}

// beforeLabel cuts a text off where the label of the next column follows it.
func beforeLabel(s *layout.Sheet, sp layout.Span) layout.Span {
	for i := sp.From + 1; i < sp.To; i++ {
		if s.Tokens[i].X0-s.Tokens[i-1].X1 > layout.GapOfColumns*s.Line && plan.LabelLike(s, layout.Span{From: i, To: sp.To}) {
			return layout.Span{From: sp.From, To: i}
		}
	}
	return sp
}

// TextValue checks that text can be a value of the field's kind.
func TextValue(f *plan.Field, text string) (string, bool) {
	if f.Pattern != nil && !f.Pattern.MatchString(text) || f.NoDigits && strings.ContainsAny(text, "0123456789") {
		return "", false
	}
	switch f.Kind {
	case plan.Enum:
		return plan.ChoiceIn(f.Choices, text)
	case plan.Bool:
		if extractors.Fold(text) == "x" {
			return "true", true
		}
		value, ok := f.Choices[extractors.Fold(text)]
		return value, ok
	case plan.Name:
		return text, PlausibleName(text)
	case plan.Time:
		return timeOf(f, text)
	case plan.URL:
		return text, isAddressOfWeb(text)
	case plan.Country:
		return countryCode(f, text)
	case plan.Text:
		return text, extractors.Fold(text) != "" && len(plan.Folded(text)) <= 9
	}
	return text, extractors.Fold(text) != ""
}

// countryCode reads a country as the schema's format wants it. Where the schema states labels,
// countries are read as part of addresses.
func countryCode(f *plan.Field, text string) (string, bool) {
	if len(f.Node.Labels) > 0 {
		return "", false
	}
	code := extractors.Country(text)
	if len(text) == 2 && text == strings.ToUpper(text) && plan.IBANLengths[text]+len(code) > 0 {
		code = text
	}
	return code, code != ""
}

// isAddressOfWeb accepts what begins like an address of the web, or is a host and nothing else.
func isAddressOfWeb(text string) bool {
	host, _, _ := strings.Cut(text, "/")
	return strings.Contains(text, "://") || strings.HasPrefix(strings.ToLower(text), "www.") ||
		!strings.ContainsAny(text, " @") && strings.Contains(host, ".") && !layout.IsNumber(strings.ReplaceAll(host, ".", ""))
}

// timeOf reads hours and minutes, "14:05" or "2:05 PM", as 24-hour time, with seconds where the
// schema asks for the format "time".
func timeOf(f *plan.Field, text string) (string, bool) {
	word, rest, _ := strings.Cut(text, " ")
	hour, minute, ok := strings.Cut(word, ":")
	minute, second, _ := strings.Cut(minute, ":")
	if !ok || !layout.IsNumber(hour) || len(hour) > 2 || len(minute) < 2 || !layout.IsNumber(minute[:2]) {
		return "", false
	}
	h := layout.Atoi(hour)
	half := strings.ToLower(minute[2:] + rest)
	if strings.HasPrefix(half, "pm") && h < 12 {
		h += 12
	}
	if second == "" || !layout.IsNumber(second) {
		second = "00"
	}
	if h > 23 || layout.Atoi(minute[:2]) > 59 {
		return "", false
	}
	two := func(n int) string { return string([]byte{byte('0' + n/10), byte('0' + n%10)}) }
	if f.Node.Format == "" {
		return two(h) + ":" + minute[:2], true
	}
	return two(h) + ":" + minute[:2] + ":" + second[:2], true
}

// identCandidates returns the words with digits to the right of a label and below it.
func identCandidates(s *layout.Sheet, h plan.Hit) []Candidate {
	var all []Candidate
	for i := range h.Behind(s) {
		if numbersBox(s, h, i) {
			continue
		}
		if all = AppendIdent(all, s, i); len(all) > 0 {
			all[0] = withRegister(s, h, all[0])
			break
		}
	}
	if i := besideLines(s, h); i >= 0 {
		all = AppendIdent(all, s, i)
	}
	for _, seg := range segmentsBelow(s, h) {
		part := h.PartOf(s, seg)
		for i := part.From; i < part.To; i++ {
			if !numbersBox(s, h, i) {
				all = AppendIdent(all, s, i)
			}
		}
	}
	return all
}

// registers are sections of company registers: part of a number, since each counts from 1.
var registers = layout.WordSet("hrb hra gnr pr vr fn")

// withRegister takes the register in that stands between a label and its number, or is the
// label itself: "HRB 48213".
func withRegister(s *layout.Sheet, h plan.Hit, c Candidate) Candidate {
	if i := c.Span.From - 1; i >= h.Span.From && registers[s.Tokens[i].Fold] {
		c.Span.From = i
		c.Value = strings.Trim(s.Tokens[i].Text, ".:") + " " + c.Value
	}
	return c
}

// looseVATIDs returns what stands where a VAT number is labelled without having its form.
func looseVATIDs(s *layout.Sheet, h plan.Hit) []Candidate {
	var all []Candidate
	for _, c := range identCandidates(s, h) {
		if joined := plan.Compact(c.Value); len(joined) >= 8 && len(joined) <= 16 && !plan.LooksLikeVATID(joined) && s.Tokens[c.Span.From].Letter {
			c.Value, c.Fit = joined, 0.5
			if mended, ok := plan.MendVATID(joined); ok && s.Tokens[c.Span.From].OCR {
				c.Value, c.Fit, c.misread = mended, 0.95, "VAT numbers begin with the letters of a country"
			}
			all = append(all, c)
		}
	}
	return all
}

// AppendIdent adds word i to candidates if it may be a number or code of the issuer's own making.
func AppendIdent(all []Candidate, s *layout.Sheet, i int) []Candidate {
	t := &s.Tokens[i]
	text := strings.Trim(t.Text, "#:;,.()[]|*\"'°")
	if !t.Digit || text == "" || len(text) > 40 {
		return all
	}
	c := Candidate{Span: layout.Span{From: i, To: i + 1}, Value: text, Fit: 0.9}
	switch amounts := extractors.ReadAmount(t.Text, 0); {
	case len(extractors.ScanDates([]string{t.Text}, extractors.OrderUnknown)) > 0, strings.Contains(text, "%"), strings.Contains(text, "@"):
		return all
	case len(amounts) > 0 && amounts[0].Scale == 2:
		c.Fit = 0.2
	case len(text) < 3:
		c.Fit = 0.5
	}
	return append(all, withRest(s, c))
}

// withRest takes in what is printed with blanks around a dash or a stroke: "2026 - 00481".
func withRest(s *layout.Sheet, c Candidate) Candidate {
	mark, rest := c.Span.To, c.Span.To+1
	if rest >= len(s.Tokens) || s.SegOf[rest] != s.SegOf[c.Span.From] || !layout.IsNumber(s.Tokens[c.Span.From].Text) {
		return c
	}
	text := strings.Trim(s.Tokens[rest].Text, ".,;)")
	joins := s.Tokens[mark].Text == "-" || s.Tokens[mark].Text == "/"
	if !joins || !layout.IsNumber(text) || len(text) < restDigits || isYear(s.Tokens[c.Span.From].Text) && isYear(text) {
		return c
	}
	c.Span.To = rest + 1
	c.Value += " " + s.Tokens[mark].Text + " " + text
	return c
}

// restDigits is how many digits behind a dash go on with a number; fewer count pages or positions.
const restDigits = 3

func isYear(text string) bool {
	return len(text) == 4 && (strings.HasPrefix(text, "19") || strings.HasPrefix(text, "20"))
}

// segmentsBelow returns the segments of the next rows that stand under the label.
func segmentsBelow(s *layout.Sheet, h plan.Hit) []layout.Span {
	x0, _, x1, y1 := s.Bounds(h.Zone)
	var all []layout.Span
	for r := s.RowOf[h.Span.From] + 1; r < len(s.Rows) && len(all) < 2; r++ {
		first := s.Rows[r].From
		if s.Tokens[first].Y0-y1 > maxBelow*s.Line {
			break
		}
		for i := first; i < s.Rows[r].To; {
			seg := s.Segs[s.SegOf[i]]
			if a, _, b, _ := s.Bounds(seg); a < x1 && b > x0 {
				all = append(all, seg)
			}
			i = seg.To
		}
	}
	return all
}
