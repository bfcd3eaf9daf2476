package local

import "strings"

// Signs of boxes to tick, as fonts have them and as typewriters set them.
var (
	tickedSigns = map[string]bool{"☒": true, "☑": true, "■": true, "✓": true, "✔": true, "✗": true, "✘": true, "⊠": true, "🗹": true, "🗷": true,
		"[x]": true, "(x)": true, "[X]": true, "(X)": true, "[✓]": true, "[✔]": true, "◉": true, "⦿": true}
	emptySigns = map[string]bool{"☐": true, "□": true, "❏": true, "❑": true, "▢": true, "[]": true, "[_]": true, "()": true, "○": true, "◯": true}
)

// A tick is a box to tick, ticked or not, with the words that it belongs to.
type tick struct {
	box    span
	text   span // what is ticked; empty where no words stand by the box
	ticked bool
}

// at is the box and its words, for evidence.
func (t *tick) at() span {
	if t.text.from >= t.text.to {
		return t.box
	}
	return span{min(t.box.from, t.text.from), max(t.box.to, t.text.to)}
}

// ticks finds the boxes of a sheet. On one row all stand before their words, or all behind.
func (s *sheet) ticks() []tick {
	var all []tick
	for _, row := range s.rows {
		var boxes []tick
		for i := row.from; i < row.to; i++ {
			if b, ok := s.boxAt(i, row.to); ok {
				boxes = append(boxes, b)
				i = b.box.to - 1
			}
		}
		if len(boxes) == 0 {
			continue
		}
		if last := boxes[len(boxes)-1].box.to; last < row.to && s.tokens[last].x0-s.tokens[last-1].x1 < gapOfBoxes*s.line {
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
func (s *sheet) boxAt(i, end int) (tick, bool) {
	text := s.tokens[i].text
	if tickedSigns[text] || emptySigns[text] {
		return tick{box: span{i, i + 1}, ticked: tickedSigns[text]}, true
	}
	if text != "[" && text != "(" {
		return tick{}, false
	}
	for to := i + 2; to <= min(i+3, end); to++ {
		joined := strings.ReplaceAll(s.text(span{i, to}), " ", "")
		if tickedSigns[joined] || emptySigns[joined] {
			return tick{box: span{i, to}, ticked: tickedSigns[joined]}, true
		}
	}
	return tick{}, false
}

// wordsBehind gives each box the words up to the next box or a wide gap.
func (s *sheet) wordsBehind(boxes []tick, row span) {
	for k := range boxes {
		from, end := boxes[k].box.to, row.to
		if k+1 < len(boxes) {
			end = boxes[k+1].box.from
		}
		to := from
		for to < end && (to == from || s.segOf[to] == s.segOf[to-1]) {
			to++
		}
		boxes[k].text = span{from, to}
	}
}

// wordsBefore gives each box the words back to the box before it, a colon or a wide gap.
func (s *sheet) wordsBefore(boxes []tick, row span) {
	for k := range boxes {
		to, end := boxes[k].box.from, row.from
		if k > 0 {
			end = boxes[k-1].box.to
		}
		from := to
		for from > end && (from == to || s.segOf[from-1] == s.segOf[from] && !ends(s.tokens[from-1].text, ':')) {
			from--
		}
		boxes[k].text = span{from, to}
	}
}
