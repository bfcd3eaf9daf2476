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

// At is the box and its words, for evidence.
func (t *Tick) At() Span {
	if t.Text.From >= t.Text.To {
		return t.Box
	}
	return Span{min(t.Box.From, t.Text.From), max(t.Box.To, t.Text.To)}
}

// ticks finds the boxes of a sheet. On one row all stand before their words, or all behind.
func (s *Sheet) ticks() []Tick {
	var all []Tick
	for _, row := range s.Rows {
		var boxes []Tick
		for i := row.From; i < row.To; i++ {
			if b, ok := s.boxAt(i, row.To); ok {
				boxes = append(boxes, b)
				i = b.Box.To - 1
			}
		}
		if len(boxes) == 0 {
			continue
		}
		if last := boxes[len(boxes)-1].Box.To; last < row.To && s.Tokens[last].X0-s.Tokens[last-1].X1 < gapOfBoxes*s.Line {
			s.wordsBehind(boxes, row)
		} else {
			s.wordsBefore(boxes, row)
		}
		all = append(all, boxes...)
	}
	return all
}

// gapOfBoxes is the widest gap, in lines, between a box and its words.
const gapOfBoxes = 2.5

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

// wordsBehind gives each box the words up to the next box or a wide gap.
func (s *Sheet) wordsBehind(boxes []Tick, row Span) {
	for k := range boxes {
		from, end := boxes[k].Box.To, row.To
		if k+1 < len(boxes) {
			end = boxes[k+1].Box.From
		}
		to := from
		for to < end && (to == from || s.SegOf[to] == s.SegOf[to-1]) {
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
		for from > end && (from == to || s.SegOf[from-1] == s.SegOf[from] && !Ends(s.Tokens[from-1].Text, ':')) {
			from--
		}
		boxes[k].Text = Span{from, to}
	}
}
