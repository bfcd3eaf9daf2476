package local

import "strings"

// A caption says what a segment is to a reader of forms.
type caption int

const (
	noCaption    caption = iota
	wholeCaption         // a label and nothing else
	withValue            // a label, and its value behind a colon or leaders
)

// findCaptions tells labels from values among the segments of a sheet, also those that the schema
// does not ask for: a value for one field is never the label of another.
func (s *sheet) findCaptions(hits []hit) {
	s.captions = make([]caption, len(s.segs))
	for i, seg := range s.segs {
		s.captions[i] = s.captionOf(seg)
	}
	for _, h := range hits {
		seg := s.segOf[h.span.from]
		if h.weight >= 0.6 && s.captions[seg] == noCaption && h.span.from == s.segs[seg].from && s.onlyNotes(span{h.span.to, s.segs[seg].to}) {
			s.captions[seg] = wholeCaption
		}
	}
	for row := range s.rows {
		s.captionRow(row)
	}
}

// captionOf looks at one segment: for a colon or leaders behind its first words, or for words that
// forms use as labels.
func (s *sheet) captionOf(seg span) caption {
	for i := seg.from; i < min(seg.to, seg.from+maxLabelWords+1); i++ {
		t := &s.tokens[i]
		if t.digit && !t.letter {
			break
		}
		if ends(t.text, ':') && t.letter || i > seg.from && isLeader(t.text) {
			if i+1 == seg.to {
				return wholeCaption
			}
			return withValue
		}
	}
	to := seg.to
	for to-1 > seg.from && strings.HasPrefix(s.tokens[to-1].text, "(") {
		to--
	}
	if knowsLabel(s.fold(span{seg.from, to})) {
		return wholeCaption
	}
	return noCaption
}

// captionRow makes labels of all segments of a row when most of them are: a row of labels stands
// above a row of values.
func (s *sheet) captionRow(row int) {
	segs := s.segmentsOf(row)
	labels := 0
	for _, seg := range segs {
		switch {
		case s.captions[seg] == withValue || s.hasDigit(s.segs[seg]):
			return
		case s.captions[seg] == wholeCaption:
			labels++
		}
	}
	if labels < 2 || 2*labels <= len(segs) {
		return
	}
	for _, seg := range segs {
		s.captions[seg] = wholeCaption
	}
}

// onlyNotes reports whether words say nothing besides a unit or a remark in brackets, or nothing.
func (s *sheet) onlyNotes(sp span) bool {
	for i := sp.from; i < sp.to; i++ {
		if t := &s.tokens[i]; t.fold != "" && !strings.HasPrefix(t.text, "(") && !fillers[t.fold] {
			return false
		}
	}
	return true
}

// isLeader recognises the dots or strokes that lead from a label to its value.
func isLeader(text string) bool {
	return len(text) >= 3 && strings.Trim(text, "._…-·") == ""
}

// isCaption reports whether a text that a label points at is a label itself, or a heading. Behind
// a colon or leaders anything may stand.
func (s *sheet) isCaption(h hit, sp span) bool {
	seg := s.segOf[sp.from]
	if s.captions == nil || seg == s.segOf[h.span.to-1] {
		return false
	}
	if s.captions[seg] == withValue {
		return true
	}
	led := ends(s.tokens[h.zone.to-1].text, ':') || isLeader(s.tokens[h.zone.to-1].text)
	below := s.rowOf[sp.from] > s.rowOf[h.span.from]
	return s.captions[seg] == wholeCaption && (below || !led) || below && s.isHeadline(s.rowOf[sp.from])
}

// beforeCaption cuts a text off where a label with a colon begins in it, that of the next column.
func (s *sheet) beforeCaption(sp span) span {
	for i := sp.from + 1; i < sp.to; i++ {
		if !ends(s.tokens[i].text, ':') {
			continue
		}
		for from := max(sp.from+1, i-maxLabelWords+1); from <= i; from++ {
			if knowsLabel(s.fold(span{from, i + 1})) {
				return span{sp.from, from}
			}
		}
	}
	return sp
}
