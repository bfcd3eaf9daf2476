package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/vector"
)

// Render draws p on canvas as seen through view, paper first. The outlines are mapped, not the
// pixels, so a turned or tilted page is as sharp as the canvas allows.
func Render(canvas *image.RGBA, p *Page, view View, paper Ink) {
	r := pen{canvas, view}
	r.rect(0, 0, p.W, p.H, paper)
	for _, f := range p.Fills {
		r.rect(f.X, f.Y, f.W, f.H, f.Ink)
	}
	for _, t := range p.Texts {
		x := t.X
		for _, c := range t.S {
			r.glyph(x, t, c)
			x += t.Face.Advance(c) * t.Size
		}
	}
}

// A pen paints shapes of a page on a canvas.
type pen struct {
	canvas *image.RGBA
	view   View
}

func (r pen) rect(x, y, w, h float64, ink Ink) {
	var shape outline
	for i, c := range [][2]float64{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}} {
		op := sfnt.SegmentOpLineTo
		if i == 0 {
			op = sfnt.SegmentOpMoveTo
		}
		shape = append(shape, curve{op, [3]point{r.at(c[0], c[1])}})
	}
	r.fill(shape, ink)
}

func (r pen) glyph(x float64, t Text, c rune) {
	scale := t.Size / 64 / float64(t.Face.font.UnitsPerEm())
	var shape outline
	for _, s := range t.Face.Outline(c) {
		next := curve{op: s.Op}
		for i, a := range s.Args {
			next.to[i] = r.at(x+float64(a.X)*scale, t.Y+float64(a.Y)*scale)
		}
		shape = append(shape, next)
	}
	r.fill(shape, t.Ink)
}

func (r pen) at(x, y float64) point {
	px, py := r.view(x, y)
	return point{float32(px), float32(py)}
}

// An outline is a closed shape in pixels.
type outline []curve

// A curve is one segment of an outline with as many points as its operator takes.
type curve struct {
	op sfnt.SegmentOp
	to [3]point
}

type point struct{ x, y float32 }

// points is how many points each operator takes.
var points = map[sfnt.SegmentOp]int{
	sfnt.SegmentOpMoveTo: 1, sfnt.SegmentOpLineTo: 1, sfnt.SegmentOpQuadTo: 2, sfnt.SegmentOpCubeTo: 3,
}

// bounds is the pixel rectangle around the outline.
func (o outline) bounds() image.Rectangle {
	x0, y0, x1, y1 := float32(1e9), float32(1e9), float32(-1e9), float32(-1e9)
	for _, c := range o {
		for _, p := range c.to[:points[c.op]] {
			x0, y0, x1, y1 = min(x0, p.x), min(y0, p.y), max(x1, p.x), max(y1, p.y)
		}
	}
	return image.Rect(int(x0)-1, int(y0)-1, int(x1)+2, int(y1)+2)
}

// fill rasterises the outline in a window of its own: a page has thousands of small ones.
func (r pen) fill(o outline, ink Ink) {
	b := o.bounds().Intersect(r.canvas.Rect)
	if len(o) == 0 || b.Empty() {
		return
	}
	z := vector.NewRasterizer(b.Dx(), b.Dy())
	dx, dy := float32(b.Min.X), float32(b.Min.Y)
	for _, c := range o {
		to := c.to
		for i := range to {
			to[i] = point{to[i].x - dx, to[i].y - dy}
		}
		switch c.op {
		case sfnt.SegmentOpMoveTo:
			z.ClosePath()
			z.MoveTo(to[0].x, to[0].y)
		case sfnt.SegmentOpLineTo:
			z.LineTo(to[0].x, to[0].y)
		case sfnt.SegmentOpQuadTo:
			z.QuadTo(to[0].x, to[0].y, to[1].x, to[1].y)
		case sfnt.SegmentOpCubeTo:
			z.CubeTo(to[0].x, to[0].y, to[1].x, to[1].y, to[2].x, to[2].y)
		}
	}
	z.ClosePath()
	z.Draw(r.canvas, b, image.NewUniform(color.RGBA{ink.R, ink.G, ink.B, 255}), image.Point{})
}

// canvas returns a picture of one ink.
func canvas(w, h int, ink Ink) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := 0; i < len(img.Pix); i += 4 {
		img.Pix[i], img.Pix[i+1], img.Pix[i+2], img.Pix[i+3] = ink.R, ink.G, ink.B, 255
	}
	return img
}

// grayscale returns the luma of img.
func grayscale(img *image.RGBA) *image.Gray {
	out := image.NewGray(img.Rect)
	for i := range out.Pix {
		p := img.Pix[4*i:]
		out.Pix[i] = uint8((299*int(p[0]) + 587*int(p[1]) + 114*int(p[2]) + 500) / 1000)
	}
	return out
}

// jpegBytes encodes an image.
func jpegBytes(img image.Image, quality int) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}); err != nil {
		panic(fmt.Sprintf("jpeg: %v", err)) // only an image over 65535 pixels fails
	}
	return b.Bytes()
}
