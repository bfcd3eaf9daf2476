package main

import (
	"fmt"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// The Go fonts (BSD licence), the only ones that the samples are set in.
var (
	regular = open("GoRegular", goregular.TTF)
	heavy   = open("GoBold", gobold.TTF)
	mono    = open("GoMono", gomono.TTF)
)

// A Face is a TrueType font with its metrics in parts of an em. It is for one goroutine only.
type Face struct {
	Name            string
	ttf             []byte
	font            *sfnt.Font
	buf             sfnt.Buffer
	ascent, descent float64 // both positive
}

// open parses an embedded font; a broken one is a broken build.
func open(name string, ttf []byte) *Face {
	ttf, err := plainZero(ttf)
	if err != nil {
		panic(fmt.Sprintf("the embedded font %s: %v", name, err))
	}
	f, err := sfnt.Parse(ttf)
	if err != nil {
		panic(fmt.Sprintf("the embedded font %s: %v", name, err))
	}
	face := &Face{Name: name, ttf: ttf, font: f}
	m, err := f.Metrics(&face.buf, face.ppem(), font.HintingNone)
	if err != nil {
		panic(fmt.Sprintf("the embedded font %s: %v", name, err))
	}
	face.ascent, face.descent = face.em(m.Ascent), face.em(m.Descent)
	return face
}

// ppem is the size at which one pixel is one font unit, so nothing is rounded.
func (f *Face) ppem() fixed.Int26_6 { return fixed.I(int(f.font.UnitsPerEm())) }

func (f *Face) em(v fixed.Int26_6) float64 {
	return float64(v) / 64 / float64(f.font.UnitsPerEm())
}

// Glyph returns the index of r's glyph, 0 where the font has none.
func (f *Face) Glyph(r rune) sfnt.GlyphIndex {
	g, err := f.font.GlyphIndex(&f.buf, r)
	if err != nil {
		return 0
	}
	return g
}

// Advance returns how far the pen moves over r, in ems.
func (f *Face) Advance(r rune) float64 {
	a, err := f.font.GlyphAdvance(&f.buf, f.Glyph(r), f.ppem(), font.HintingNone)
	if err != nil {
		return 0
	}
	return f.em(a)
}

// Bounds returns the ink of r around the pen, in ems with y down: left, top, right, bottom.
func (f *Face) Bounds(r rune) [4]float64 {
	b, _, err := f.font.GlyphBounds(&f.buf, f.Glyph(r), f.ppem(), font.HintingNone)
	if err != nil {
		return [4]float64{}
	}
	return [4]float64{f.em(b.Min.X), f.em(b.Min.Y), f.em(b.Max.X), f.em(b.Max.Y)}
}

// Outline returns r's curves in font units with y down.
func (f *Face) Outline(r rune) sfnt.Segments {
	segments, err := f.font.LoadGlyph(&f.buf, f.Glyph(r), f.ppem(), nil)
	if err != nil {
		return nil
	}
	return segments
}
