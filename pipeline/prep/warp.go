package prep

import (
	"math"

	"docpipe/pipeline"
)

// Coordinates are continuous: pixel (x, y) covers x..x+1 and y..y+1, its centre is at
// (x+0.5, y+0.5). Transforms between sheets are in these units.

// warp returns width x height pixels taken from s through back, which maps new pixels to old
// ones, with linear interpolation. What lies outside s becomes fill.
func warp(s *Sheet, width, height int, back pipeline.Transform, fill byte) *Sheet {
	out := blank(width, height, s.DPI)
	for y := range height {
		warpRow(s, out.row(y), float64(y)+0.5, back, fill)
	}
	return out
}

// warpRow walks the three linear forms of the projective map along the row.
func warpRow(s *Sheet, dst []byte, y float64, m pipeline.Transform, fill byte) {
	u := m[0]*0.5 + m[1]*y + m[2]
	v := m[3]*0.5 + m[4]*y + m[5]
	w := m[6]*0.5 + m[7]*y + m[8]
	affine := m[6] == 0 && m[7] == 0
	scale := 1 / w
	for x := range dst {
		if !affine {
			scale = 1 / w
			w += m[6]
		}
		dst[x] = sample(s, u*scale-0.5, v*scale-0.5, fill)
		u += m[0]
		v += m[3]
	}
}

// sample reads between the four pixels around (x, y), weights in 1/256.
func sample(s *Sheet, x, y float64, fill byte) byte {
	pix, stride := s.Grey.Pix, s.Grey.Stride
	x0, y0 := int(math.Floor(x)), int(math.Floor(y))
	if x0 < 0 || y0 < 0 || x0+1 >= s.Grey.Rect.Dx() || y0+1 >= s.Grey.Rect.Dy() {
		return edge(s, x0, y0, fill)
	}
	fx, fy := uint32((x-float64(x0))*256), uint32((y-float64(y0))*256)
	i := y0*stride + x0
	a, b := uint32(pix[i]), uint32(pix[i+1])
	c, d := uint32(pix[i+stride]), uint32(pix[i+stride+1])
	top := a<<8 + (b-a)*fx
	bottom := c<<8 + (d-c)*fx
	return byte((top<<8 + (bottom-top)*fy + 1<<15) >> 16)
}

// edge answers for the outermost half pixel and for what lies beyond.
func edge(s *Sheet, x, y int, fill byte) byte {
	width, height := s.Size()
	if x < -1 || y < -1 || x >= width || y >= height {
		return fill
	}
	return s.row(min(max(y, 0), height-1))[min(max(x, 0), width-1)]
}

// turn returns s turned clockwise by quarters of a circle, and the map back.
func turn(s *Sheet, quarters int) (*Sheet, pipeline.Transform) {
	width, height := s.Size()
	w, h := float64(width), float64(height)
	switch quarters & 3 {
	case 1:
		return quarter(s), pipeline.Transform{0, 1, 0, -1, 0, h, 0, 0, 1}
	case 2:
		out := blank(width, height, s.DPI)
		for i, v := range s.Grey.Pix {
			out.Grey.Pix[len(out.Grey.Pix)-1-i] = v
		}
		return out, pipeline.Transform{-1, 0, w, 0, -1, h, 0, 0, 1}
	case 3:
		once, back := turn(s, 2)
		out, more := turn(once, 1)
		return out, more.Then(back)
	}
	return s, pipeline.Identity
}

// quarter turns clockwise by 90 degrees in tiles that stay in the processor's cache.
func quarter(s *Sheet) *Sheet {
	const tile = 32
	width, height := s.Size()
	out := blank(height, width, s.DPI)
	for y0 := 0; y0 < height; y0 += tile {
		for x0 := 0; x0 < width; x0 += tile {
			for y := y0; y < min(y0+tile, height); y++ {
				row := s.row(y)
				for x := x0; x < min(x0+tile, width); x++ {
					out.Grey.Pix[x*height+height-1-y] = row[x]
				}
			}
		}
	}
	return out
}
