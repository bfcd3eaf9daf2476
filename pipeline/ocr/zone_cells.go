package ocr

import "docpipe/pipeline"

// A cellRead is what one cell looks like: the character most like it, how much, and by how much
// more than the next.
type cellRead struct {
	char   byte
	like   float32
	margin float32
	cell   glyph
}

// rounds is how often a zone's own cells teach what its characters look like.
const rounds = 2

// classified reads the cells of lines by the typeface, and again by what the surest cells of
// this zone look like: its print is blurred, leans and is broken in its own way.
func classified(img *pipeline.Pixels, lines []grid, known []glyph) [][]cellRead {
	all := make([][]cellRead, len(lines))
	own := append([]glyph(nil), known...)
	for range rounds {
		for i := range lines {
			all[i] = make([]cellRead, lines[i].n)
			for k := range all[i] {
				all[i][k] = classify(img, &lines[i], k, own)
			}
		}
		own = learned(all, known)
	}
	return all
}

// classify compares a cell, moved a little to all sides, with the alphabet.
func classify(img *pipeline.Pixels, g *grid, i int, known []glyph) cellRead {
	likes := make([]float32, len(known))
	best := cellRead{char: '<'}
	for _, dx := range [...]float64{-0.08, -0.04, 0, 0.04, 0.08} {
		for _, dy := range [...]float64{-0.06, -0.03, 0, 0.03, 0.06} {
			cell := g.cell(img, i, dx*g.pitch, dy*g.high)
			for k := range known {
				if like := cell.like(&known[k]); like > likes[k] {
					likes[k] = like
					if like > best.like {
						best.char, best.like, best.cell = zoneAlphabet[k], like, cell
					}
				}
			}
		}
	}
	second := float32(0)
	for k, like := range likes {
		if zoneAlphabet[k] != best.char {
			second = max(second, like)
		}
	}
	best.margin = best.like - second
	return best
}

// What a cell must be to teach: like a character, and not nearly as much like another.
const (
	teachLike   = 0.65
	teachMargin = 0.06
)

// learned mixes the typeface with the mean of the surest cells of each character.
func learned(lines [][]cellRead, known []glyph) []glyph {
	own := append([]glyph(nil), known...)
	for k := range own {
		var sum glyph
		n := float32(0)
		for _, cells := range lines {
			for _, c := range cells {
				if c.char == zoneAlphabet[k] && c.like >= teachLike && c.margin >= teachMargin {
					n++
					for i := range sum {
						sum[i] += c.cell[i]
					}
				}
			}
		}
		if n == 0 {
			continue
		}
		weight := min(n, 3) / n
		for i := range own[k] {
			own[k][i] += weight * sum[i]
		}
		own[k].unit(0)
	}
	return own
}

// lettersFit is how well the letters and digits of a line fit the typeface alone: fillers look
// the same in any.
func lettersFit(img *pipeline.Pixels, g *grid, cells []cellRead, known []glyph) float32 {
	sum, n := float32(0), float32(0)
	for i, c := range cells {
		if c.char != '<' {
			cell, best := g.cell(img, i, 0, 0), float32(0)
			for k := range known {
				best = max(best, cell.like(&known[k]))
			}
			sum, n = sum+best, n+1
		}
	}
	if n == 0 {
		return 0
	}
	return sum / n
}

// agreed makes one word of what both readers read. Where they differ the typeface decides if it
// is clear, else Tesseract, and always Tesseract where the print is of another typeface and it
// counted as many characters; the other reading stays beside it.
func agreed(cells []cellRead, text string, box pipeline.Box, sameFace bool) word {
	first, second := make([]byte, len(cells)), make([]byte, len(cells))
	other := aligned(cells, text)
	doubts := 0.0
	for i, c := range cells {
		first[i], second[i] = c.char, c.char
		switch t := other[i]; {
		case t == c.char:
		case t == 0:
			doubts += 0.3
		case c.margin >= clear && (sameFace || len(text) != len(cells)):
			second[i] = t
			doubts++
		default:
			first[i], second[i] = t, c.char
			doubts++
		}
	}
	w := word{text: string(first), box: box, confidence: max(0.3, 0.99-0.08*doubts)}
	if string(second) != w.text {
		w.second = string(second)
	}
	return w
}

// clear is the margin from which the typeface is believed against Tesseract.
const clear = 0.04

// aligned lays Tesseract's text over the cells with the fewest differences, and returns its
// character for each cell, 0 where it has none.
func aligned(cells []cellRead, text string) []byte {
	n, m := len(cells), len(text)
	cost := make([][]int, n+1)
	for i := range cost {
		cost[i] = make([]int, m+1)
		for j := range cost[i] {
			switch {
			case i == 0 || j == 0:
				cost[i][j] = i + j
			default:
				cost[i][j] = min(cost[i-1][j-1]+differ(cells[i-1].char, text[j-1]), cost[i-1][j]+1, cost[i][j-1]+1)
			}
		}
	}
	out := make([]byte, n)
	for i, j := n, m; i > 0 && j > 0; {
		switch {
		case cost[i][j] == cost[i-1][j-1]+differ(cells[i-1].char, text[j-1]):
			out[i-1] = text[j-1]
			i, j = i-1, j-1
		case cost[i][j] == cost[i-1][j]+1:
			i--
		default:
			j--
		}
	}
	return out
}

func differ(a, b byte) int {
	if a == b {
		return 0
	}
	return 1
}
