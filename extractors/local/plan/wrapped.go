package plan

import (
	"strings"

	"docpipe/extractors/local/layout"
)

// labelLines is how many lines a label of a form has at most.
const labelLines = 3

// WrappedHits looks up the labels of a form that go on in the next line of their cell: "Patient's
// account" above "no.". Their value may stand beside the first line or below the last, so each is a hit
// in both. The hits are those of single lines: a remark in brackets goes on likewise, and what only goes
// on with the line above it names less.
func (p *Phrases) WrappedHits(s *layout.Sheet, hits []Hit) []Hit {
	if !s.Cells() {
		return nil
	}
	var all []Hit
	for _, seg := range s.Segs {
		stack := []layout.Span{seg}
		for len(stack) < labelLines {
			next, ok := s.LineBelow(stack[len(stack)-1])
			if !ok || s.HasDigit(next) {
				break
			}
			stack = append(stack, next)
			for _, h := range p.hitsIn(s, append([]layout.Span(nil), stack...)) {
				if h.Weight *= p.lead(s, seg, h.Span); h.Weight >= weightStem {
					h.Down = s.RowOf[next.From] - s.RowOf[seg.From]
					reachDown(hits, h)
					all = append(all, h, Hit{Span: next, Zone: next, Field: h.Field, Weight: h.Weight, Said: h.Said})
				}
			}
		}
	}
	for k, h := range hits {
		if above, ok := s.LineAbove(s.Segs[s.SegOf[h.Span.From]]); ok && opens[s.Tokens[above.To-1].Fold] && s.ProseAt(h.Span.From) == nil {
			hits[k].Weight *= float64(len(s.Fold(h.Span))) / float64(len(s.Fold(above))+len(s.Fold(h.Span)))
		}
		seg := s.Segs[s.SegOf[h.Span.To-1]]
		if next, ok := s.LineBelow(seg); ok && !s.HasDigit(next) && h.Zone.To == seg.To && opensRemark(s, h) && strings.Contains(s.Text(next), ")") {
			all = append(all, Hit{Span: next, Zone: next, Field: h.Field, Weight: h.Weight, Said: h.Said})
		}
	}
	return all
}

// reachDown lets the hits in the first line of a label know that it goes on.
func reachDown(hits []Hit, whole Hit) {
	for k := range hits {
		if hits[k].Field == whole.Field && hits[k].Span.From == whole.Span.From {
			hits[k].Down = whole.Down
		}
	}
}

// lead is how much of a label is left when words of its line stand before it, but for its number.
func (p *Phrases) lead(s *layout.Sheet, seg, at layout.Span) float64 {
	before, said := 0, 0
	for i := s.LabelStart(seg); i < at.To; i++ {
		if i >= at.From {
			said += len(s.Tokens[i].Fold)
		} else if !Fillers[s.Tokens[i].Fold] {
			before += len(s.Tokens[i].Fold)
		}
	}
	return float64(said) / float64(max(said+before, 1))
}

// opensRemark reports whether the zone of a label ends inside a bracket.
func opensRemark(s *layout.Sheet, h Hit) bool {
	text := s.Text(h.Zone)
	return strings.Count(text, "(") > strings.Count(text, ")")
}

// opens are words that no label ends with: the next line goes on with it.
var opens = layout.WordSet("of to or and for the in by und oder der des von de du la et ou del y o e di van en do da i")
