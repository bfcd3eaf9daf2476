package task

// A text in two columns reads down the left one first. A table reads across. What tells them
// apart: columns of prose are long runs of lines of two cells, both of several words, with the
// same gap between them.
const (
	columnLines = 8    // lines that make a run
	columnWords = 4    // words of a cell, on average
	gutterMoves = 0.06 // how far the gap may wander, of the page's width
)

// unfold puts runs of lines in two columns into reading order.
func unfold(lines []line) []line {
	var all []line
	for from := 0; from < len(lines); {
		n := columnRun(lines[from:])
		if n < columnLines {
			all = append(all, lines[from])
			from++
			continue
		}
		run := lines[from : from+n]
		for side := range 2 {
			for _, l := range run {
				all = append(all, half(l, side))
			}
		}
		from += n
	}
	return all
}

// columnRun returns how many of the first lines are in two columns of prose, 0 for none.
func columnRun(lines []line) int {
	n, words := 0, 0
	for n < len(lines) && len(lines[n].cells) == 2 {
		if n > 0 && !sameGutter(&lines[0], &lines[n]) {
			break
		}
		words += len(lines[n].cells[0].words) + len(lines[n].cells[1].words)
		n++
	}
	if words < 2*columnWords*n {
		return 0
	}
	return n
}

func sameGutter(a, b *line) bool {
	d := a.cells[1].left - b.cells[1].left
	return d < gutterMoves && d > -gutterMoves
}

// half is one column's part of a line.
func half(l line, side int) line {
	c := l.cells[side]
	h := line{cells: []cell{c}, top: l.top, bottom: l.bottom}
	for _, w := range c.words {
		h.box = h.box.Union(w.Box)
	}
	return h
}
