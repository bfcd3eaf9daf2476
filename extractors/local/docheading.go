package local

import (
	"slices"
	"strings"
)

// headingPart is the part of the first page, from the top, in which a document says what it is.
const headingPart = 0.7

// addHeading reads the line that names the document, its number and its date, "Commercial
// invoice (380) no 4711 of 2 May 2026". The date behind the number is what tells it from a line
// that names something else.
func (r *reading) addHeading() {
	number := slices.IndexFunc(r.plan.fields, func(f field) bool { return f.node.Pointer == "/number" && f.kind == kindIdent })
	date := slices.IndexFunc(r.plan.fields, func(f field) bool { return f.primary })
	if number < 0 || len(r.plan.titles) == 0 {
		return
	}
	s := r.sheets[0]
	for _, d := range r.found[0][kindDate] {
		seg := s.segs[s.segOf[d.span.from]]
		if s.tokens[seg.from].y0 > headingPart*s.height || !r.plan.entitles(s.tokens[seg.from].fold) {
			continue
		}
		c, ok := numberBefore(s, span{seg.from + 1, d.span.from})
		if !ok {
			continue
		}
		r.promoteFor(number, option{value: c.value, sheet: 0, span: c.span, strength: 0.9, places: 1}, "in the heading with its date")
		if date >= 0 {
			r.promoteFor(date, option{value: d.value, readings: d.readings, sheet: 0, span: d.span, strength: 0.9, places: 1}, "in the heading with its number")
		}
		return
	}
}

// numberBefore finds the number between a title and its date: a word with digits, with a
// connector behind it and a word for a number, or nothing, before it.
func numberBefore(s *sheet, sp span) (candidate, bool) {
	if sp.to-sp.from < 2 || !strings.Contains(" "+connectors+" ", " "+s.tokens[sp.to-1].fold+" ") {
		return candidate{}, false
	}
	for i := sp.from; i < sp.to-1; i++ {
		t := &s.tokens[i]
		if strings.HasPrefix(t.text, "(") {
			continue // a code of the kind of document
		}
		if c := appendIdent(nil, s, i); len(c) > 0 {
			return c[0], c[0].fit >= 0.5
		}
		if t.fold != "" && !headingWords[t.fold] {
			return candidate{}, false
		}
	}
	return candidate{}, false
}

// headingWords stand between a title and its number.
var headingWords = wordSet("no nr num number n numero nummer")

// entitles reports whether a word is a title of the documents of this schema, or a compound with one.
func (p *plan) entitles(fold string) bool {
	return slices.ContainsFunc(p.titles, func(title string) bool { return strings.Contains(fold, title) })
}
