package local

import "math"

// relation says how convincingly the value at v belongs to the label at h by their places:
// 1 for the next word on the line, less for farther to the right or below, 0 for anything else.
func relation(s *sheet, h hit, v span) float64 {
	if v.from >= h.span.from && v.from < h.span.to {
		return 0
	}
	rowH, rowV := s.rowOf[h.span.from], s.rowOf[v.from]
	switch {
	case rowH == rowV && v.from >= h.span.to:
		return rightOf(s, h, v)
	case rowV > rowH:
		return below(s, h, v)
	}
	return 0
}

// rightOf weighs a value on the label's row.
func rightOf(s *sheet, h hit, v span) float64 {
	score, seg := 1.0, s.segOf[h.span.to-1]
	for i := h.span.to; i < v.from; i++ {
		t := &s.tokens[i]
		if s.segOf[i] != seg {
			seg = s.segOf[i]
			if seg != s.segOf[v.from] {
				score *= passing(s, s.segs[seg])
			}
		}
		inLabel := i < h.zone.to && ends(s.tokens[h.zone.to-1].text, ':') // weighed by how much of it the phrase says
		if t.fold != "" && seg == s.segOf[v.from] && !fillers[t.fold] && !inLabel {
			score *= 0.85
			if t.digit {
				score *= 0.6
			}
		}
	}
	gap := (s.tokens[v.from].x0 - s.tokens[h.span.to-1].x1) / s.width
	return score * (1 - 0.25*math.Max(gap, 0))
}

// pastCounts weighs an amount on the label's row when nothing but counts stand between them:
// "Total:   32   $40,700.00".
func pastCounts(s *sheet, h hit, v span) float64 {
	if s.rowOf[h.span.from] != s.rowOf[v.from] || v.from < h.span.to || !ends(s.tokens[h.span.to-1].text, ':') {
		return 0
	}
	for i := h.span.to; i < v.from; i++ {
		if t := &s.tokens[i]; t.fold != "" && !isNumber(t.text) {
			return 0
		}
	}
	return 0.9
}

// passing is what is left when a whole segment stands between label and value.
func passing(s *sheet, seg span) float64 {
	for i := seg.from; i < seg.to; i++ {
		if s.tokens[i].fold != "" && s.tokens[i].fold != "eur" {
			return 0.5
		}
	}
	return 1
}

// maxBelow is how far below its label a value may stand, in lines.
const maxBelow = 4.0

// below weighs a value in the column under the label.
func below(s *sheet, h hit, v span) float64 {
	hx0, _, hx1, hy1 := s.bounds(h.span)
	vseg := s.segs[s.segOf[v.from]]
	vx0, vy0, vx1, _ := s.bounds(vseg)
	gap := (vy0 - hy1) / s.line
	if sumsColumn(s, v) && gap < 40 && aligned(hx0, hx1, vx0, vx1, s.line) {
		return 0.9
	}
	if gap > maxBelow || gap < -0.6 {
		return 0
	}
	if math.Min(hx1, vx1)-math.Max(hx0, vx0) <= 0 {
		return 0
	}
	score := 0.85 - 0.08*math.Max(gap, 0)
	if !aligned(hx0, hx1, vx0, vx1, s.line) {
		score *= 0.75
	}
	if ends(s.tokens[h.span.to-1].text, ':') {
		score *= 0.9 // a colon points to the right
	}
	for i := vseg.from; i < v.from; i++ {
		if s.tokens[i].fold != "" {
			score *= 0.8
		}
	}
	return score * clearBetween(s, h, s.rowOf[v.from], hx0, hx1)
}

// sumsColumn reports whether an amount stands in a row that begins with a word for a sum.
func sumsColumn(s *sheet, v span) bool {
	row := s.rows[s.rowOf[v.from]]
	if s.tokens[v.from].x0-s.tokens[row.from].x0 < 2*s.line {
		return false
	}
	return sumWords[s.tokens[row.from].fold]
}

var sumWords = wordSet("total totals sum summe gesamt gesamtsumme totaal somme suma totale razem totales totaux")

func aligned(ax0, ax1, bx0, bx1, line float64) bool {
	return math.Abs(ax0-bx0) < line || math.Abs(ax1-bx1) < line || math.Abs(ax0+ax1-bx0-bx1) < 2*line
}

// clearBetween is lowered by each row between label and value that has words in the column.
func clearBetween(s *sheet, h hit, to int, x0, x1 float64) float64 {
	score := 1.0
	for r := s.rowOf[h.span.from] + 1; r < to; r++ {
		for i := s.rows[r].from; i < s.rows[r].to; i++ {
			t := &s.tokens[i]
			if t.fold != "" && t.x0 < x1 && t.x1 > x0 {
				score *= 0.45
				break
			}
		}
	}
	return score
}
