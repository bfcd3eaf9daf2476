package local

import (
	"strings"

	"docpipe/extractors"
)

// textCandidates returns the text that a label points at: the rest of its segment, the segment
// to its right, the one below.
func (p *plan) textCandidates(s *sheet, h hit, f *field) []candidate {
	var all []candidate
	seg := s.segs[s.segOf[h.span.to-1]]
	if rest := (span{h.zone.to, seg.to}); rest.from < rest.to && glued(s, h) {
		all = p.appendText(all, s, h, rest, f)
	} else if h.zone.to >= seg.to {
		if next := s.segOf[h.span.to-1] + 1; next < len(s.segs) && s.rowOf[s.segs[next].from] == s.rowOf[h.span.from] {
			all = p.appendText(all, s, h, s.segs[next], f)
		}
		for _, below := range segmentsBelow(s, h) {
			all = p.appendText(all, s, h, below, f)
		}
	}
	return all
}

// glued reports whether text that goes on after the label in its segment is its value: a colon
// ends the label, or the label begins the segment.
func glued(s *sheet, h hit) bool {
	return ends(s.tokens[h.zone.to-1].text, ':') || isLeader(s.tokens[h.zone.to-1].text) || h.zone.from == h.span.from && h.zone.to == h.span.to
}

func (p *plan) appendText(all []candidate, s *sheet, h hit, sp span, f *field) []candidate {
	for sp.from < sp.to && s.tokens[sp.from].fold == "" {
		sp.from++
	}
	sp = s.beforeCaption(beforeLabel(s, sp))
	if sp.from < sp.to && s.isCaption(h, sp) {
		return all
	}
	if sp.from >= sp.to || sp.to-sp.from > 24 || ends(s.tokens[sp.to-1].text, ':') {
		return all
	}
	value, ok := textValue(f, strings.Trim(s.text(sp), " :;,|"))
	if !ok || p.printed[s.fold(sp)] {
		return all
	}
	c := candidate{span: sp, value: value, fit: 0.8}
	if wrapping[f.kind] && !p.stated {
		c = s.withWraps(h, c)
	}
	switch {
	case f.kind == kindBool || f.kind == kindEnum: // "No" is an answer here
	case labelLike(s, sp):
		c.fit = -0.6
	case f.kind == kindText && !s.hasLetter(sp):
		c.fit = 0.3
	case h.weight >= 0.95 && s.rowOf[sp.from] == s.rowOf[h.span.from]:
		c.fit = 0.85 // right beside a label in full
	}
	return append(all, c)
}

// gapOfColumns is the gap, in lines, behind which a word of labels begins the next column: wider
// than between the words of a text, too narrow to cut a segment.
const gapOfColumns = 0.45

// beforeLabel cuts a text off where the label of the next column follows it.
func beforeLabel(s *sheet, sp span) span {
	for i := sp.from + 1; i < sp.to; i++ {
		if s.tokens[i].x0-s.tokens[i-1].x1 > gapOfColumns*s.line && labelLike(s, span{i, sp.to}) {
			return span{sp.from, i}
		}
	}
	return sp
}

// hasLetter reports whether a word of a span holds a letter.
func (s *sheet) hasLetter(sp span) bool {
	for i := sp.from; i < sp.to; i++ {
		if s.tokens[i].letter {
			return true
		}
	}
	return false
}

// labelWords are what printed labels are made of: a text of such words is the next label, not
// a value.
var labelWords = wordSet(`date number no nr num code type total amount page invoice order address phone fax email mail tax vat id
	name description quantity price unit reference ref revision period terms payment due customer account estimate agency
	datum nummer rechnung betrag menge preis seite kunde kunden bestellung lieferung telefon steuer zahlung konto anschrift
	facture montant numero prix quantite client adresse commande reference paiement fecha factura importe cantidad precio
	data fattura importo quantita prezzo factuur bedrag aantal prijs klant omschrijving original start end rate`)

func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		set[w] = true
	}
	return set
}

// endsLikeLabel reports whether a compound ends with a word of labels: "Kundennummer".
func endsLikeLabel(fold string) bool {
	for n := 4; n <= 8 && n+3 <= len(fold); n++ {
		if labelWords[fold[len(fold)-n:]] {
			return true
		}
	}
	return false
}

// labelLike reports whether at least half of the words are those of labels.
func labelLike(s *sheet, sp span) bool {
	label, all := 0, 0
	for i := sp.from; i < sp.to; i++ {
		if t := &s.tokens[i]; t.fold != "" {
			all++
			if labelWords[t.fold] || ends(t.text, '#') || endsLikeLabel(t.fold) {
				label++
			}
		}
	}
	return all > 0 && 2*label >= all
}

// textValue checks that text can be a value of the field's kind.
func textValue(f *field, text string) (string, bool) {
	if f.pattern != nil && !f.pattern.MatchString(text) || f.noDigits && strings.ContainsAny(text, "0123456789") {
		return "", false
	}
	switch f.kind {
	case kindEnum:
		return choiceIn(f.choices, text)
	case kindBool:
		if extractors.Fold(text) == "x" {
			return "true", true
		}
		value, ok := f.choices[extractors.Fold(text)]
		return value, ok
	case kindName:
		return text, plausibleName(text)
	case kindTime:
		return timeOf(f, text)
	case kindURL:
		return text, isAddressOfWeb(text)
	case kindCountry:
		return countryCode(f, text)
	case kindText:
		return text, extractors.Fold(text) != "" && len(folded(text)) <= 9
	}
	return text, extractors.Fold(text) != ""
}

// countryCode reads a country as the schema's format wants it. Where the schema states labels,
// countries are read as part of addresses.
func countryCode(f *field, text string) (string, bool) {
	if len(f.node.Labels) > 0 {
		return "", false
	}
	code := extractors.Country(text)
	if len(text) == 2 && text == strings.ToUpper(text) && ibanLengths[text]+len(code) > 0 {
		code = text
	}
	return code, code != ""
}

// isAddressOfWeb accepts what begins like an address of the web, or is a host and nothing else.
func isAddressOfWeb(text string) bool {
	host, _, _ := strings.Cut(text, "/")
	return strings.Contains(text, "://") || strings.HasPrefix(strings.ToLower(text), "www.") ||
		!strings.ContainsAny(text, " @") && strings.Contains(host, ".") && !isNumber(strings.ReplaceAll(host, ".", ""))
}

// plausibleName refuses what is no name: mostly digits, a legal form alone, or a sentence.
func plausibleName(text string) bool {
	if companyForms[extractors.Fold(text)] || isStreet(text) || isPlace(text) {
		return false
	}
	letters, digits := 0, 0
	for _, r := range extractors.Fold(text) {
		if r >= '0' && r <= '9' {
			digits++
		} else {
			letters++
		}
	}
	if digits >= 3 && len(extractors.ScanDates(strings.Fields(text), extractors.OrderUnknown)) > 0 {
		return false // a place and a day: "Nantes, le 31 octobre 2017"
	}
	return letters >= 2 && letters > digits && len(strings.Fields(text)) <= 10 && len(text) <= 90
}

// timeOf reads hours and minutes, "14:05" or "2:05 PM", as 24-hour time, with seconds where the
// schema asks for the format "time".
func timeOf(f *field, text string) (string, bool) {
	word, rest, _ := strings.Cut(text, " ")
	hour, minute, ok := strings.Cut(word, ":")
	minute, second, _ := strings.Cut(minute, ":")
	if !ok || !isNumber(hour) || len(hour) > 2 || len(minute) < 2 || !isNumber(minute[:2]) {
		return "", false
	}
	h := atoi(hour)
	half := strings.ToLower(minute[2:] + rest)
	if strings.HasPrefix(half, "pm") && h < 12 {
		h += 12
	}
	if second == "" || !isNumber(second) {
		second = "00"
	}
	if h > 23 || atoi(minute[:2]) > 59 {
		return "", false
	}
	two := func(n int) string { return string([]byte{byte('0' + n/10), byte('0' + n%10)}) }
	if f.node.Format == "" {
		return two(h) + ":" + minute[:2], true
	}
	return two(h) + ":" + minute[:2] + ":" + second[:2], true
}

// identCandidates returns the words with digits to the right of a label and below it.
func identCandidates(s *sheet, h hit) []candidate {
	var all []candidate
	row := s.rows[s.rowOf[h.span.from]]
	for i := h.span.to; i < row.to; i++ {
		if all = appendIdent(all, s, i); len(all) > 0 {
			all[0] = withRegister(s, h, all[0])
			break
		}
	}
	for _, seg := range segmentsBelow(s, h) {
		for i := seg.from; i < seg.to; i++ {
			all = appendIdent(all, s, i)
		}
	}
	return all
}

// registers are sections of company registers: part of a number, since each counts from 1.
var registers = wordSet("hrb hra gnr pr vr fn")

// withRegister takes the register in that stands between a label and its number, or is the
// label itself: "HRB 48213".
func withRegister(s *sheet, h hit, c candidate) candidate {
	if i := c.span.from - 1; i >= h.span.from && registers[s.tokens[i].fold] {
		c.span.from = i
		c.value = strings.Trim(s.tokens[i].text, ".:") + " " + c.value
	}
	return c
}

// looseVATIDs returns what stands where a VAT number is labelled without having its form.
func looseVATIDs(s *sheet, h hit) []candidate {
	var all []candidate
	for _, c := range identCandidates(s, h) {
		if joined := compact(c.value); len(joined) >= 8 && len(joined) <= 16 && !looksLikeVATID(joined) && s.tokens[c.span.from].letter {
			c.value, c.fit = joined, 0.5
			all = append(all, c)
		}
	}
	return all
}

func appendIdent(all []candidate, s *sheet, i int) []candidate {
	t := &s.tokens[i]
	text := strings.Trim(t.text, "#:;,.()[]|*\"'°")
	if !t.digit || text == "" || len(text) > 40 {
		return all
	}
	c := candidate{span: span{i, i + 1}, value: text, fit: 0.9}
	switch amounts := extractors.ReadAmount(t.text, 0); {
	case len(extractors.ScanDates([]string{t.text}, extractors.OrderUnknown)) > 0, strings.Contains(text, "%"), strings.Contains(text, "@"):
		return all
	case len(amounts) > 0 && amounts[0].Scale == 2:
		c.fit = 0.2
	case len(text) < 3:
		c.fit = 0.5
	}
	return append(all, c)
}

// segmentsBelow returns the segments of the next rows that stand under the label.
func segmentsBelow(s *sheet, h hit) []span {
	x0, _, x1, y1 := s.bounds(h.zone)
	var all []span
	for r := s.rowOf[h.span.from] + 1; r < len(s.rows) && len(all) < 2; r++ {
		first := s.rows[r].from
		if s.tokens[first].y0-y1 > maxBelow*s.line {
			break
		}
		for i := first; i < s.rows[r].to; {
			seg := s.segs[s.segOf[i]]
			if a, _, b, _ := s.bounds(seg); a < x1 && b > x0 {
				all = append(all, seg)
			}
			i = seg.to
		}
	}
	return all
}
