package local

import (
	"cmp"
	"math"
	"slices"
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
	line   float64 // median height of words
	tokens []token // row by row, left to right
	rows   []span  // of tokens
	segs   []span  // of tokens; a segment lies inside one row
	rowOf  []int   // row of each token
	segOf  []int   // segment of each token
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
	bold       bool
	ocr        bool
	digit      bool // holds a digit
	letter     bool // holds a letter
}

func (t *token) middle() float64 { return (t.y0 + t.y1) / 2 }

// newSheet lays out the visible words of a page.
func newSheet(p *pipeline.Page) *sheet {
	s := &sheet{number: p.Number, width: p.Width, height: p.Height}
	if s.width <= 0 || s.height <= 0 {
		s.width, s.height = 595, 842
	}
	s.place(p)
	if len(s.tokens) == 0 {
		return s
	}
	s.line = s.medianHeight()
	s.straighten(p)
	s.cutRows()
	s.cutSegments()
	return s
}

// place makes tokens of words, turned so that the text stands upright.
func (s *sheet) place(p *pipeline.Page) {
	words := p.VisibleWords()
	s.tokens = make([]token, 0, len(words)+len(words)/8)
	for i := range words {
		w := &words[i]
		for _, part := range splitLabel(w) {
			if strings.TrimSpace(part.text) != "" {
				s.tokens = append(s.tokens, part)
			}
		}
	}
	width, height := s.width, s.height
	for i := range s.tokens {
		t := &s.tokens[i]
		b := t.box
		l, u, r, d := b[0]*width, b[1]*height, b[2]*width, b[3]*height
		switch p.Turn {
		case 90: // turned clockwise by 90 it is upright
			l, u, r, d = height-d, l, height-u, r
		case 180:
			l, u, r, d = width-r, height-d, width-l, height-u
		case 270:
			l, u, r, d = u, width-r, d, width-l
		}
		t.x0, t.y0, t.x1, t.y1 = l, u, r, d
	}
	if p.Turn == 90 || p.Turn == 270 {
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

func newToken(w *pipeline.Word, text string, box pipeline.Box) token {
	t := token{text: text, fold: extractors.Fold(text), box: box, confidence: w.Confidence, size: w.Size, bold: w.Bold}
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

func (s *sheet) medianHeight() float64 {
	heights := make([]float64, len(s.tokens))
	for i := range s.tokens {
		heights[i] = s.tokens[i].y1 - s.tokens[i].y0
	}
	slices.Sort(heights)
	median := max(heights[len(heights)/2], 1)
	if s.tokens[len(s.tokens)/2].ocr {
		return 1.35 * median // boxes of OCR are as high as their letters, those of a text layer as the line
	}
	return median
}

// straighten undoes the slant of a scan: words that their engine put on one line tell it.
func (s *sheet) straighten(p *pipeline.Page) {
	if p.TextFrom != pipeline.TextFromOCR && p.TextFrom != pipeline.TextFromMixed || p.Turn != 0 {
		return
	}
	var slopes []float64
	words := p.VisibleWords()
	for i := 0; i < len(words); {
		j := i
		for j+1 < len(words) && words[j+1].Line == words[i].Line && words[j+1].Block == words[i].Block {
			j++
		}
		dx := (words[j].Box.CenterX() - words[i].Box.CenterX()) * s.width
		if dx > 12*s.line {
			slopes = append(slopes, (words[j].Box.CenterY()-words[i].Box.CenterY())*s.height/dx)
		}
		i = j + 1
	}
	if len(slopes) < 4 {
		return
	}
	slices.Sort(slopes)
	slope := slopes[len(slopes)/2]
	if math.Abs(slope) < 0.002 || math.Abs(slope) > 0.3 {
		return
	}
	for i := range s.tokens {
		t := &s.tokens[i]
		shift := slope * (t.x0 + t.x1) / 2
		t.y0, t.y1 = t.y0-shift, t.y1-shift
	}
}

// cutRows sorts tokens into rows: a token belongs to the row that its middle lies in.
func (s *sheet) cutRows() {
	slices.SortStableFunc(s.tokens, func(a, b token) int { return cmp.Compare(a.middle(), b.middle()) })
	for from := 0; from < len(s.tokens); {
		to, sum := from, 0.0
		for to < len(s.tokens) {
			t := &s.tokens[to]
			n := float64(to - from)
			if to > from && t.middle()-sum/n > 0.45*min(t.y1-t.y0, 1.5*s.line) {
				break
			}
			sum += t.middle()
			to++
		}
		slices.SortStableFunc(s.tokens[from:to], func(a, b token) int { return cmp.Compare(a.x0, b.x0) })
		s.rows = append(s.rows, span{from, to})
		from = to
	}
}

// gapOfSegments is the gap between words, in heights of a line, from which on they no longer
// belong together.
const gapOfSegments = 0.9

func (s *sheet) cutSegments() {
	s.rowOf, s.segOf = make([]int, len(s.tokens)), make([]int, len(s.tokens))
	for r, row := range s.rows {
		from := row.from
		for i := row.from; i < row.to; i++ {
			s.rowOf[i] = r
			height := max(s.tokens[i].y1-s.tokens[i].y0, 0.7*s.line)
			if s.tokens[i].ocr {
				height = max(height*1.35, s.line)
			}
			if i > from && s.tokens[i].x0-s.tokens[i-1].x1 > gapOfSegments*height {
				s.segs = append(s.segs, span{from, i})
				from = i
			}
			s.segOf[i] = len(s.segs)
		}
		s.segs = append(s.segs, span{from, row.to})
	}
}

// text returns the printed words of a span.
func (s *sheet) text(sp span) string {
	var b strings.Builder
	for i := sp.from; i < sp.to; i++ {
		if i > sp.from && !(s.tokens[i].x0-s.tokens[i-1].x1 < 0.01 && s.tokens[i-1].x1 == s.tokens[i].x0) {
			b.WriteByte(' ')
		}
		b.WriteString(s.tokens[i].text)
	}
	return b.String()
}

// evidence cites a span.
func (s *sheet) evidence(sp span) pipeline.Evidence {
	var box pipeline.Box
	for _, t := range s.tokens[sp.from:sp.to] {
		box = box.Union(t.box)
	}
	return pipeline.Evidence{Page: s.number, Box: &box, Quote: s.text(sp)}
}

// legible is the lowest confidence of the words of a span, 0..1.
func (s *sheet) legible(sp span) float64 {
	lowest := 1.0
	for _, t := range s.tokens[sp.from:sp.to] {
		lowest = min(lowest, t.confidence)
	}
	return lowest
}

// bounds is the upright box of a span.
func (s *sheet) bounds(sp span) (x0, y0, x1, y1 float64) {
	x0, y0 = math.Inf(1), math.Inf(1)
	for _, t := range s.tokens[sp.from:sp.to] {
		x0, y0, x1, y1 = min(x0, t.x0), min(y0, t.y0), max(x1, t.x1), max(y1, t.y1)
	}
	return x0, y0, x1, y1
}
