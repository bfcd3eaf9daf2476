package pii

import (
	"slices"
	"strings"

	"docpipe/pipeline"
)

// A Place is personal data on a page.
type Place struct {
	Class Class        `json:"class"`
	Kind  string       `json:"kind"` // as in [Span], or code, signature, or the pointer of a field
	Page  int          `json:"page"` // 1-based
	Box   pipeline.Box `json:"box"`  // in the frame of the page
	Sure  bool         `json:"sure"`
	Text  string       `json:"text"` // masked
}

// Page returns what is on a page, line by line: in its words, in its barcodes, and the
// signatures; a card number or an account that is broken over lines has a place on each. The words that name a number stand left of it or above it. Numbers that were read
// from pixels are also tried with letters that look like digits. With classes only lines that have
// one of them are looked at further; what else stands there is among the places too.
func (f *Finder) Page(p *pipeline.Page, classes ...Class) []Place {
	var places []Place
	var all []line
	for _, words := range p.Lines() {
		l := newLine(p, words)
		if all = append(all, l); len(classes) == 0 || f.has(p, l, classes) {
			places = append(places, f.line(p, l)...)
		}
	}
	places = append(places, f.broken(p, all, classes)...)
	for _, c := range p.Codes {
		if spans := f.Find(c.Text); len(spans) > 0 {
			places = append(places, Place{Class: spans[0].Class, Kind: "code", Page: p.Number, Box: c.Box, Sure: spans[0].Sure, Text: "•••"})
		}
	}
	for _, m := range p.Marks {
		if m.Kind == pipeline.MarkSignature {
			places = append(places, Place{Class: Signature, Kind: "signature", Page: p.Number, Box: m.Box, Sure: true, Text: "•••"})
		}
	}
	return places
}

// has reports whether one of the classes may stand on a line.
func (f *Finder) has(p *pipeline.Page, l line, classes []Class) bool {
	return slices.ContainsFunc(f.rules, func(r rule) bool {
		return slices.Contains(classes, r.class) &&
			(len(r.find(l.text, l.names(p))) > 0 || l.recognised() && len(r.find(asDigits(l.text), l.names(p))) > 0)
	})
}

func (f *Finder) line(p *pipeline.Page, l line) []Place {
	spans := f.find(l.text, l.names(p))
	if l.recognised() {
		for _, s := range f.find(asDigits(l.text), l.names(p)) {
			s.Sure = false
			spans = append(spans, s)
		}
		spans = apart(spans)
	}
	var places []Place
	for _, s := range spans {
		places = append(places, Place{
			Class: s.Class, Kind: s.Kind, Page: p.Number, Box: l.around(p, s.Start, s.End), Sure: s.Sure,
			Text: Masked(s.Class, l.text[s.Start:s.End]),
		})
	}
	return places
}

// A line is words as text, with the way back.
type line struct {
	text  string
	words []pipeline.Word
	ends  []int // of each word in text
}

func newLine(p *pipeline.Page, words []pipeline.Word) line {
	l := line{words: words}
	var b strings.Builder
	for i, w := range words {
		switch {
		case i == 0:
		case apartOn(p, words[i-1].Box, w.Box):
			b.WriteByte('\t')
		default:
			b.WriteByte(' ')
		}
		b.WriteString(w.Text)
		l.ends = append(l.ends, b.Len())
	}
	l.text = b.String()
	return l
}

// column is the gap, in heights of the line, that parts columns: no number goes across.
const column = 2.5

func apartOn(p *pipeline.Page, left, right pipeline.Box) bool {
	across := 1.0
	if p.Width > 0 && p.Height > 0 {
		across = p.Width / p.Height
	}
	return p.Turn%180 == 0 && (right[0]-left[2])*across > column*max(left.Height(), right.Height())
}

// names finds the words that may name what stands on the line.
func (l line) names(p *pipeline.Page) near {
	return func(start, end int) string {
		return above(p, l.box(start, end)) + " " + before(l.text)(start, end)
	}
}

// recognised reports whether a word of the line was read from pixels.
func (l line) recognised() bool {
	return slices.ContainsFunc(l.words, func(w pipeline.Word) bool { return w.Source == pipeline.SourceOCR })
}

// box returns the box around the words that have a share of text[start:end].
func (l line) box(start, end int) pipeline.Box {
	var box pipeline.Box
	for i, w := range l.words {
		if begin := l.ends[i] - len(w.Text); begin < end && start < l.ends[i] {
			box = box.Union(w.Box)
		}
	}
	return box
}

// Doubtful is the confidence below which what was read from pixels may be another word, and its box
// the box of a part of it.
const Doubtful = 0.6

// around returns the box that hides text[start:end]: of words that are doubtful it goes on by the
// height of a line, over the characters that nobody read, but not into other words.
func (l line) around(p *pipeline.Page, start, end int) pipeline.Box {
	box := l.box(start, end)
	left, right, doubtful := 0.0, 1.0, false
	for i, w := range l.words {
		switch begin := l.ends[i] - len(w.Text); {
		case begin < end && start < l.ends[i]:
			doubtful = doubtful || w.Source == pipeline.SourceOCR && w.Confidence < Doubtful
		case w.Box.CenterX() < box[0]:
			left = max(left, w.Box[2])
		case w.Box.CenterX() > box[2]:
			right = min(right, w.Box[0])
		}
	}
	if !doubtful || p.Width <= 0 || p.Height <= 0 {
		return box
	}
	reach := box.Height() * p.Height / p.Width
	box[0], box[2] = min(box[0], max(left, box[0]-reach)), max(box[2], min(right, box[2]+reach))
	return box
}

// lines is how far above a value its label may stand, in heights of its line.
const lines = 2.5

// above returns the words over box, and those left of it on its row: labels of forms and tables
// are often no part of the line.
func above(p *pipeline.Page, box pipeline.Box) string {
	var over, left []string
	h := box.Height()
	for _, w := range p.VisibleWords() {
		beside := w.Box[0] < box[2] && box[0] < w.Box[2]
		switch {
		case beside && w.Box.CenterY() < box[1] && w.Box[3] > box[1]-lines*h:
			over = append(over, w.Text)
		case w.Box[2] <= box[0] && w.Box.CenterY() > box[1] && w.Box.CenterY() < box[3]:
			left = append(left, w.Text)
		}
	}
	return strings.Join(append(over, left...), " ")
}

// alike are letters that readers of pixels take for digits, and the other way round.
var alike = map[byte]byte{'O': '0', 'o': '0', 'Q': '0', 'D': '0', 'l': '1', 'I': '1', '|': '1', 'i': '1', 'Z': '2', 'z': '2', 'S': '5', 's': '5', 'B': '8', 'g': '9', 'q': '9'}

// asDigits reads look-alikes as digits in words that are digits for the most part. The text
// keeps its length.
func asDigits(text string) string {
	b := []byte(text)
	for from := 0; from < len(b); {
		to := from
		for to < len(b) && b[to] != ' ' && b[to] != '\t' {
			to++
		}
		if word := b[from:to]; 2*len(digits(string(word))) >= len(word) {
			for i, c := range word {
				if d, ok := alike[c]; ok {
					word[i] = d
				}
			}
		}
		from = to + 1
	}
	return string(b)
}

// MaskWords hides the words of p that stand in places, and those that nobody sees on the page:
// no place is known for what they say.
func MaskWords(p *pipeline.Page, places []Place) {
	for i, w := range p.Words {
		if w.Hidden || slices.ContainsFunc(places, func(at Place) bool { return holds(at.Box, w.Box) }) {
			p.Words[i].Text, p.Words[i].Second = Masked(Person, w.Text), ""
		}
	}
}

// holds reports whether the middle of word lies in box.
func holds(box, word pipeline.Box) bool {
	x, y := word.CenterX(), word.CenterY()
	return box[0] <= x && x <= box[2] && box[1] <= y && y <= box[3]
}
