package party

import (
	"cmp"
	"slices"
	"strings"

	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
)

// slipName returns the line that names the merchant best, -1 for none.
func slipName(r *evidence.Reading, h slipHead, address int) (line int, strength float64) {
	line = -1
	best := 0.0
	place := 0
	for i, row := range h.rows {
		if !h.mayBeName(i) || !mayName(r, row) {
			continue
		}
		weight := nameWeight(r, h, i, place, address)
		place++
		if line < 0 || weight > best {
			line, best = i, weight
		}
	}
	return line, min(max(0.3+0.1*best, 0.3), 0.78)
}

// mayBeName reports whether the kind of line i leaves room for a name: names have words of
// places in them.
func (h slipHead) mayBeName(i int) bool { return h.kinds[i] == lineOther || h.kinds[i] == linePostal }

// mayName refuses lines that no name over a slip looks like.
func mayName(r *evidence.Reading, row layout.Span) bool {
	s := r.Sheets[0]
	text := s.Text(row)
	if isNotice(s, row) || isTitle(r, row) || layout.CountLetters(text) < 3 {
		return false
	}
	return evidence.PlausibleName(cmp.Or(cleanName(text), text))
}

// nameWeight is how much speaks for line i as the name; place counts the lines above that may be
// names as well.
func nameWeight(r *evidence.Reading, h slipHead, i, place, address int) float64 {
	s, row := r.Sheets[0], h.rows[i]
	weight := -0.25 * float64(place)
	if h.kinds[i] == linePostal {
		weight -= 1.5
	}
	if hasCompanyForm(s, row) {
		weight += 2.5
	}
	if trades(s, row) {
		weight += 0.8
	}
	switch next := i + 1; {
	case withNumber(s, row):
		weight += 1.2
	case next < len(h.rows) && h.kinds[next] == lineRegister:
		weight += 1
	case next == address:
		weight += 0.5
	}
	if text := s.Text(row); isLower(text) {
		weight -= 1.5
	} else if text == strings.ToUpper(text) {
		weight += 0.3
	}
	if name := s.Text(row); repeated(s, name, row) && len(name) > 5 {
		weight += 0.7
	}
	if _, ok := s.DomainAt(row); ok {
		weight++
	}
	return weight - 2.5*(1-readable(r, row)) + large(r, row)
}

// readable is the mean confidence of the words of a line, by letters.
func readable(r *evidence.Reading, row layout.Span) float64 {
	s := r.Sheets[0]
	sum, letters := 0.0, 0.0
	for i := row.From; i < row.To; i++ {
		n := float64(len(s.Tokens[i].Fold))
		sum, letters = sum+n*s.Tokens[i].Confidence, letters+n
	}
	if letters == 0 {
		return 0
	}
	return sum / letters
}

// large is up to 1 for a line in larger print than the slip.
func large(r *evidence.Reading, row layout.Span) float64 {
	s := r.Sheets[0]
	var heights []float64
	for i := row.From; i < row.To; i++ {
		if t := &s.Tokens[i]; t.Fold != "" {
			heights = append(heights, s.Ink*(t.Y1-t.Y0))
		}
	}
	slices.Sort(heights)
	return min(max(heights[len(heights)/2]/s.Line-1.2, 0), 1)
}

// trades reports whether a word says what a merchant does.
func trades(s *layout.Sheet, row layout.Span) bool {
	for i := row.From; i < row.To; i++ {
		if tradeWords[s.Tokens[i].Fold] {
			return true
		}
	}
	return false
}

// withNumber reports whether the number of a register stands behind a name, in brackets or with its
// letter.
func withNumber(s *layout.Sheet, row layout.Span) bool {
	if registerNumber.MatchString(s.Text(row)) {
		return true
	}
	_, rest, ok := strings.Cut(s.Text(row), "(")
	return ok && layout.CountDigits(rest) >= 5
}

// wholeName returns the lines of the name that line i is part of, at most two, and whether there
// are two: a line that only says what the merchant does or its legal form goes on the line above.
func wholeName(r *evidence.Reading, h slipHead, i int) (lines []layout.Span, two bool) {
	s := r.Sheets[0]
	joins := func(i int) bool {
		return i > 0 && i < len(h.rows) && h.kinds[i] == lineOther && namesNothing(s, h.rows[i]) && h.mayBeName(i-1) && mayName(r, h.rows[i-1]) && !isLower(s.Text(h.rows[i-1])) &&
			s.Tokens[h.rows[i].From].Y0-s.Tokens[h.rows[i-1].From].Y1 < 1.5*s.Line
	}
	switch {
	case joins(i):
		return []layout.Span{ownName(s, h.rows[i-1]), ownName(s, h.rows[i])}, true
	case joins(i + 1):
		return []layout.Span{ownName(s, h.rows[i]), ownName(s, h.rows[i+1])}, true
	}
	return []layout.Span{ownName(s, h.rows[i])}, false
}

// ownName cuts a line down to the name in it: what a colon introduces, "Operated by:", up to the
// legal form, without a scrap of something else behind it.
func ownName(s *layout.Sheet, row layout.Span) layout.Span {
	for i := row.From; i+1 < row.To; i++ {
		switch t := &s.Tokens[i]; {
		case layout.Ends(t.Text, ':') && layout.CountLetters(s.Text(layout.Span{From: i + 1, To: row.To})) > 3:
			row.From = i + 1
		case lastForms[t.Fold] && i > row.From+1 && !strings.HasPrefix(s.Tokens[i+1].Text, "("):
			row.To = i + 1
		}
	}
	for last := row.To - 1; last > row.From+1; last-- {
		t := &s.Tokens[last]
		capital := s.Text(layout.Span{From: row.From, To: last}) == strings.ToUpper(s.Text(layout.Span{From: row.From, To: last}))
		if len(t.Fold) > 3 || !t.OCR || t.Confidence > 0.85 || capital && t.Text == strings.ToUpper(t.Text) && t.Fold != "" || strings.HasSuffix(t.Text, ")") {
			break
		}
		row.To = last
	}
	return row
}

// lastForms are the legal forms that end a name.
var lastForms = layout.WordSet("bhd ltd limited gmbh inc llc plc llp kg sarl sas spa srl bv nv lda")

// namesNothing reports whether a line begins with a legal form, or holds forms and trades and
// besides them only what stands in brackets.
func namesNothing(s *layout.Sheet, row layout.Span) bool {
	if form := &s.Tokens[s.FirstWord(row)]; evidence.CompanyForms[form.Fold] && !form.Digit && len(form.Fold) > 1 {
		return true
	}
	forms, inside := 0, false
	for i := row.From; i < row.To; i++ {
		t := &s.Tokens[i]
		inside = inside || strings.HasPrefix(t.Text, "(")
		switch {
		case evidence.CompanyForms[t.Fold] || tradeWords[t.Fold]:
			forms++
		case t.Fold != "" && !inside && !t.Digit:
			return false
		}
		inside = inside && !strings.Contains(t.Text, ")")
	}
	return forms > 0
}
