package local

// stackedHits looks up what headings say that print sets on several lines: "Prix" over
// "unitaire", "Positions-" over "betrag". Rows from to end-1 are the lines of the heading.
func (p *phrases) stackedHits(s *sheet, from, end int) []hit {
	var hits []hit
	for i := s.rows[from].from; i < s.rows[end-1].to; {
		seg := s.segs[s.segOf[i]]
		i = seg.to
		if stack := stackBelow(s, seg, end); len(stack) > 1 {
			hits = append(hits, p.hitsIn(s, stack)...)
		}
	}
	return hits
}

// stackBelow returns the segments that stand below each other from seg on, one in each row.
func stackBelow(s *sheet, seg span, end int) []span {
	stack := []span{seg}
	x0, _, x1, _ := s.bounds(seg)
	for row := s.rowOf[seg.from] + 1; row < end; row++ {
		below, ok := onlyBetween(s, row, x0, x1)
		if !ok {
			break
		}
		stack = append(stack, below)
		b0, _, b1, _ := s.bounds(below)
		x0, x1 = min(x0, b0), max(x1, b1)
	}
	return stack
}

// onlyBetween returns the one segment of a row that reaches between x0 and x1.
func onlyBetween(s *sheet, row int, x0, x1 float64) (found span, ok bool) {
	for i := s.rows[row].from; i < s.rows[row].to; {
		seg := s.segs[s.segOf[i]]
		i = seg.to
		if a, _, b, _ := s.bounds(seg); a >= x1 || b <= x0 {
			continue
		}
		if ok {
			return span{}, false
		}
		found, ok = seg, true
	}
	return found, ok
}

// hitsIn looks the longest label up that begins in the first segment of a stack and goes on
// below it. What it leaves of the stack lowers its weight.
func (p *phrases) hitsIn(s *sheet, stack []span) []hit {
	top := stack[0]
	for at := top.from; at < top.to; at++ {
		stack[0].from = at
		found, share := p.longestIn(s, stack)
		var hits []hit
		for _, named := range found {
			hits = append(hits, hit{span: stack[0], zone: top, field: named.field, weight: named.weight * share})
		}
		if hits != nil {
			return hits
		}
	}
	return nil
}

// longestIn returns the longest label that begins where a stack does and reaches beyond its
// first line, with the share of the stack that it explains. A stack may be lines of prose, so
// what is longer than any label is measured and not looked up.
func (p *phrases) longestIn(s *sheet, stack []span) (found []phrase, share float64) {
	var room [96]byte
	key, said, all := room[:0], 0, 0
	for n, seg := range stack {
		for i := seg.from; i < seg.to; i++ {
			if all += len(s.tokens[i].fold); all > p.longest {
				continue
			}
			key = append(key, s.tokens[i].fold...)
			if n == 0 || !begins(p.starts, key) {
				continue
			}
			if named, ok := p.of[string(key)]; ok {
				found, said = named, all
			}
		}
	}
	return found, float64(said+all) / float64(2*max(all, 1))
}
