package local

// numberCandidates returns the numbers that a label points at, with or without a unit: the first
// to the right of it, and those below.
func (r *reading) numberCandidates(n int, h hit, f *field) []candidate {
	s := r.sheets[n]
	var all []candidate
	if c, ok := r.numberRight(n, h, f); ok {
		all = append(all, c)
	}
	for _, seg := range segmentsBelow(s, h) {
		for i := seg.from; i < seg.to; i++ {
			if inDate(r.found[n][kindDate], i) {
				break
			}
			if c, ok := r.numberAt(s, span{i, seg.to}, f); ok {
				all = append(all, c)
				break
			}
		}
	}
	return all
}

// wordsBefore is how many words may stand between a label and its number: a unit, "approx.".
const wordsBefore = 3

// numberRight returns the first number behind a label on its row.
func (r *reading) numberRight(n int, h hit, f *field) (candidate, bool) {
	s, passed := r.sheets[n], 0
	for i := h.span.to; i < s.rows[s.rowOf[h.span.from]].to; i++ {
		if inDate(r.found[n][kindDate], i) {
			return candidate{}, false
		}
		if c, ok := r.numberAt(s, span{i, s.segs[s.segOf[i]].to}, f); ok && c.span.from == i {
			return c, true
		}
		t := &s.tokens[i]
		switch {
		case t.fold == "":
		case ends(t.text, ':') && i >= h.zone.to, t.digit && !t.letter, passed == wordsBefore:
			return candidate{}, false
		default:
			passed++
		}
	}
	return candidate{}, false
}
