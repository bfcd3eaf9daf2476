package plan

import "docpipe/extractors/local/layout"

// StackedHits looks up what headings say that print sets on several lines: "Prix" over
// "unitaire", "Positions-" over "betrag". Rows from to end-1 are the lines of the heading.
func (p *Phrases) StackedHits(s *layout.Sheet, from, end int) []Hit {
	var hits []Hit
	for i := s.Rows[from].From; i < s.Rows[end-1].To; {
		seg := s.Segs[s.SegOf[i]]
		i = seg.To
		if stack := stackBelow(s, seg, end); len(stack) > 1 {
			hits = append(hits, p.hitsIn(s, stack)...)
		}
	}
	return hits
}

// CellHits looks up what the lines of one cell say together, which stand below each other.
func (p *Phrases) CellHits(s *layout.Sheet, lines []layout.Span) []Hit {
	if len(lines) < 2 {
		return nil
	}
	return p.hitsIn(s, append([]layout.Span(nil), lines...))
}

// stackBelow returns the segments that stand below each other from seg on, one in each row.
func stackBelow(s *layout.Sheet, seg layout.Span, end int) []layout.Span {
	stack := []layout.Span{seg}
	x0, _, x1, _ := s.Bounds(seg)
	for row := s.RowOf[seg.From] + 1; row < end; row++ {
		below, ok := onlyBetween(s, row, x0, x1)
		if !ok {
			break
		}
		stack = append(stack, below)
		b0, _, b1, _ := s.Bounds(below)
		x0, x1 = min(x0, b0), max(x1, b1)
	}
	return stack
}

// onlyBetween returns the one segment of a row that reaches between x0 and x1.
func onlyBetween(s *layout.Sheet, row int, x0, x1 float64) (found layout.Span, ok bool) {
	for i := s.Rows[row].From; i < s.Rows[row].To; {
		seg := s.Segs[s.SegOf[i]]
		i = seg.To
		if a, _, b, _ := s.Bounds(seg); a >= x1 || b <= x0 {
			continue
		}
		if ok {
			return layout.Span{}, false
		}
		found, ok = seg, true
	}
	return found, ok
}

// hitsIn looks the longest label up that begins in the first segment of a stack and goes on
// below it. What it leaves of the stack lowers its weight.
func (p *Phrases) hitsIn(s *layout.Sheet, stack []layout.Span) []Hit {
	top := stack[0]
	for at := top.From; at < top.To; at++ {
		if s.Tokens[at].Fold == "" {
			continue // a label begins with a word: the stroke of "Bezeichnung /" is not where its translation stands
		}
		stack[0].From = at
		found, share := p.longestIn(s, stack)
		var hits []Hit
		for _, named := range found {
			hits = append(hits, Hit{Span: stack[0], Zone: top, Field: named.field, Weight: named.weight * share, Said: named.weight * share})
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
func (p *Phrases) longestIn(s *layout.Sheet, stack []layout.Span) (found []phrase, share float64) {
	var room [96]byte
	key, said, all := room[:0], 0, 0
	for n, seg := range stack {
		for i := seg.From; i < seg.To; i++ {
			if all += len(s.Tokens[i].Fold); all > p.longest {
				continue
			}
			key = append(key, s.Tokens[i].Names()...)
			if n == 0 || !Begins(p.starts, key) {
				continue
			}
			if named, ok := p.named(key); ok {
				found, said = named, all
			}
		}
	}
	return found, float64(said+all) / float64(2*max(all, 1))
}
