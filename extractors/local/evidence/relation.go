package evidence

import (
	"math"

	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// relation says how convincingly the value at v belongs to the label at h by their places:
// 1 for the next word on the line, less for farther to the right or below, 0 for anything else.
func relation(s *layout.Sheet, h plan.Hit, v layout.Span) float64 {
	if v.From >= h.Span.From && v.From < h.Span.To {
		return 0
	}
	rowH, rowV := s.RowOf[h.Span.From], s.RowOf[v.From]
	switch {
	case rowH == rowV && v.From >= h.Span.To:
		return rightOf(s, h, v)
	case rowV > rowH && v.From == besideLines(s, h):
		return besideWrapped
	case rowV > rowH:
		return below(s, h, v)
	}
	return 0
}

// besideWrapped is the weight of a value that is set in the middle beside a label of several lines.
const besideWrapped = 0.9

// besideLines is the first word to the right of a label of several lines, in a row between its first and
// last one, where nothing stands beside the first; -1 for none.
func besideLines(s *layout.Sheet, h plan.Hit) int {
	row := s.RowOf[h.Span.From]
	_, _, x1, _ := s.Bounds(h.Zone)
	if h.Down == 0 || h.Zone.To < s.Rows[row].To && s.Tokens[h.Zone.To].X0-x1 < s.Width/3 {
		return -1
	}
	for below := row + 1; below <= row+h.Down; below++ {
		for i := s.Rows[below].From; i < s.Rows[below].To; i++ {
			if s.Tokens[i].X0 > x1 {
				return i
			}
		}
	}
	return -1
}

// rightOf weighs a value on the label's row.
func rightOf(s *layout.Sheet, h plan.Hit, v layout.Span) float64 {
	score, seg := 1.0, s.SegOf[h.Span.To-1]
	for i := h.Span.To; i < v.From; i++ {
		t := &s.Tokens[i]
		if s.SegOf[i] != seg {
			seg = s.SegOf[i]
			if seg != s.SegOf[v.From] {
				score *= passing(s, s.Segs[seg])
			}
		}
		inLabel := i < h.Zone.To && layout.Ends(s.Tokens[h.Zone.To-1].Text, ':') // weighed by how much of it the phrase says
		if t.Fold != "" && seg == s.SegOf[v.From] && !plan.Fillers[t.Fold] && !inLabel {
			score *= 0.85
			if t.Digit {
				score *= 0.6
			}
		}
	}
	gap := (s.Tokens[v.From].X0 - s.Tokens[h.Span.To-1].X1) / s.Width
	return score * (1 - 0.25*math.Max(gap, 0))
}

// pastCounts weighs an amount on the label's row when nothing but counts stand between them:
// "Total:   32   $40,700.00".
func pastCounts(s *layout.Sheet, h plan.Hit, v layout.Span) float64 {
	if s.RowOf[h.Span.From] != s.RowOf[v.From] || v.From < h.Span.To || !layout.Ends(s.Tokens[h.Span.To-1].Text, ':') {
		return 0
	}
	for i := h.Span.To; i < v.From; i++ {
		if t := &s.Tokens[i]; t.Fold != "" && !layout.IsNumber(t.Text) {
			return 0
		}
	}
	return 0.9
}

// passing is what is left when a whole segment stands between label and value.
func passing(s *layout.Sheet, seg layout.Span) float64 {
	for i := seg.From; i < seg.To; i++ {
		if s.Tokens[i].Fold != "" && s.Tokens[i].Fold != "eur" {
			return 0.5
		}
	}
	return 1
}

// maxBelow is how far below its label a value may stand, in lines.
const maxBelow = 4.0

// below weighs a value in the column under the label.
func below(s *layout.Sheet, h plan.Hit, v layout.Span) float64 {
	hx0, _, hx1, hy1 := s.Bounds(h.Span)
	vseg := s.Segs[s.SegOf[v.From]]
	vx0, vy0, vx1, _ := s.Bounds(vseg)
	gap := (vy0 - hy1) / s.Line
	if sumsColumn(s, v) && gap < 40 && aligned(hx0, hx1, vx0, vx1, s.Line) {
		return 0.9
	}
	if gap > maxBelow || gap < -0.6 {
		return 0
	}
	if math.Min(hx1, vx1)-math.Max(hx0, vx0) <= 0 {
		return 0
	}
	score := 0.85 - 0.08*math.Max(gap, 0)
	if !aligned(hx0, hx1, vx0, vx1, s.Line) {
		score *= 0.75
	}
	if layout.Ends(s.Tokens[h.Span.To-1].Text, ':') {
		score *= 0.9 // a colon points to the right
	}
	for i := vseg.From; i < v.From; i++ {
		if s.Tokens[i].Fold != "" {
			score *= 0.8
		}
	}
	return score * clearBetween(s, h, s.RowOf[v.From], hx0, hx1)
}

// sumsColumn reports whether an amount stands in a row that begins with a word for a sum.
func sumsColumn(s *layout.Sheet, v layout.Span) bool {
	row := s.Rows[s.RowOf[v.From]]
	if s.Tokens[v.From].X0-s.Tokens[row.From].X0 < 2*s.Line {
		return false
	}
	return SumWords[s.Tokens[row.From].Fold]
}

// SumWords name a sum at the beginning of its row, folded.
var SumWords = layout.WordSet("total totals sum summe gesamt gesamtsumme totaal somme suma totale razem totales totaux")

func aligned(ax0, ax1, bx0, bx1, line float64) bool {
	return math.Abs(ax0-bx0) < line || math.Abs(ax1-bx1) < line || math.Abs(ax0+ax1-bx0-bx1) < 2*line
}

// clearBetween is lowered by each row between label and value that has words in the column.
func clearBetween(s *layout.Sheet, h plan.Hit, to int, x0, x1 float64) float64 {
	score := 1.0
	for r := s.RowOf[h.Span.From] + 1; r < to; r++ {
		for i := s.Rows[r].From; i < s.Rows[r].To; i++ {
			t := &s.Tokens[i]
			if t.Fold != "" && t.X0 < x1 && t.X1 > x0 {
				score *= 0.45
				break
			}
		}
	}
	return score
}
