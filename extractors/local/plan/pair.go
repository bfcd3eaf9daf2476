package plan

import (
	"iter"
	"strings"

	"docpipe/extractors/local/layout"
)

// A label may name several things at once, and its value has them in the same order: "Vessel / Voyage"
// above "EVER GRANITE / 0417W". Where the value has as many parts as the label, each thing has its own.

// Allows reports whether a value at token i can be what a label means: not where the label names several
// things, and i is in the part of another one.
func (h Hit) Allows(s *layout.Sheet, i int) bool {
	part := h.PartOf(s, h.textAt(s, i))
	return i >= part.From && i < part.To
}

// Behind are the words behind a label on its row that it allows. The parts of a text are looked up once
// and not for each of its words: a page may be one long line.
func (h Hit) Behind(s *layout.Sheet) iter.Seq[int] {
	return func(yield func(int) bool) {
		var text, part layout.Span
		for i := h.Span.To; i < s.Rows[s.RowOf[h.Span.From]].To; i++ {
			if at := h.textAt(s, i); at != text {
				text, part = at, h.PartOf(s, at)
			}
			if i >= part.From && i < part.To && !yield(i) {
				return
			}
		}
	}
}

// textAt is the segment of token i without what of it is the label.
func (h Hit) textAt(s *layout.Sheet, i int) layout.Span {
	seg := s.Segs[s.SegOf[i]]
	if h.Zone.To > seg.From && h.Zone.To <= i {
		seg.From = h.Zone.To
	}
	return seg
}

// PartOf is the part of a text that a label means, the whole where it names one thing only.
func (h Hit) PartOf(s *layout.Sheet, sp layout.Span) layout.Span {
	nth, of := h.nth(s)
	if of < 2 {
		return sp
	}
	var parts []layout.Span
	from := sp.From
	for i := sp.From; i < sp.To; i++ {
		if isStroke(s.Tokens[i].Text) {
			parts = append(parts, layout.Span{From: from, To: i})
			from = i + 1
		}
	}
	parts = append(parts, layout.Span{From: from, To: sp.To})
	if len(parts) != of || parts[nth].From >= parts[nth].To {
		return sp
	}
	return parts[nth]
}

// Whole is the zone of a label that names several things up to the end of all of them.
func (h Hit) Whole(s *layout.Sheet) layout.Span {
	if _, of := h.nth(s); of < 2 || h.Zone.To == h.Span.To && layout.Ends(s.Tokens[h.Span.To-1].Text, ':') {
		return h.Zone
	}
	seg, zone := s.Segs[s.SegOf[h.Span.From]], h.Zone
	for zone.To < seg.To && !s.Tokens[zone.To].Digit && !layout.Ends(s.Tokens[zone.To-1].Text, ':') {
		zone.To++
	}
	return zone
}

// Start is where the text of several parts begins of which a value is one.
func (h Hit) Start(s *layout.Sheet, v layout.Span) layout.Span {
	seg := h.textAt(s, v.From)
	for seg.From < v.From && s.Tokens[seg.From].Fold == "" {
		seg.From++
	}
	if h.PartOf(s, seg) == seg {
		return v
	}
	return layout.Span{From: seg.From, To: v.To}
}

func isStroke(text string) bool { return text == "/" || text == "|" }

// nth tells which of the things that the printed label around a hit names it is, and of how many.
func (h Hit) nth(s *layout.Sheet) (nth, of int) {
	seg := s.Segs[s.SegOf[h.Span.From]]
	of = 1
	for i := s.LabelStart(seg); i < seg.To && (i < h.Span.To || !s.Tokens[i].Digit); i++ {
		if i == h.Span.From {
			nth = of - 1
		}
		inner := strings.Count(strings.Trim(s.Tokens[i].Text, ":"), "/")
		if isStroke(s.Tokens[i].Text) {
			inner = 1
		}
		if of += inner; i == h.Span.From && h.Last {
			nth = of - 1
		}
		if i >= h.Span.From && layout.Ends(s.Tokens[i].Text, ':') {
			break
		}
	}
	return nth, of
}
