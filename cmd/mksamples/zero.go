package main

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// plainZero returns the font with an open zero. The Go fonts slash theirs, which business
// documents do not and which no recogniser of text expects. The new glyph takes the place of
// the old one: its outer contour, and that contour again, shrunk into the old counters.
func plainZero(ttf []byte) ([]byte, error) {
	f, err := sfnt.Parse(ttf)
	if err != nil {
		return nil, err
	}
	var buf sfnt.Buffer
	g, err := f.GlyphIndex(&buf, '0')
	if err != nil {
		return nil, err
	}
	segments, err := f.LoadGlyph(&buf, g, fixed.I(int(f.UnitsPerEm())), nil)
	if err != nil {
		return nil, err
	}
	outer := slices.IndexFunc(segments[1:], func(s sfnt.Segment) bool { return s.Op == sfnt.SegmentOpMoveTo }) + 1
	contour := knots(segments[:outer])
	glyph := simpleGlyph(contour, hole(contour, box(knots(segments[outer:]))))

	ttf = slices.Clone(ttf)
	slot := glyphSlot(ttf, int(g))
	if len(glyph) > len(slot) {
		return nil, fmt.Errorf("an open zero takes %d bytes, the slashed one %d", len(glyph), len(slot))
	}
	clear(slot[copy(slot, glyph):])
	return ttf, nil
}

// A knot is a point of a TrueType contour in font units, y up.
type knot struct {
	x, y int
	on   bool
}

// knots returns the points of outlines, without the one that closes each.
func knots(segments sfnt.Segments) []knot {
	at := func(p fixed.Point26_6, on bool) knot {
		return knot{int(math.Round(float64(p.X) / 64)), -int(math.Round(float64(p.Y) / 64)), on}
	}
	var out []knot
	for _, s := range segments {
		switch s.Op {
		case sfnt.SegmentOpMoveTo, sfnt.SegmentOpLineTo:
			out = append(out, at(s.Args[0], true))
		case sfnt.SegmentOpQuadTo:
			out = append(out, at(s.Args[0], false), at(s.Args[1], true))
		}
	}
	if last := len(out) - 1; out[0] == out[last] {
		return out[:last]
	}
	return out
}

// box is the rectangle around knots: left, bottom, right, top.
func box(k []knot) [4]int {
	b := [4]int{k[0].x, k[0].y, k[0].x, k[0].y}
	for _, p := range k {
		b = [4]int{min(b[0], p.x), min(b[1], p.y), max(b[2], p.x), max(b[3], p.y)}
	}
	return b
}

// hole is a contour shrunk into a rectangle and turned around, so that it cuts out.
func hole(contour []knot, into [4]int) []knot {
	from := box(contour)
	var out []knot
	for _, p := range contour {
		out = append(out, knot{
			into[0] + (p.x-from[0])*(into[2]-into[0])/(from[2]-from[0]),
			into[1] + (p.y-from[1])*(into[3]-into[1])/(from[3]-from[1]), p.on})
	}
	slices.Reverse(out)
	return out
}

// simpleGlyph encodes contours as an entry of the glyf table, two bytes a coordinate.
func simpleGlyph(contours ...[]knot) []byte {
	all := slices.Concat(contours...)
	b := box(all)
	var out []byte
	put := func(v int) { out = binary.BigEndian.AppendUint16(out, uint16(int16(v))) }
	for _, v := range []int{len(contours), b[0], b[1], b[2], b[3]} {
		put(v)
	}
	end := -1
	for _, c := range contours {
		end += len(c)
		put(end)
	}
	put(0) // no instructions
	for _, p := range all {
		flag := byte(0)
		if p.on {
			flag = 1
		}
		out = append(out, flag)
	}
	last := knot{}
	for _, p := range all {
		put(p.x - last.x)
		last = p
	}
	last = knot{}
	for _, p := range all {
		put(p.y - last.y)
		last = p
	}
	return out
}

// glyphSlot returns the bytes of a glyph inside a TrueType file.
func glyphSlot(ttf []byte, g int) []byte {
	t := tables(ttf)
	from, to := location(t, g)
	return t["glyf"][from:to]
}
