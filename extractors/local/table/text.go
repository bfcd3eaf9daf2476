package table

import (
	"math"
	"slices"
	"strings"

	"docpipe/extractors"
	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// addText reads the text columns of a record.
func (b *tableBody) addText(values map[int]evidence.Option, row layout.Span) {
	s := b.r.Sheets[b.n]
	for _, c := range b.columns {
		k := b.l.Fields[c.field].Kind
		if k != plan.Text && k != plan.Name && k != plan.Ident {
			continue
		}
		sp := withoutMarks(s, besideValues(b.textIn(c, row), values))
		if sp.From >= sp.To {
			continue
		}
		if k == plan.Ident && sp.To-sp.From > 1 && layout.IsNumber(strings.TrimRight(s.Tokens[sp.From].Text, ".")) {
			sp.To = sp.From + 1 // a position, and the next column close to it
		}
		text := s.Text(sp)
		if k == plan.Ident && (sp.To-sp.From > 1 || len(text) > 30) || extractors.Fold(text) == "" {
			continue
		}
		values[c.field] = evidence.Option{Value: text, Sheet: b.n, Span: sp, Places: 1, Strength: c.weight * 0.8}
	}
}

// withoutMarks takes marks that recognition made of edges and dirt off the ends of a text.
func withoutMarks(s *layout.Sheet, sp layout.Span) layout.Span {
	mark := func(i int) bool { return s.Tokens[i].OCR && s.Tokens[i].Fold == "" }
	for sp.From < sp.To && mark(sp.From) {
		sp.From++
	}
	for sp.From < sp.To && mark(sp.To-1) {
		sp.To--
	}
	return sp
}

// besideValues takes off the ends of a text what was read as the value of another column.
func besideValues(sp layout.Span, values map[int]evidence.Option) layout.Span {
	for again := true; again && sp.From < sp.To; {
		again = false
		for _, o := range values {
			switch {
			case o.Span.From <= sp.From && o.Span.To > sp.From:
				sp.From, again = o.Span.To, true
			case o.Span.To >= sp.To && o.Span.From < sp.To:
				sp.To, again = o.Span.From, true
			}
		}
	}
	return sp
}

// textIn returns the words of a row that stand in a column: from the heading's left edge, or
// where the first column or the words themselves begin, to what the heading prints next.
func (b *tableBody) textIn(c column, row layout.Span) layout.Span {
	s := b.r.Sheets[b.n]
	left, right := b.reach(c)
	wall := b.wallBefore(c)
	sp := layout.Span{From: row.To, To: row.To}
	for i := row.From; i < row.To; i++ {
		t := &s.Tokens[i]
		if t.X0 < left && !b.leadsIn(c, i, wall, left) || (t.X0+t.X1)/2 > right {
			if sp.From < row.To {
				break
			}
			continue
		}
		if sp.From == row.To {
			sp.From = i
		}
		sp.To = i + 1
	}
	if sp.From == row.To {
		return layout.Span{}
	}
	return b.trimNumbers(sp)
}

// leadsIn reports whether word i begins words that stand together between the heading before a column and
// its own: a heading in the middle of its column begins behind its texts.
func (b *tableBody) leadsIn(c column, i int, wall, left float64) bool {
	s := b.r.Sheets[b.n]
	seg := s.Segs[s.SegOf[i]]
	x0, _, x1, _ := s.Bounds(seg)
	return !c.tight && x0 >= wall && x1 > left
}

// wallBefore is where the heading in front of a column ends.
func (b *tableBody) wallBefore(c column) float64 {
	end := math.Inf(-1)
	for _, w := range b.walls {
		if w.x1 < c.x0 {
			end = math.Max(end, w.x1)
		}
	}
	return end
}

// reach is where the text of a column may begin and end.
func (b *tableBody) reach(c column) (left, right float64) {
	line := b.r.Sheets[b.n].Line
	left, right = b.wallBefore(c), math.Inf(1)
	for _, w := range b.walls {
		if w.x0 > c.x1 {
			right = math.Min(right, w.x0-0.5*line)
		}
	}
	if !math.IsInf(left, -1) && !c.tight {
		left = math.Max(left, c.x0-2*line)
	}
	return left, right
}

// trimNumbers takes the amounts of columns without a heading off the right end of a text.
func (b *tableBody) trimNumbers(sp layout.Span) layout.Span {
	s := b.r.Sheets[b.n]
	for sp.To-1 > sp.From && s.SegOf[sp.To-1] != s.SegOf[sp.From] && !s.Tokens[sp.To-1].Letter {
		sp.To--
	}
	return sp
}

// A wrapped text is the lines of a record's text beside the one of its numbers, by column.
type wrapped struct{ above, below map[int][]layout.Span }

// closeLine is the pitch, in heights of their letters, of lines of one text.
const closeLine = 1.55

// texts gives each record the lines of its text columns that stand right above and below it. A
// record whose own line has no text stands in the middle of its text: the lines above are its
// too.
func (b *tableBody) texts(lines []line) []wrapped {
	all := make([]wrapped, len(lines))
	for _, c := range b.columns {
		if b.l.Fields[c.field].Kind != plan.Text {
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

func put(m map[int][]layout.Span, field int, spans []layout.Span) map[int][]layout.Span {
	if m == nil {
		m = map[int][]layout.Span{}
	}
	m[field] = spans
	return m
}

// bare reports whether the line of a record has no text in a column.
func (b *tableBody) bare(c column, ln line) bool {
	s := b.r.Sheets[b.n]
	sp := besideValues(b.textIn(c, s.Rows[ln.row]), ln.values)
	return sp.From >= sp.To || !s.HasLetter(sp)
}

// climb collects the lines of a column from line i upwards (step -1) or downwards, as long as
// they stand close and are nobody else's.
func (b *tableBody) climb(c column, lines []line, i, step int, taken map[int]bool) []layout.Span {
	s := b.r.Sheets[b.n]
	var all []layout.Span
	last := s.Tokens[s.Rows[lines[i].row].From].Middle()
	for j := i + step; j >= 0 && j < len(lines) && !lines[j].record && !lines[j].sum && !taken[j]; j += step {
		sp := b.textIn(c, s.Rows[lines[j].row])
		if sp.From >= sp.To {
			continue
		}
		t := &s.Tokens[sp.From]
		at, height := t.Middle(), s.Ink*(t.Y1-t.Y0)
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
func isRemark(s *layout.Sheet, sp layout.Span) bool {
	if layout.IsSeparator(s.Tokens[sp.From].Text) {
		return true
	}
	for i := sp.From; i < sp.To; i++ {
		switch t := &s.Tokens[i]; {
		case t.Digit:
			return false
		case layout.Ends(t.Text, ':') || strings.HasPrefix(t.Text, ":"):
			return s.HasDigit(layout.Span{From: i, To: sp.To}) || i+1 == sp.To && i > sp.From
		}
	}
	return false
}

// addWrapped joins the lines of a record's text.
func (b *tableBody) addWrapped(values map[int]evidence.Option, text wrapped) {
	s := b.r.Sheets[b.n]
	for _, c := range b.columns {
		o, ok := values[c.field]
		spans := slices.Clone(text.above[c.field])
		if ok {
			spans = append(spans, append([]layout.Span{o.Span}, o.More...)...)
		} else {
			o = evidence.Option{Sheet: b.n, Places: 1, Strength: c.weight * 0.75}
		}
		spans = append(spans, text.below[c.field]...)
		if b.l.Fields[c.field].Kind != plan.Text || len(spans) == 0 {
			continue
		}
		var parts []string
		for _, sp := range spans {
			parts = append(parts, s.Text(sp))
		}
		o.Span, o.More, o.Value = spans[0], spans[1:], joinLines(parts)
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
