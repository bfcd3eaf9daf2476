package raster

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/color"
	"slices"
	"strings"
)

// Most pictures on pages with a text layer are logos. Drawing the page to look for codes in them
// costs more than reading it, so the small ones are looked at as they come.

// What is looked at: more is taken for telling unseen.
const (
	mostLooked = 1 << 20 // bytes of a picture as it stands in the drawing
	mostPixels = 2_000_000
)

// What codes and signatures look like.
const (
	leastSpread  = 60   // grey levels between ink and paper
	codeTones    = 0.85 // share of pixels close to ink or paper
	codeInk      = 0.2  // share of ink, at least
	codeChanges  = 8    // from ink to paper and back along a line through the middle
	mostStrokes  = 0.3  // share of ink in a signature, at most
	leastLetters = 0.01 // and at least
)

// signing are the beginnings of words that ask for a signature, in the languages of the labels:
// those of pipeline/marks, which looks at the page then, and with spaces lost.
var signing = []string{"sign", "unterschr", "firma", "assin", "handtek", "podpis", "unterzeich", "ondertek"}

func asksForSignature(glyphs []glyph) bool {
	var b strings.Builder
	for _, g := range glyphs {
		b.WriteString(g.text)
	}
	text := strings.ToLower(b.String())
	return slices.ContainsFunc(signing, func(word string) bool { return strings.Contains(text, word) })
}

// telling reports whether a picture can be a code or, on a page that asks for one, a signature.
// One that cannot be looked at can.
func (p *painted) telling(signed bool) bool {
	if len(p.source) > mostLooked || p.pixelsX*p.pixelsY > mostPixels {
		return true
	}
	_, data, ok := strings.Cut(p.source, "base64,")
	if !ok {
		return true
	}
	file, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(data), ""))
	if err != nil {
		return true
	}
	if c, _, err := image.DecodeConfig(bytes.NewReader(file)); err != nil || c.Width*c.Height > mostPixels {
		return true // the file itself says how large it is
	}
	img, _, err := image.Decode(bytes.NewReader(file))
	if err != nil {
		return true
	}
	l := lookAt(img)
	return l.isCode() || signed && l.isSignature()
}

// A look is what a picture is made of.
type look struct {
	width, height  int
	spread         int     // grey levels between ink and paper
	twoTone        float64 // share of pixels close to one of them
	ink            float64 // share of pixels darker than their middle
	across, upward float64 // changes between them along a line, on the mean
}

func (l look) isCode() bool {
	return l.spread >= leastSpread && l.twoTone >= codeTones && l.ink >= codeInk && l.ink <= 1-codeInk && max(l.across, l.upward) >= codeChanges
}

func (l look) isSignature() bool {
	return l.spread >= leastSpread && l.width*2 >= l.height*3 && l.ink >= leastLetters && l.ink <= mostStrokes && l.twoTone >= codeTones
}

func lookAt(img image.Image) look {
	b := img.Bounds()
	l := look{width: b.Dx(), height: b.Dy()}
	grey := make([]int, 0, l.width*l.height)
	low, high := 255, 0
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			v := onPaper(img.At(x, y))
			low, high, grey = min(low, v), max(high, v), append(grey, v)
		}
	}
	l.spread = high - low
	middle, near := (low+high)/2, l.spread/4
	for i, v := range grey {
		if v < middle {
			l.ink++
		}
		if v-low <= near || high-v <= near {
			l.twoTone++
		}
		if i%l.width > 0 && (v < middle) != (grey[i-1] < middle) {
			l.across++
		}
		if i >= l.width && (v < middle) != (grey[i-l.width] < middle) {
			l.upward++
		}
	}
	n := float64(max(len(grey), 1))
	l.ink, l.twoTone = l.ink/n, l.twoTone/n
	l.across, l.upward = l.across/float64(max(l.height, 1)), l.upward/float64(max(l.width, 1))
	return l
}

// onPaper is the luminance of a colour on white, 0 to 255.
func onPaper(c color.Color) int {
	r, g, b, a := c.RGBA()
	return int((299*r+587*g+114*b)/1000+(0xffff-a)) >> 8
}
