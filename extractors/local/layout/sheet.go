// Package layout lays a page out for reading: upright, in rows, each row cut into segments at its
// wide gaps. It knows places and letters, and nothing of what words mean.
//
// A [Sheet] holds the words of a page as tokens, row by row from left to right. A word that glues a
// label to its value becomes two tokens. A [Span] is a run of tokens; rows and segments are spans,
// and all that is read later is said as spans. What is asked most of them: [Sheet.Text] and
// [Sheet.Fold] for what is printed there, [Sheet.Bounds] for its place, [Sheet.Evidence] to cite it,
// [Sheet.Legible] for how well it was recognised.
//
// Lengths are in points, or in pixels for images, of the upright page. Distances that decide
// something are told in lines: [Sheet.Line] is the height of a line of print on this page.
//
// Besides rows there are [Sentence]s, which go on over lines, and boxes to tick ([Tick]), printed as
// signs or drawn. letters.go says what single words look like.
package layout

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"docpipe/extractors"
	"docpipe/pipeline"
)

// A Sheet is one page laid out for reading: upright, in rows from top to bottom, each row cut
// into segments at its wide gaps. Lengths are in points, or pixels for images.
type Sheet struct {
	Number int     // of the page
	Width  float64 // upright, as are all lengths
	Height float64 // upright
	Line   float64 // height of a line of print
	Ink    float64 // height of a line by the height of its boxes, 1 and more
	Tokens []Token // row by row, left to right
	Rows   []Span  // of tokens
	Segs   []Span  // of tokens; a segment lies inside one row
	RowOf  []int   // row of each token
	SegOf  []int   // segment of each token
	level  bool    // its image was straightened
	cells  bool    // blocks of a text layer are cells
	Boxes  []Tick  // to tick

	Captions []Caption // of each segment; nil where the schema states its labels
}

// A Span is tokens from to to-1.
type Span struct{ From, To int }

// A Token is a word, or a part of one where a label is glued to its value.
type Token struct {
	Text       string       // as printed
	Fold       string       // in lower case, without accents and marks
	box        pipeline.Box // as the page shows it, for evidence
	X0, Y0     float64      // upright
	X1, Y1     float64      // upright
	Confidence float64      // that it is read right, 0..1
	size       float64
	block      int  // of a text layer: words of one cell, column or paragraph share it
	OCR        bool // recognition read it
	Digit      bool // holds a digit
	Letter     bool // holds a letter
	walled     bool // a border of a box stands before it
	goesOn     bool // it belongs to the word before it, however wide the gap: both print with spaces between their letters
}

// possessive ends a word that says whose something is.
var possessive = []string{"'s", "’s", "'S", "’S"}

// Names is what a word says in a label: "Patient's" of a birth date is the patient.
func (t *Token) Names() string {
	for _, end := range possessive {
		if strings.HasSuffix(t.Text, end) && len(t.Fold) > 3 {
			return t.Fold[:len(t.Fold)-1]
		}
	}
	return t.Fold
}

// Middle is how far its middle is from the top of the upright page.
func (t *Token) Middle() float64 { return (t.Y0 + t.Y1) / 2 }

// New lays out the visible words of a page. Where label says so of
// what follows in a row, a column begins sooner than elsewhere.
func New(p *pipeline.Page, label func(s *Sheet, sp Span) bool) *Sheet {
	return (&Sheet{Number: p.Number, Width: p.Width, Height: p.Height}).layOut(p, label)
}

// NewForm lays a page out like [New], as a form: the blocks of a text layer are cells, and a segment
// ends where a cell does.
func NewForm(p *pipeline.Page, label func(s *Sheet, sp Span) bool) *Sheet {
	return (&Sheet{Number: p.Number, Width: p.Width, Height: p.Height, cells: true}).layOut(p, label)
}

func (s *Sheet) layOut(p *pipeline.Page, label func(s *Sheet, sp Span) bool) *Sheet {
	if s.Width <= 0 || s.Height <= 0 {
		s.Width, s.Height = 595, 842
	}
	s.place(p)
	if len(s.Tokens) == 0 {
		return s
	}
	s.measure()
	s.straighten(p)
	s.cutRows()
	s.joinSpaced()
	s.cutSegments()
	s.splitAtEdges(label)
	s.Boxes = s.ticks()
	return s
}

// place makes tokens of words, turned so that the text stands upright.
func (s *Sheet) place(p *pipeline.Page) {
	words := withMarks(p)
	s.Tokens = make([]Token, 0, len(words)+len(words)/8)
	walled := false
	for i := range words {
		w := &words[i]
		if s.isBorder(w) {
			walled = true
			continue
		}
		for _, part := range splitLabel(w) {
			part.walled, walled = walled, false
			if strings.TrimSpace(part.Text) != "" {
				s.Tokens = append(s.Tokens, part)
			}
		}
	}
	s.turn(p)
}

// isBorder reports whether recognition read the border between two boxes of a form as a word.
func (s *Sheet) isBorder(w *pipeline.Word) bool {
	return s.cells && w.Source == pipeline.SourceOCR && strings.Trim(w.Text, "|¦") == ""
}

// turn gives the tokens their upright places.
func (s *Sheet) turn(p *pipeline.Page) {
	u, prepared := newUpright(p)
	degrees, width, height := p.Turn, s.Width, s.Height
	if prepared {
		degrees, width, height = u.turn, u.width, u.height
		s.level = true
	}
	for i := range s.Tokens {
		t := &s.Tokens[i]
		if prepared {
			t.X0, t.Y0, t.X1, t.Y1 = u.box(p, t.box)
			continue
		}
		b := t.box
		t.X0, t.Y0, t.X1, t.Y1 = rotated(degrees, width, height, b[0]*width, b[1]*height, b[2]*width, b[3]*height)
	}
	s.Width, s.Height = width, height
	if degrees == 90 || degrees == 270 {
		s.Width, s.Height = height, width
	}
}

// splitLabel cuts "Date:2024-01-02" after its colon. The box is shared out by characters.
func splitLabel(w *pipeline.Word) []Token {
	at := labelEnd(w.Text)
	if at == 0 {
		return []Token{newToken(w, w.Text, w.Box)}
	}
	share := float64(utf8.RuneCountInString(w.Text[:at])) / float64(utf8.RuneCountInString(w.Text))
	left, right := w.Box, w.Box
	left[2] = w.Box[0] + share*w.Box.Width()
	right[0] = left[2]
	return []Token{newToken(w, w.Text[:at], left), newToken(w, w.Text[at:], right)}
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
	if len(text) < 7 || text[2] != '.' || !IsNumber(text[3:7]) {
		return 0
	}
	if mark := strings.ToLower(text[:2]); mark == "nr" || mark == "no" {
		return 3
	}
	return 0
}

func newToken(w *pipeline.Word, text string, box pipeline.Box) Token {
	t := Token{Text: text, Fold: extractors.Fold(text), box: box, Confidence: w.Confidence, size: w.Size, block: w.Block}
	t.OCR = w.Source == pipeline.SourceOCR
	if strings.HasSuffix(text, "#") {
		t.Fold += "no"
	}
	for _, r := range t.Fold {
		if r >= '0' && r <= '9' {
			t.Digit = true
		} else {
			t.Letter = true
		}
	}
	return t
}
