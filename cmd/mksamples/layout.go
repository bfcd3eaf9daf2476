package main

import (
	"strings"
	"unicode"
)

// A Page is a sheet with marks on it, in points from its top left corner. It knows nothing
// of PDF or pixels: both backends draw the same page, so a scan is the same document as
// its digital original.
type Page struct {
	W, H  float64
	Fills []Fill // painted first
	Texts []Text // painted over the fills
}

// A4 returns an empty sheet of 210 x 297 mm.
func A4() *Page { return &Page{W: 595.28, H: 841.89} }

// An Ink is a colour in parts of 255.
type Ink struct{ R, G, B uint8 }

// The inks that every document shares.
var (
	black = Ink{20, 20, 20}
	grey  = Ink{95, 95, 95}
	pale  = Ink{232, 235, 240}
	hair  = Ink{150, 150, 150}
	white = Ink{255, 255, 255}
)

// A Fill is a filled rectangle; rules are thin ones.
type Fill struct {
	X, Y, W, H float64
	Ink        Ink
}

// A Text is one run of glyphs that starts at X on the baseline Y.
type Text struct {
	X, Y float64
	Style
	S string
}

// A Style is how text looks. Size is in points.
type Style struct {
	Face *Face
	Size float64
	Ink  Ink
}

// plain and bold are the two styles that most documents are made of.
func plain(size float64) Style { return Style{regular, size, black} }
func bold(size float64) Style  { return Style{heavy, size, black} }

// in returns the style in another ink.
func (s Style) in(ink Ink) Style { s.Ink = ink; return s }

// Left writes s so that it begins at x.
func (p *Page) Left(x, y float64, st Style, s string) {
	if s != "" {
		p.Texts = append(p.Texts, Text{x, y, st, s})
	}
}

// Right writes s so that it ends at x.
func (p *Page) Right(x, y float64, st Style, s string) { p.Left(x-st.Width(s), y, st, s) }

// Center writes s around x.
func (p *Page) Center(x, y float64, st Style, s string) { p.Left(x-st.Width(s)/2, y, st, s) }

// Block writes lines under each other and returns the baseline after the last.
func (p *Page) Block(x, y, leading float64, st Style, lines ...string) float64 {
	for _, s := range lines {
		p.Left(x, y, st, s)
		y += leading
	}
	return y
}

// Rule draws a horizontal line of the given thickness.
func (p *Page) Rule(x1, x2, y, thick float64, ink Ink) { p.Box(x1, y, x2-x1, thick, ink) }

// Box fills a rectangle.
func (p *Page) Box(x, y, w, h float64, ink Ink) {
	p.Fills = append(p.Fills, Fill{x, y, w, h, ink})
}

// Frame draws the outline of a rectangle.
func (p *Page) Frame(x, y, w, h, thick float64, ink Ink) {
	p.Rule(x, x+w, y, thick, ink)
	p.Rule(x, x+w+thick, y+h, thick, ink)
	p.Box(x, y, thick, h, ink)
	p.Box(x+w, y, thick, h, ink)
}

// Width returns how far s reaches, in points.
func (s Style) Width(text string) float64 {
	w := 0.0
	for _, r := range text {
		w += s.Face.Advance(r)
	}
	return w * s.Size
}

// Wrap breaks text into lines no wider than width points.
func (s Style) Wrap(text string, width float64) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		if next := strings.TrimSpace(line + " " + word); line == "" || s.Width(next) <= width {
			line = next
			continue
		}
		lines = append(lines, line)
		line = word
	}
	return append(lines, line)
}

// A Placed is one printed word with the rectangle of its ink and of its line cell (pen
// advance by ascender and descender), left, top, right, bottom in points.
type Placed struct {
	S         string
	Ink, Cell [4]float64
}

// Words returns the words of the page in the order they were written. White ones are left out:
// nobody sees them.
func (p *Page) Words() []Placed {
	var words []Placed
	for _, t := range p.Texts {
		if t.Ink != white || p.dark(t.X, t.Y) {
			words = append(words, t.words()...)
		}
	}
	return words
}

// dark says whether a fill that is not white lies under the point.
func (p *Page) dark(x, y float64) bool {
	for _, f := range p.Fills {
		if f.Ink != white && x >= f.X && x <= f.X+f.W && y >= f.Y && y <= f.Y+f.H {
			return true
		}
	}
	return false
}

func (t Text) words() []Placed {
	var words []Placed
	x, open := t.X, false
	for _, r := range t.S {
		adv := t.Face.Advance(r) * t.Size
		if unicode.IsSpace(r) {
			open = false
			x += adv
			continue
		}
		if !open {
			words = append(words, Placed{Cell: t.cell(x, adv), Ink: t.ink(x, r)})
			open = true
		}
		w := &words[len(words)-1]
		w.S += string(r)
		w.Cell = union(w.Cell, t.cell(x, adv))
		w.Ink = union(w.Ink, t.ink(x, r))
		x += adv
	}
	return words
}

func (t Text) cell(x, adv float64) [4]float64 {
	return [4]float64{x, t.Y - t.Face.ascent*t.Size, x + adv, t.Y + t.Face.descent*t.Size}
}

func (t Text) ink(x float64, r rune) [4]float64 {
	b := t.Face.Bounds(r)
	return [4]float64{x + b[0]*t.Size, t.Y + b[1]*t.Size, x + b[2]*t.Size, t.Y + b[3]*t.Size}
}

func union(a, b [4]float64) [4]float64 {
	return [4]float64{min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])}
}
