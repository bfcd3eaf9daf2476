package local

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"docpipe/extractors"
	"docpipe/pipeline"
)

// A sheet is one page laid out for reading: upright, in rows from top to bottom, each row cut
// into segments at its wide gaps. Lengths are in points, or pixels for images.
type sheet struct {
	number int // of the page
	width  float64
	height float64
	line   float64 // height of a line of print
	ink    float64 // height of a line by the height of its boxes, 1 and more
	tokens []token // row by row, left to right
	rows   []span  // of tokens
	segs   []span  // of tokens; a segment lies inside one row
	rowOf  []int   // row of each token
	segOf  []int   // segment of each token
	level  bool    // its image was straightened
	boxes  []tick  // to tick

	captions []caption // of each segment; nil where the schema states its labels
}

// A span is tokens from to to-1.
type span struct{ from, to int }

// A token is a word, or a part of one where a label is glued to its value.
type token struct {
	text       string
	fold       string
	box        pipeline.Box // as the page shows it, for evidence
	x0, y0     float64      // upright
	x1, y1     float64
	confidence float64
	size       float64
	ocr        bool
	digit      bool // holds a digit
	letter     bool // holds a letter
}

func (t *token) middle() float64 { return (t.y0 + t.y1) / 2 }

// newSheet lays out the visible words of a page. Where label says so of
// what follows in a row, a column begins sooner than elsewhere.
func newSheet(p *pipeline.Page, label func(s *sheet, sp span) bool) *sheet {
	s := &sheet{number: p.Number, width: p.Width, height: p.Height}
	if s.width <= 0 || s.height <= 0 {
		s.width, s.height = 595, 842
	}
	s.place(p)
	if len(s.tokens) == 0 {
		return s
	}
	s.measure()
	s.straighten(p)
	s.cutRows()
	s.cutSegments()
	s.splitAtEdges(label)
	s.boxes = s.ticks()
	return s
}

// place makes tokens of words, turned so that the text stands upright.
func (s *sheet) place(p *pipeline.Page) {
	words := withMarks(p)
	s.tokens = make([]token, 0, len(words)+len(words)/8)
	for i := range words {
		w := &words[i]
		for _, part := range splitLabel(w) {
			if strings.TrimSpace(part.text) != "" {
				s.tokens = append(s.tokens, part)
			}
		}
	}
	s.turn(p)
}

// turn gives the tokens their upright places.
func (s *sheet) turn(p *pipeline.Page) {
	u, prepared := newUpright(p)
	degrees, width, height := p.Turn, s.width, s.height
	if prepared {
		degrees, width, height = u.turn, u.width, u.height
		s.level = true
	}
	for i := range s.tokens {
		t := &s.tokens[i]
		if prepared {
			t.x0, t.y0, t.x1, t.y1 = u.box(p, t.box)
			continue
		}
		b := t.box
		t.x0, t.y0, t.x1, t.y1 = rotated(degrees, width, height, b[0]*width, b[1]*height, b[2]*width, b[3]*height)
	}
	s.width, s.height = width, height
	if degrees == 90 || degrees == 270 {
		s.width, s.height = height, width
	}
}

// splitLabel cuts "Date:2024-01-02" after its colon. The box is shared out by characters.
func splitLabel(w *pipeline.Word) []token {
	at := labelEnd(w.Text)
	if at == 0 {
		return []token{newToken(w, w.Text, w.Box)}
	}
	share := float64(utf8.RuneCountInString(w.Text[:at])) / float64(utf8.RuneCountInString(w.Text))
	left, right := w.Box, w.Box
	left[2] = w.Box[0] + share*w.Box.Width()
	right[0] = left[2]
	return []token{newToken(w, w.Text[:at], left), newToken(w, w.Text[at:], right)}
}

// labelEnd returns where a glued label ends, 0 when none is.
func labelEnd(text string) int {
	if rest, ok := strings.CutPrefix(text, "n°"); ok && rest != "" {
		return len("n°")
	}
	if at := numberMark(text); at > 0 {
		return at
	}
	for i := 1; i+1 < len(text); i++ {
		switch text[i] {
		case ':', '#', '=':
			letter := unicode.IsLetter(rune(text[i-1])) || text[i-1] == '.' || text[i-1] >= 0x80
			if letter && text[i+1] != '/' && text[i+1] != text[i] {
				return i + 1
			}
		}
	}
	return 0
}

// numberMark returns where "Nr." or "No." ends that is glued to a number of at least four digits; a
// house has fewer.
func numberMark(text string) int {
	if len(text) < 7 || text[2] != '.' || !isNumber(text[3:7]) {
		return 0
	}
	if mark := strings.ToLower(text[:2]); mark == "nr" || mark == "no" {
		return 3
	}
	return 0
}

func newToken(w *pipeline.Word, text string, box pipeline.Box) token {
	t := token{text: text, fold: extractors.Fold(text), box: box, confidence: w.Confidence, size: w.Size}
	t.ocr = w.Source == pipeline.SourceOCR
	if strings.HasSuffix(text, "#") {
		t.fold += "no"
	}
	for _, r := range t.fold {
		if r >= '0' && r <= '9' {
			t.digit = true
		} else {
			t.letter = true
		}
	}
	return t
}
