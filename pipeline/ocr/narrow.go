package ocr

import (
	"slices"

	"docpipe/pipeline"
)

// slipWidth is how many heights of a line the print of a slip is wide at most: measured, slips are 16
// to 44, sheets of paper 51 and more.
const slipWidth = 46

// isSlip reports whether the print on a page is as narrow as a till's paper for its size, whatever its
// height: a short slip is wider than it is long, and one on the glass of a scanner has a sheet
// around it.
func isSlip(img *pipeline.Pixels) bool {
	wide, high := printSize(img)
	return high > 0 && wide < slipWidth*high
}

// printSize returns the width of the print on a page and the median height of its lines, capitals
// and descenders included, in pixels; 0 where there are few lines.
func printSize(img *pipeline.Pixels) (wide, high float64) {
	const leastLines = 20 // in all strips
	var heights []int
	var lines [strips]int
	counts := make([]int, img.Height)
	strip := max(img.Width/strips, 1)
	for i := 0; i < strips && (i+1)*strip <= img.Width; i++ {
		for y := range counts {
			counts[y] = darkPixels(img.Data[y*img.Width+i*strip : y*img.Width+(i+1)*strip])
		}
		eachLine(counts, func(line []int) {
			heights = append(heights, len(line))
			lines[i]++
		})
	}
	if len(heights) < leastLines {
		return 0, 0
	}
	slices.Sort(heights)
	most := slices.Max(lines[:])
	printed := func(n int) bool { return n > 1 && 8*n >= most }
	first, last := slices.IndexFunc(lines[:], printed), strips-1
	for !printed(lines[last]) {
		last--
	}
	return float64((last - first + 1) * strip), float64(heights[len(heights)/2])
}
