package local

import (
	"cmp"
	"slices"
	"strings"
)

// slipName returns the line that names the merchant best, -1 for none.
func (r *reading) slipName(h slipHead, address int) (line int, strength float64) {
	line = -1
	best := 0.0
	place := 0
	for i, row := range h.rows {
		if !h.mayBeName(i) || !r.mayName(row) {
			continue
		}
		weight := r.nameWeight(h, i, place, address)
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
func (r *reading) mayName(row span) bool {
	s := r.sheets[0]
	text := s.text(row)
	if isNotice(s, row) || r.isTitle(row) || countLetters(text) < 3 {
		return false
	}
	return plausibleName(cmp.Or(cleanName(text), text))
}

// nameWeight is how much speaks for line i as the name; place counts the lines above that may be
// names as well.
func (r *reading) nameWeight(h slipHead, i, place, address int) float64 {
	s, row := r.sheets[0], h.rows[i]
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
	if text := s.text(row); isLower(text) {
		weight -= 1.5
	} else if text == strings.ToUpper(text) {
		weight += 0.3
	}
	if name := s.text(row); repeated(s, name, row) && len(name) > 5 {
		weight += 0.7
	}
	if _, ok := s.domainAt(row); ok {
		weight++
	}
	return weight - 2.5*(1-r.readable(row)) + r.large(row)
}

// readable is the mean confidence of the words of a line, by letters.
func (r *reading) readable(row span) float64 {
	s := r.sheets[0]
	sum, letters := 0.0, 0.0
	for i := row.from; i < row.to; i++ {
		n := float64(len(s.tokens[i].fold))
		sum, letters = sum+n*s.tokens[i].confidence, letters+n
	}
	if letters == 0 {
		return 0
	}
	return sum / letters
}

// large is up to 1 for a line in larger print than the slip.
func (r *reading) large(row span) float64 {
	s := r.sheets[0]
	var heights []float64
	for i := row.from; i < row.to; i++ {
		if t := &s.tokens[i]; t.fold != "" {
			heights = append(heights, s.ink*(t.y1-t.y0))
		}
	}
	slices.Sort(heights)
	return min(max(heights[len(heights)/2]/s.line-1.2, 0), 1)
}

// trades reports whether a word says what a merchant does.
func trades(s *sheet, row span) bool {
	for i := row.from; i < row.to; i++ {
		if tradeWords[s.tokens[i].fold] {
			return true
		}
	}
	return false
}

// withNumber reports whether the number of a register stands behind a name, in brackets.
func withNumber(s *sheet, row span) bool {
	_, rest, ok := strings.Cut(s.text(row), "(")
	return ok && countDigits(rest) >= 5
}

// wholeName returns the lines of the name that line i is part of, at most two, and whether there
// are two: a line that only says what the merchant does or its legal form goes on the line above.
func (r *reading) wholeName(h slipHead, i int) (lines []span, two bool) {
	s := r.sheets[0]
	joins := func(i int) bool {
		return i > 0 && i < len(h.rows) && h.kinds[i] == lineOther && namesNothing(s, h.rows[i]) && h.mayBeName(i-1) && r.mayName(h.rows[i-1]) && !isLower(s.text(h.rows[i-1])) &&
			s.tokens[h.rows[i].from].y0-s.tokens[h.rows[i-1].from].y1 < 1.5*s.line
	}
	switch {
	case joins(i):
		return []span{ownName(s, h.rows[i-1]), ownName(s, h.rows[i])}, true
	case joins(i + 1):
		return []span{ownName(s, h.rows[i]), ownName(s, h.rows[i+1])}, true
	}
	return []span{ownName(s, h.rows[i])}, false
}

// ownName cuts a line down to the name in it: what a colon introduces, "Operated by:", up to the
// legal form, without a scrap of something else behind it.
func ownName(s *sheet, row span) span {
	for i := row.from; i+1 < row.to; i++ {
		switch t := &s.tokens[i]; {
		case ends(t.text, ':') && countLetters(s.text(span{i + 1, row.to})) > 3:
			row.from = i + 1
		case lastForms[t.fold] && i > row.from+1 && !strings.HasPrefix(s.tokens[i+1].text, "("):
			row.to = i + 1
		}
	}
	for last := row.to - 1; last > row.from+1; last-- {
		t := &s.tokens[last]
		capital := s.text(span{row.from, last}) == strings.ToUpper(s.text(span{row.from, last}))
		if len(t.fold) > 3 || !t.ocr || t.confidence > 0.85 || capital && t.text == strings.ToUpper(t.text) && t.fold != "" || strings.HasSuffix(t.text, ")") {
			break
		}
		row.to = last
	}
	return row
}

// lastForms are the legal forms that end a name.
var lastForms = wordSet("bhd ltd limited gmbh inc llc plc llp kg sarl sas spa srl bv nv lda")

// namesNothing reports whether a line begins with a legal form, or holds forms and trades and
// besides them only what stands in brackets.
func namesNothing(s *sheet, row span) bool {
	if form := &s.tokens[s.firstWord(row)]; companyForms[form.fold] && !form.digit && len(form.fold) > 1 {
		return true
	}
	forms, inside := 0, false
	for i := row.from; i < row.to; i++ {
		t := &s.tokens[i]
		inside = inside || strings.HasPrefix(t.text, "(")
		switch {
		case companyForms[t.fold] || tradeWords[t.fold]:
			forms++
		case t.fold != "" && !inside && !t.digit:
			return false
		}
		inside = inside && !strings.Contains(t.text, ")")
	}
	return forms > 0
}
