// Package look describes how a page looks, so that a paper which is scanned twice is known again
// although no byte of it is the same.
//
// A look is how dark the print is in each cell of a grid over the page, and a coarse outline of it
// by which candidates are found. The grid lies over the print and not over the paper: a scan that
// is shifted, trimmed or of another resolution or brightness has the same.
//
// Looks are evidence for a person and never proof: forms that differ in a few words look the same.
package look

import (
	"context"
	"encoding/hex"
	"fmt"
	"math"

	"docpipe/pipeline"
)

// version changes when the same page may come out otherwise.
const version = 2

// The grid, in cells, and that of the outline.
const (
	wide, high = 16, 24
	coarse     = 8
)

// Size is the length of a look in bytes: the outline, then a byte for each cell.
const Size = coarse + wide*high

// Step fills in p.Look of pages that come as images. Others have none: their bytes and words say
// more.
func Step() pipeline.PageStep {
	return pipeline.PageStep{
		Name: "look", Key: func(*pipeline.Document) string { return fmt.Sprint(version) },
		Do: func(ctx context.Context, _ *pipeline.Document, p *pipeline.Page) error {
			if err := ctx.Err(); err != nil || p.Pixels == nil {
				return err
			}
			p.Look = Of(p.Pixels)
			return nil
		},
	}
}

// Of returns the look of an image as hexadecimal digits, empty for one that is too small or blank.
func Of(px *pipeline.Pixels) string {
	if px.Width < 4*wide || px.Height < 4*high || len(px.Data) < px.Width*px.Height*px.Channels {
		return ""
	}
	p := pageOf(px)
	if p.ink < uint64(px.Width*px.Height)/10 {
		return ""
	}
	return hex.EncodeToString(append(outline(p.grid(coarse, coarse)), levels(p.grid(wide, high))...))
}

// outline returns one bit for each cell, set when it is darker than the mean of all.
func outline(cells []float64) []byte {
	rows := make([]byte, coarse)
	m := mean(cells)
	for i, v := range cells {
		if v > m {
			rows[i/coarse] |= 1 << (i % coarse)
		}
	}
	return rows
}

// levels scales the cells so that the darkest is 255.
func levels(cells []float64) []byte {
	most := 0.0
	for _, v := range cells {
		most = max(most, v)
	}
	all := make([]byte, len(cells))
	for i, v := range cells {
		all[i] = byte(255 * v / max(most, 1e-9))
	}
	return all
}

// Likeness is the correlation of the cells of two looks, 0..1. Looks of another form are not alike.
func Likeness(a, b string) float64 {
	x, y := parse(a), parse(b)
	if x == nil || y == nil {
		return 0
	}
	mx, my := mean(x[coarse:]), mean(y[coarse:])
	var xy, xx, yy float64
	for i := coarse; i < Size; i++ {
		dx, dy := float64(x[i])-mx, float64(y[i])-my
		xy, xx, yy = xy+dx*dy, xx+dx*dx, yy+dy*dy
	}
	return max(0, xy/max(math.Sqrt(xx*yy), 1e-9))
}

func mean[T byte | float64](values []T) float64 {
	sum := 0.0
	for _, v := range values {
		sum += float64(v)
	}
	return sum / float64(max(len(values), 1))
}

// Bands returns what looks that are alike nearly always share one of: the rows of the outline.
func Bands(look string) []string {
	raw := parse(look)
	if raw == nil {
		return nil
	}
	var all []string
	for i, row := range raw[:coarse] {
		all = append(all, fmt.Sprintf("%d:%02x", i, row))
	}
	return all
}

func parse(look string) []byte {
	raw, err := hex.DecodeString(look)
	if err != nil || len(raw) != Size {
		return nil
	}
	return raw
}
