package raster

import (
	"slices"
)

// readingOrder returns segments as a person reads them: lines from top to bottom, except that
// columns of prose are read one after the other. Tables and forms stay in rows.
func readingOrder(blocks []*block, segments []*segment) []*segment {
	for _, b := range blocks {
		prose := isProse(b)
		for _, s := range b.segments {
			s.prose = prose
		}
	}
	if !slices.ContainsFunc(segments, func(s *segment) bool { return s.prose }) {
		return segments
	}
	return orderBlocks(blocks, 0)
}

// isProse tells running text from cells: several lines of several words.
func isProse(b *block) bool {
	words := 0
	for _, s := range b.segments {
		words += len(s.runs)
	}
	return len(b.segments) >= 3 && words >= 4*len(b.segments)
}

// maxCuts bounds the recursion of orderBlocks.
const maxCuts = 32

// orderBlocks cuts a region at white bands across it, then a band at white gutters when prose
// stands on both sides of one, and so on (the recursive X-Y cut of Nagy and Seth).
func orderBlocks(blocks []*block, depth int) []*segment {
	if len(blocks) > 1 && depth < maxCuts {
		if parts := cut(blocks, 1, 0); len(parts) > 1 {
			return orderParts(parts, depth)
		}
		if parts := cut(blocks, 0, gutter(blocks)); len(parts) > 1 && proseParts(parts) > 1 {
			return orderParts(parts, depth)
		}
	}
	return inRows(blocks)
}

func orderParts(parts [][]*block, depth int) []*segment {
	var all []*segment
	for _, p := range parts {
		all = append(all, orderBlocks(p, depth+1)...)
	}
	return all
}

// cut splits blocks where no block covers the axis (0 along, 1 down) for more than gap points.
func cut(blocks []*block, axis int, gap float64) (parts [][]*block) {
	sorted := slices.Clone(blocks)
	slices.SortStableFunc(sorted, func(a, b *block) int { return cmpFloat(a.box[axis], b.box[axis]) })
	from, end := 0, sorted[0].box[axis+2]
	for i, b := range sorted {
		if b.box[axis]-end > gap {
			parts = append(parts, sorted[from:i])
			from = i
		}
		end = max(end, b.box[axis+2])
	}
	return append(parts, sorted[from:])
}

// gutter is how wide the white between columns must be: most of an em of the text beside it.
func gutter(blocks []*block) float64 {
	size := blocks[0].segments[0].size
	for _, b := range blocks {
		size = min(size, b.segments[0].size)
	}
	return 0.8 * size
}

func proseParts(parts [][]*block) (n int) {
	for _, p := range parts {
		if slices.ContainsFunc(p, func(b *block) bool { return b.segments[0].prose }) {
			n++
		}
	}
	return n
}

func inRows(blocks []*block) []*segment {
	var all []*segment
	for _, b := range blocks {
		all = append(all, b.segments...)
	}
	slices.SortStableFunc(all, func(a, b *segment) int {
		if a.line != b.line {
			return a.line - b.line
		}
		return cmpFloat(a.box[0], b.box[0])
	})
	return all
}
