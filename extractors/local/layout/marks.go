package layout

import "docpipe/pipeline"

// sureMark is the confidence from which a box to tick counts as read.
const sureMark = 0.9

// withMarks returns the visible words of a page with a sign in the place of each box to tick and
// circle to choose that is drawn on it. What recognition read in a box, a cross as an X, an empty one as an O, goes.
func withMarks(p *pipeline.Page) []pipeline.Word {
	words := p.VisibleWords()
	var boxes []pipeline.Mark
	for _, m := range p.Marks {
		if (m.Kind == pipeline.MarkCheckBox || m.Kind == pipeline.MarkRadio) && m.Confidence >= sureMark {
			boxes = append(boxes, m)
		}
	}
	if len(boxes) == 0 {
		return words
	}
	all := make([]pipeline.Word, 0, len(words)+len(boxes))
	for _, w := range words {
		if !ofBox(w, boxes) {
			all = append(all, w)
		}
	}
	for _, m := range boxes {
		all = append(all, pipeline.Word{Text: signOf(m), Box: m.Box, Confidence: m.Confidence, Source: pipeline.SourceOCR})
	}
	return all
}

func signOf(m pipeline.Mark) string {
	switch {
	case m.Kind == pipeline.MarkRadio && m.Set:
		return "◉"
	case m.Kind == pipeline.MarkRadio:
		return "○"
	case m.Set:
		return "☒"
	}
	return "☐"
}

// ofBox reports whether a word is what was read of a box: it lies in it, or around it and is one
// sign long.
func ofBox(w pipeline.Word, boxes []pipeline.Mark) bool {
	for _, m := range boxes {
		x, y := w.Box.CenterX(), w.Box.CenterY()
		inside := x > m.Box[0] && x < m.Box[2] && y > m.Box[1] && y < m.Box[3]
		if inside && (len([]rune(w.Text)) <= 3 || tickedSigns[w.Text] || emptySigns[w.Text]) {
			return true
		}
	}
	return false
}
