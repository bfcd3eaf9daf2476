package ocr

import (
	"math"

	"docpipe/pipeline"
)

// onHead guesses from pixels alone whether the text of a page stands on its head: Latin script
// reaches above its small letters (b, d, f, capitals) far more often than below (g, p, q). It
// costs a few milliseconds. A guess is only reason to ask Tesseract before the page is read.
func onHead(img *pipeline.Pixels) bool {
	up, down := 0, 0
	counts := make([]int, img.Height)
	strip := max(img.Width/strips, 1)
	for left := 0; left+strip <= img.Width; left += strip {
		for y := range counts {
			counts[y] = darkPixels(img.Data[y*img.Width+left : y*img.Width+left+strip])
		}
		eachLine(counts, func(line []int) {
			above, below := overshoot(line)
			up, down = up+above, down+below
		})
	}
	return down > 100 && 2*down > 3*up
}

// strips is how many columns a page is cut into: in narrow ones even leaning lines are apart.
const strips = 10

// darkPixels counts print: what is much darker than white paper.
func darkPixels(row []byte) (n int) {
	for _, v := range row {
		if v < 128 {
			n++
		}
	}
	return n
}

// eachLine calls do with each run of inked rows that is as high as a line of print.
func eachLine(counts []int, do func(line []int)) {
	from := -1
	for y, n := range counts {
		switch {
		case n > 0 && from < 0:
			from = y
		case n == 0 && from >= 0:
			if high := y - from; high >= 10 && high <= 100 {
				do(counts[from:y])
			}
			from = -1
		}
	}
}

// overshoot counts the print above and below the body of a line, which is between the first
// and the last row that holds at least half as much as its fullest.
func overshoot(line []int) (above, below int) {
	most := 0
	for _, n := range line {
		most = max(most, n)
	}
	top, bottom := math.MaxInt, 0
	for y, n := range line {
		if 2*n >= most {
			top, bottom = min(top, y), y
		}
	}
	for y, n := range line {
		if y < top {
			above += n
		} else if y > bottom {
			below += n
		}
	}
	return above, below
}

// runs returns the clockwise degrees that turn words upright which were read along columns:
// Tesseract reads blocks of such text without saying that it turned them. 0 unless most words
// are higher than wide; which way they run follows from where the next word of a line is.
func runs(words []word) int {
	tall, long, up, down := 0, 0, 0, 0
	for i, w := range words {
		if alphanumerics(w.text) < 4 {
			continue
		}
		long++
		if w.box.Height() > 1.5*w.box.Width() {
			tall++
		}
		if i == 0 || words[i-1].line != w.line {
			continue
		}
		if w.box.CenterY() < words[i-1].box.CenterY() {
			up++
		} else {
			down++
		}
	}
	switch {
	case 2*tall <= long:
		return 0
	case up > down:
		return 90
	}
	return 270
}
