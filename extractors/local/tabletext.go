package local

import (
	"math"
	"slices"
	"strings"

	"docpipe/extractors"
)

// addText reads the text columns of a record.
func (b *tableBody) addText(values map[int]option, row span) {
	s := b.r.sheets[b.n]
	for _, c := range b.columns {
		k := b.l.fields[c.field].kind
		if k != kindText && k != kindName && k != kindIdent {
			continue
		}
		sp := withoutMarks(s, besideValues(b.textIn(c, row), values))
		if sp.from >= sp.to {
			continue
		}
		if k == kindIdent && sp.to-sp.from > 1 && isNumber(strings.TrimRight(s.tokens[sp.from].text, ".")) {
			sp.to = sp.from + 1 // a position, and the next column close to it
		}
		text := s.text(sp)
		if k == kindIdent && (sp.to-sp.from > 1 || len(text) > 30) || extractors.Fold(text) == "" {
			continue
		}
		values[c.field] = option{value: text, sheet: b.n, span: sp, places: 1, strength: c.weight * 0.8}
	}
}

// withoutMarks takes marks that recognition made of edges and dirt off the ends of a text.
func withoutMarks(s *sheet, sp span) span {
	mark := func(i int) bool { return s.tokens[i].ocr && s.tokens[i].fold == "" }
	for sp.from < sp.to && mark(sp.from) {
		sp.from++
	}
	for sp.from < sp.to && mark(sp.to-1) {
		sp.to--
	}
	return sp
}

// besideValues takes off the ends of a text what was read as the value of another column.
func besideValues(sp span, values map[int]option) span {
	for again := true; again && sp.from < sp.to; {
		again = false
		for _, o := range values {
			switch {
			case o.span.from <= sp.from && o.span.to > sp.from:
				sp.from, again = o.span.to, true
			case o.span.to >= sp.to && o.span.from < sp.to:
				sp.to, again = o.span.from, true
			}
		}
	}
	return sp
}

// textIn returns the words of a row that stand in a column: from the heading's left edge, or
// where the first column begins, to what the heading prints next.
func (b *tableBody) textIn(c column, row span) span {
	s := b.r.sheets[b.n]
	left, right := b.reach(c)
	sp := span{row.to, row.to}
	for i := row.from; i < row.to; i++ {
		t := &s.tokens[i]
		if t.x0 < left || (t.x0+t.x1)/2 > right {
			if sp.from < row.to {
				break
			}
			continue
		}
		if sp.from == row.to {
			sp.from = i
		}
		sp.to = i + 1
	}
	if sp.from == row.to {
		return span{}
	}
	return b.trimNumbers(sp)
}

// reach is where the text of a column may begin and end.
func (b *tableBody) reach(c column) (left, right float64) {
	line := b.r.sheets[b.n].line
	left, right = math.Inf(-1), math.Inf(1)
	for _, w := range b.walls {
		switch {
		case w.x0 > c.x1:
			right = math.Min(right, w.x0-0.5*line)
		case w.x1 < c.x0:
			left = math.Max(left, w.x1)
		}
	}
	if !math.IsInf(left, -1) && !c.tight {
		left = math.Max(left, c.x0-2*line)
	}
	return left, right
}

// trimNumbers takes the amounts of columns without a heading off the right end of a text.
func (b *tableBody) trimNumbers(sp span) span {
	s := b.r.sheets[b.n]
	for sp.to-1 > sp.from && s.segOf[sp.to-1] != s.segOf[sp.from] && !s.tokens[sp.to-1].letter {
		sp.to--
	}
	return sp
}

// A wrapped text is the lines of a record's text beside the one of its numbers, by column.
type wrapped struct{ above, below map[int][]span }

// closeLine is the pitch, in heights of their letters, of lines of one text.
const closeLine = 1.55

// texts gives each record the lines of its text columns that stand right above and below it. A
// record whose own line has no text stands in the middle of its text: the lines above are its
// too.
func (b *tableBody) texts(lines []line) []wrapped {
	all := make([]wrapped, len(lines))
	for _, c := range b.columns {
		if b.l.fields[c.field].kind != kindText {
			continue
		}
		taken := map[int]bool{}
		for i := range lines {
			if lines[i].record && b.bare(c, lines[i]) {
				all[i].above = put(all[i].above, c.field, b.climb(c, lines, i, -1, taken))
			}
		}
		for i := range lines {
			if lines[i].record {
				all[i].below = put(all[i].below, c.field, b.climb(c, lines, i, +1, taken))
			}
		}
	}
	return all
}

func put(m map[int][]span, field int, spans []span) map[int][]span {
	if m == nil {
		m = map[int][]span{}
	}
	m[field] = spans
	return m
}

// bare reports whether the line of a record has no text in a column.
func (b *tableBody) bare(c column, ln line) bool {
	s := b.r.sheets[b.n]
	sp := besideValues(b.textIn(c, s.rows[ln.row]), ln.values)
	return sp.from >= sp.to || !s.hasLetter(sp)
}

// climb collects the lines of a column from line i upwards (step -1) or downwards, as long as
// they stand close and are nobody else's.
func (b *tableBody) climb(c column, lines []line, i, step int, taken map[int]bool) []span {
	s := b.r.sheets[b.n]
	var all []span
	last := s.tokens[s.rows[lines[i].row].from].middle()
	for j := i + step; j >= 0 && j < len(lines) && !lines[j].record && !lines[j].sum && !taken[j]; j += step {
		sp := b.textIn(c, s.rows[lines[j].row])
		if sp.from >= sp.to {
			continue
		}
		t := &s.tokens[sp.from]
		at, height := t.middle(), s.ink*(t.y1-t.y0)
		if math.Abs(at-last) > closeLine*height || isRemark(s, sp) {
			break
		}
		all, last, taken[j] = append(all, sp), at, true
	}
	if step < 0 {
		slices.Reverse(all)
	}
	return all
}

// isRemark reports whether a line below a text says something else about the row: a list, or a
// labelled number such as "GTIN: 4012345001235".
func isRemark(s *sheet, sp span) bool {
	if isSeparator(s.tokens[sp.from].text) {
		return true
	}
	for i := sp.from; i < sp.to; i++ {
		switch t := &s.tokens[i]; {
		case t.digit:
			return false
		case ends(t.text, ':') || strings.HasPrefix(t.text, ":"):
			return s.hasDigit(span{i, sp.to}) || i+1 == sp.to && i > sp.from
		}
	}
	return false
}

// addWrapped joins the lines of a record's text.
func (b *tableBody) addWrapped(values map[int]option, text wrapped) {
	s := b.r.sheets[b.n]
	for _, c := range b.columns {
		o, ok := values[c.field]
		spans := slices.Clone(text.above[c.field])
		if ok {
			spans = append(spans, append([]span{o.span}, o.more...)...)
		} else {
			o = option{sheet: b.n, places: 1, strength: c.weight * 0.75}
		}
		spans = append(spans, text.below[c.field]...)
		if b.l.fields[c.field].kind != kindText || len(spans) == 0 {
			continue
		}
		var parts []string
		for _, sp := range spans {
			parts = append(parts, s.text(sp))
		}
		o.span, o.more, o.value = spans[0], spans[1:], joinLines(parts)
		values[c.field] = o
	}
}

// longestText is the length, in bytes, from which on a text takes no more lines.
const longestText = 400

// joinLines joins lines of print, and the halves of a word that a hyphen divides.
func joinLines(parts []string) string {
	text := ""
	for _, p := range parts {
		switch {
		case len(text) > longestText:
			return text
		case text == "" || strings.HasSuffix(text, "/") || strings.HasSuffix(text, "-") && len(text) > 1 && text[len(text)-2] != ' ':
			text += p
		default:
			text += " " + p
		}
	}
	return strings.TrimSpace(text)
}
