package ocr

import (
	_ "embed"
	"fmt"
	"image"
	"math"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// zoneAlphabet is what may stand in a machine-readable zone.
const zoneAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"

// A cell of a zone's line as it is compared: so many samples across and down.
const (
	cellWide = 12
	cellHigh = 18
)

// A glyph is one cell: darkness less its mean, of length 1. A flat cell is all zeros.
type glyph [cellWide * cellHigh]float32

// unit brings darkness to a mean of 0 and a length of 1, and all to 0 that varies less than
// least.
func (g *glyph) unit(least float64) {
	mean, length := float32(0), 0.0
	for _, v := range g {
		mean += v
	}
	mean /= float32(len(g))
	for i := range g {
		g[i] -= mean
		length += float64(g[i] * g[i])
	}
	if length <= least {
		*g = glyph{}
		return
	}
	scale := float32(1 / math.Sqrt(length))
	for i := range g {
		g[i] *= scale
	}
}

// flat is the squared length under which a cell holds nothing: noise of a few shades.
const flat = 12 * 12 * cellWide

// like is the correlation of two glyphs, -1..1. Four sums at a time are twice as fast as one.
func (g *glyph) like(o *glyph) float32 {
	var a, b, c, d float32
	for i := 0; i < len(g); i += 4 {
		a += g[i] * o[i]
		b += g[i+1] * o[i+1]
		c += g[i+2] * o[i+2]
		d += g[i+3] * o[i+3]
	}
	return a + b + c + d
}

// fontOCRB is the typeface that ICAO Doc 9303 prescribes: fonts-ocr-b of Debian, drawn by
// Norbert Schwarz and Matthew Skala, free to use, change and pass on.
//
//go:embed OCRBS.otf
var fontOCRB []byte

// cellAspect is the height of a cell, which is a capital and a margin above and below, by its
// width, which is the pitch.
const (
	capsByPitch = 1.0
	cellMargin  = 0.15 // of the height of a capital
	cellAspect  = capsByPitch * (1 + 2*cellMargin)
)

// printedGlyphs draws the alphabet once.
var printedGlyphs = sync.OnceValues(func() ([]glyph, error) {
	parsed, err := opentype.Parse(fontOCRB)
	if err != nil {
		return nil, fmt.Errorf("font of machine-readable zones: %w", err)
	}
	const size = 200
	face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: size, DPI: 72})
	if err != nil {
		return nil, fmt.Errorf("font of machine-readable zones: %w", err)
	}
	var all []glyph
	for _, c := range zoneAlphabet {
		g, err := drawGlyph(face, c)
		if err != nil {
			return nil, err
		}
		all = append(all, g)
	}
	return all, nil
})

// drawGlyph draws one character on a cell of its pitch.
func drawGlyph(face font.Face, c rune) (glyph, error) {
	bounds, advance, ok := face.GlyphBounds('H')
	if !ok {
		return glyph{}, fmt.Errorf("font of machine-readable zones has no H")
	}
	caps := float64(-bounds.Min.Y) / 64
	wide, top := float64(advance)/64, caps*(1+cellMargin)
	at, mask, from, _, ok := face.Glyph(fixed.Point26_6{}, c)
	if !ok {
		return glyph{}, fmt.Errorf("font of machine-readable zones has no %q", c)
	}
	var g glyph
	each := [2]float64{wide / cellWide, caps * (1 + 2*cellMargin) / cellHigh}
	for y := at.Min.Y; y < at.Max.Y; y++ {
		for x := at.Min.X; x < at.Max.X; x++ {
			_, _, _, dark := mask.At(from.X+x-at.Min.X, from.Y+y-at.Min.Y).RGBA()
			cx, cy := int(float64(x)/each[0]), int((float64(y)+top)/each[1])
			if dark > 0 && (image.Point{X: cx, Y: cy}).In(image.Rect(0, 0, cellWide, cellHigh)) {
				g[cy*cellWide+cx] += float32(dark)
			}
		}
	}
	g.unit(0)
	return g, nil
}
