package layout

import "strings"

// Signs of boxes to tick, as fonts have them and as typewriters set them.
var (
	tickedSigns = map[string]bool{"☒": true, "☑": true, "■": true, "✓": true, "✔": true, "✗": true, "✘": true, "⊠": true, "🗹": true, "🗷": true,
		"[x]": true, "(x)": true, "[X]": true, "(X)": true, "[✓]": true, "[✔]": true, "◉": true, "⦿": true}
	emptySigns = map[string]bool{"☐": true, "□": true, "❏": true, "❑": true, "▢": true, "[]": true, "[_]": true, "()": true, "○": true, "◯": true}
)

// A Tick is a box to tick, ticked or not, with the words that it belongs to.
type Tick struct {
	Box    Span // the sign itself
	Text   Span // what is ticked; empty where no words stand by the box
	Ticked bool // it is crossed or filled
}

// At is the box and its words, for evidence; the box alone where the words stand on the next line.
func (t *Tick) At() Span {
	if t.Text.From >= t.Text.To || t.Text.From > t.Box.To {
		return t.Box
	}
	return Span{min(t.Box.From, t.Text.From), max(t.Box.To, t.Text.To)}
}

// ticks finds the boxes of a sheet. In one cell of a row all stand before their words, or all behind.
func (s *Sheet) ticks() []Tick {
	var all []Tick
	for _, row := range s.Rows {
		for from := row.From; from < row.To; {
			cell := s.ticksTogether(Span{from, row.To})
			all = append(all, s.ticksIn(cell)...)
			from = cell.To
		}
	}
	return all
}

// gapOfBoxes is the widest gap, in lines, between a box and its words.
const gapOfBoxes = 2.5

// ticksTogether is the beginning of a part of a row up to a wide gap or the end of its cell. A box alone
// in its cell belongs to the next one.
func (s *Sheet) ticksTogether(sp Span) Span {
	for i := sp.From + 1; i < sp.To; i++ {
		if s.Tokens[i].X0-s.Tokens[i-1].X1 > gapOfBoxes*s.Line || s.cells && s.cellsDiffer(i-1, i) && !s.isBox(Span{sp.From, i}) {
			return Span{sp.From, i}
		}
	}
	return sp
}

func (s *Sheet) ticksIn(cell Span) []Tick {
	var boxes []Tick
	for i := cell.From; i < cell.To; i++ {
		if b, ok := s.boxAt(i, cell.To); ok {
			boxes = append(boxes, b)
			i = b.Box.To - 1
		}
	}
	switch {
	case len(boxes) == 0:
	case s.standBehind(boxes, cell):
		s.wordsBefore(boxes, cell)
	default:
		s.wordsBehind(boxes, cell)
		s.wordsOnNextLine(&boxes[len(boxes)-1], cell)
	}
	return boxes
}

// wordsOnNextLine gives a box at the end of a line in a cell the words that the next line of the cell
// begins with.
func (s *Sheet) wordsOnNextLine(b *Tick, cell Span) {
	row := s.RowOf[cell.From] + 1
	if b.Box.To < cell.To || b.Box == cell || row >= len(s.Rows) || !s.cells {
		return
	}
	next, ok := s.SegmentAt(row, s.Tokens[cell.From].X0)
	if !ok || !s.SameCell(cell.From, next.From) {
		return
	}
	b.Text = Span{next.From, next.From}
	for b.Text.To < next.To {
		if _, box := s.boxAt(b.Text.To, next.To); box {
			break
		}
		b.Text.To++
	}
}

// How much closer, in shares and lines, boxes stand to the words on one side than to those on the other
// when the gaps tell whose they are.
const (
	nearerShare = 1.3
	nearerWords = 0.1 // for each box
)

// standBehind reports whether the boxes of a cell stand behind their words: by the gaps on their two
// sides, else by what begins and ends the cell. Behind a question or a label the first box is that of
// the words behind it.
func (s *Sheet) standBehind(boxes []Tick, cell Span) bool {
	before, behind := 0.0, 0.0
	for _, b := range boxes {
		if b.Box.From > cell.From && b.Box.To < cell.To {
			before += s.Tokens[b.Box.From].X0 - s.Tokens[b.Box.From-1].X1
			behind += s.Tokens[b.Box.To].X0 - s.Tokens[b.Box.To-1].X1
		}
	}
	first, last := boxes[0].Box.From, boxes[len(boxes)-1].Box.To
	if first > cell.From && (Ends(s.Tokens[first-1].Text, '?') || Ends(s.Tokens[first-1].Text, ':')) {
		return false
	}
	if least := nearerWords * s.Line * float64(len(boxes)); len(boxes) > 1 && max(before, behind) > nearerShare*min(before, behind)+least {
		return behind > before
	}
	return last == cell.To
}

// boxAt reads a box of one word, or of two brackets with a space or a cross between them.
func (s *Sheet) boxAt(i, end int) (Tick, bool) {
	text := s.Tokens[i].Text
	if tickedSigns[text] || emptySigns[text] {
		return Tick{Box: Span{i, i + 1}, Ticked: tickedSigns[text]}, true
	}
	if text != "[" && text != "(" {
		return Tick{}, false
	}
	for to := i + 2; to <= min(i+3, end); to++ {
		joined := strings.ReplaceAll(s.Text(Span{i, to}), " ", "")
		if tickedSigns[joined] || emptySigns[joined] {
			return Tick{Box: Span{i, to}, Ticked: tickedSigns[joined]}, true
		}
	}
	return Tick{}, false
}

// isBox reports whether a span is a box and nothing else.
func (s *Sheet) isBox(sp Span) bool {
	b, ok := s.boxAt(sp.From, sp.To)
	return ok && b.Box == sp
}

// together reports whether a word goes on with what the one before it says: in one segment, or cut
// off from it by the edge of a column of other rows alone.
func (s *Sheet) together(i int) bool {
	return s.SegOf[i] == s.SegOf[i-1] || s.Tokens[i].X0-s.Tokens[i-1].X1 < GapOfColumns*s.Line
}

// wordsBehind gives each box the words up to the next box or a wide gap.
func (s *Sheet) wordsBehind(boxes []Tick, row Span) {
	for k := range boxes {
		from, end := boxes[k].Box.To, row.To
		if k+1 < len(boxes) {
			end = boxes[k+1].Box.From
		}
		to := from
		for to < end && (to == from || s.together(to)) {
			to++
		}
		boxes[k].Text = Span{from, to}
	}
}

// wordsBefore gives each box the words back to the box before it, a colon or a wide gap.
func (s *Sheet) wordsBefore(boxes []Tick, row Span) {
	for k := range boxes {
		to, end := boxes[k].Box.From, row.From
		if k > 0 {
			end = boxes[k-1].Box.To
		}
		from := to
		for from > end && (from == to || s.together(from) && !Ends(s.Tokens[from-1].Text, ':')) {
			from--
		}
		boxes[k].Text = Span{from, to}
	}
}
