package evidence

import (
	"strings"

	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
)

// findCaptions tells labels from values among the segments of a sheet, also those that the schema
// does not ask for: a value for one field is never the label of another.
func findCaptions(s *layout.Sheet, hits []plan.Hit) {
	s.Captions = make([]layout.Caption, len(s.Segs))
	small := s.SmallPrint()
	for i, seg := range s.Segs {
		if s.Captions[i] = captionOf(s, seg); small[i] && s.Captions[i] == layout.NoCaption {
			s.Captions[i] = layout.WholeCaption
		}
	}
	for _, h := range hits {
		seg := s.SegOf[h.Span.From]
		if h.Weight >= 0.6 && s.Captions[seg] == layout.NoCaption && h.Span.From == s.LabelStart(s.Segs[seg]) && onlyNotes(s, layout.Span{From: h.Span.To, To: s.Segs[seg].To}) {
			s.Captions[seg] = layout.WholeCaption
		}
	}
	for row := range s.Rows {
		captionRow(s, row)
	}
}

// captionOf looks at one segment: for a colon or leaders behind its first words, or for words that
// forms use as labels.
func captionOf(s *layout.Sheet, seg layout.Span) layout.Caption {
	seg.From = s.LabelStart(seg)
	for i := seg.From; i < min(seg.To, seg.From+plan.MaxLabelWords+1); i++ {
		t := &s.Tokens[i]
		if t.Digit && !t.Letter {
			break
		}
		if layout.Ends(t.Text, ':') && (t.Letter || i > seg.From) || i > seg.From && layout.IsLeader(t.Text) {
			if i+1 == seg.To {
				return layout.WholeCaption
			}
			return layout.WithValue
		}
	}
	to := seg.To
	for to-1 > seg.From && strings.HasPrefix(s.Tokens[to-1].Text, "(") {
		to--
	}
	if plan.KnowsLabel(s.Fold(layout.Span{From: seg.From, To: to})) || s.SmallOver(seg) {
		return layout.WholeCaption
	}
	return layout.NoCaption
}

// captionRow makes labels of all segments of a row when most of them are: a row of labels stands
// above a row of values.
func captionRow(s *layout.Sheet, row int) {
	segs := s.SegmentsOf(row)
	labels := 0
	for _, seg := range segs {
		switch {
		case s.Captions[seg] == layout.WithValue || s.HasDigit(s.Segs[seg]):
			return
		case s.Captions[seg] == layout.WholeCaption:
			labels++
		}
	}
	if labels < 2 || 2*labels <= len(segs) {
		return
	}
	for _, seg := range segs {
		s.Captions[seg] = layout.WholeCaption
	}
}

// onlyNotes reports whether words say nothing besides a unit or a remark in brackets, or nothing.
func onlyNotes(s *layout.Sheet, sp layout.Span) bool {
	for i := sp.From; i < sp.To; i++ {
		if t := &s.Tokens[i]; t.Fold != "" && !strings.HasPrefix(t.Text, "(") && !plan.Fillers[t.Fold] {
			return false
		}
	}
	return true
}

// isCaption reports whether a text that a label points at is a label itself, or a heading. Behind
// a colon or leaders anything may stand.
func isCaption(s *layout.Sheet, h plan.Hit, sp layout.Span) bool {
	seg := s.SegOf[sp.From]
	if s.Captions == nil || seg == s.SegOf[h.Span.To-1] {
		return false
	}
	if s.Captions[seg] == layout.WithValue || isNumbered(s, s.SegOf[h.Span.From]) && isNumbered(s, seg) || inCapitals(s, h, sp) {
		return true
	}
	led := layout.Ends(s.Tokens[h.Zone.To-1].Text, ':') || layout.IsLeader(s.Tokens[h.Zone.To-1].Text)
	below := s.RowOf[sp.From] > s.RowOf[h.Span.From]
	return s.Captions[seg] == layout.WholeCaption && (below || !led) || below && s.IsHeadline(s.RowOf[sp.From])
}

// isNumbered reports whether a segment begins with the number of a box: "16 Carrier".
func isNumbered(s *layout.Sheet, seg int) bool { return s.LabelStart(s.Segs[seg]) > s.Segs[seg].From }

// numbersBox reports whether a word is the number of a box of a form, and of nothing in it: that of a
// label, or of any box where the label that is looked from has one.
func numbersBox(s *layout.Sheet, h plan.Hit, i int) bool {
	seg := s.SegOf[i]
	return s.Captions != nil && i < s.LabelStart(s.Segs[seg]) && (s.Captions[seg] != layout.NoCaption || isNumbered(s, s.SegOf[h.Span.From]))
}

// inCapitals reports whether a caption and a text beside it are set in capitals, and the line below the
// caption is not: then the text is the caption of the next box.
func inCapitals(s *layout.Sheet, h plan.Hit, sp layout.Span) bool {
	label := s.Segs[s.SegOf[h.Span.From]]
	below, ok := s.LineBelow(label)
	upper := func(sp layout.Span) bool { text := s.Text(sp); return text == strings.ToUpper(text) && s.HasLetter(sp) }
	return ok && s.RowOf[sp.From] == s.RowOf[h.Span.From] && upper(layout.Span{From: h.Span.From, To: h.Span.From + 1}) && upper(sp) && !upper(below) && s.HasLetter(below)
}

// beforeCaption cuts a text off where a label with a colon begins in it, that of the next column.
func beforeCaption(s *layout.Sheet, sp layout.Span) layout.Span {
	for i := sp.From + 1; i < sp.To; i++ {
		if !layout.Ends(s.Tokens[i].Text, ':') {
			continue
		}
		for from := max(sp.From+1, i-plan.MaxLabelWords+1); from <= i; from++ {
			if plan.KnowsLabel(s.Fold(layout.Span{From: from, To: i + 1})) {
				return layout.Span{From: sp.From, To: from}
			}
		}
	}
	return sp
}

// ofOther is what is left of the weight of a value beside a label when the caption of its own box stands
// above it.
const ofOther = 0.4

// underOther reports whether a value on the row of a label without a colon stands right below another
// label, in a box of its own.
func underOther(s *layout.Sheet, h plan.Hit, v layout.Span) bool {
	if s.Captions == nil || s.RowOf[v.From] != s.RowOf[h.Span.From] || s.SegOf[v.From] == s.SegOf[h.Span.To-1] || layout.Ends(s.Tokens[h.Zone.To-1].Text, ':') {
		return false
	}
	above, ok := s.LineAbove(s.Segs[s.SegOf[v.From]])
	return ok && s.Captions[s.SegOf[above.From]] == layout.WholeCaption
}
