package code

import (
	"math"
)

// A grid is where the codewords of a code lie, and what the names of its rows say of it.
type grid struct {
	lens
	frame
	blur  int
	lines [2]rowLine // at the left and at the right
	rows  []int      // how many there may be
	level int        // of correction
}

// A rowName is the codeword at one end of a row, as it was read on a line of pixels.
type rowName struct {
	guess
	v   float64
	row int
}

// rowLine says where rows lie at one end: the middle of row r at first + r * height.
type rowLine struct{ first, height float64 }

// leastLike is the likeness of a row's name that is no accident.
const leastLike = 0.8

// grid finds the rows within a frame. ok is false when their names do not agree.
func (l lens) grid(f frame) (g grid, ok bool) {
	g = grid{lens: l, frame: f, blur: l.blur(f)}
	left := l.names(f, wordModules, g.blur)
	right := l.names(f, f.modules()-1-2*wordModules, g.blur)
	var okLeft, okRight bool
	g.lines[0], okLeft = rowsThrough(left)
	g.lines[1], okRight = rowsThrough(right)
	switch {
	case !okLeft && !okRight:
		return g, false
	case !okLeft:
		g.lines[0] = g.lines[1]
	case !okRight:
		g.lines[1] = g.lines[0]
	}
	g.rows, g.level, ok = told(left, right, f.columns)
	return g, ok
}

// words reads the codewords of rows, without the names of the rows.
func (g grid) words(rows int) []guess {
	words := make([]guess, 0, rows*g.columns)
	height := (g.lines[0].height + g.lines[1].height) / 2
	for row := range rows {
		for column := range g.columns {
			at := float64((column + 2) * wordModules)
			share := (at + wordModules/2) / g.modules()
			a, b := g.lines[0].middle(row), g.lines[1].middle(row)
			words = append(words, g.word(at, a+(b-a)*share, height, row%clusters))
		}
	}
	return words
}

func (l rowLine) middle(row int) float64 { return l.first + float64(row)*l.height }

// view returns how light the modules from one on look, on a line, off modules to the right.
func (l lens) view(f frame, module, v, off float64) (s [wordModules]float64) {
	for i := range s {
		for _, part := range [...]float64{0.25, 0.5, 0.75} {
			s[i] += l.at(f.u(module+float64(i)+part+off, v), v) / 3
		}
	}
	return s
}

// offs are the modules by which a codeword may be off its place.
var offs = [...]float64{0, -0.3, 0.3}

// word reads a codeword of a cluster whose middle is on line v of a row of a height.
func (g grid) word(module, v, height float64, cluster int) guess {
	best := guess{likeness: -1}
	for _, off := range offs {
		var mean [wordModules]float64
		for _, part := range [...]float64{-0.25, -0.1, 0.1, 0.25} {
			for i, x := range g.view(g.frame, module, v+part*height, off) {
				mean[i] += x / 4
			}
		}
		view, _ := newWordView(mean)
		if w := guessWord(view, g.blur, cluster); w.likeness > best.likeness {
			best = w
		}
	}
	return best
}

// blur returns which of [blurs] makes the names of the rows look most like codewords.
func (l lens) blur(f frame) int {
	best, most := 0, float32(-1)
	for b := range blurs {
		sum := float32(0)
		for _, n := range l.names(f, wordModules, b) {
			sum += n.likeness
		}
		if sum > most {
			best, most = b, sum
		}
	}
	return best
}

// names reads the codewords from a module on, line by line.
func (l lens) names(f frame, module float64, blur int) []rowName {
	var found []rowName
	step := max(1, (f.bottom-f.top)/150)
	for v := f.top; v <= f.bottom; v += step {
		view, deviation := newWordView(l.view(f, module, v, 0))
		if deviation < leastContent/4 {
			continue
		}
		best := guess{likeness: leastLike}
		for c := range clusters {
			if g := guessWord(view, blur, c); g.likeness > best.likeness {
				best = g
			}
		}
		if best.likeness > leastLike {
			found = append(found, rowName{best, v, best.value/30*clusters + best.cluster})
		}
	}
	return found
}

// rowsThrough fits a line through what the names say: the one that most of them agree with.
func rowsThrough(names []rowName) (rowLine, bool) {
	best, most := rowLine{}, 3
	step := max(1, len(names)/30)
	for i := 0; i < len(names); i += step {
		for j := i + step; j < len(names); j += step {
			a, b := names[i], names[j]
			if a.row == b.row {
				continue
			}
			l := rowLine{height: (b.v - a.v) / float64(b.row-a.row)}
			l.first = a.v - float64(a.row)*l.height
			if l.height < 1.5 {
				continue
			}
			if n := len(l.agreeing(names)); n > most {
				best, most = l, n
			}
		}
	}
	if most == 3 {
		return rowLine{}, false
	}
	var ends []end
	for _, n := range best.agreeing(names) {
		ends = append(ends, end{u: n.v, v: float64(n.row)})
	}
	s := fitted(side{best.first, best.height}, ends)
	return rowLine{s.at, s.slope}, s.slope > 1
}

func (l rowLine) agreeing(names []rowName) []rowName {
	var kept []rowName
	for _, n := range names {
		if math.Abs(n.v-l.middle(n.row)) <= 0.6*l.height {
			kept = append(kept, n)
		}
	}
	return kept
}

// told is what the names of rows say: how many rows there may be, and the level of correction.
// They say it in turn, those at the right one row later than those at the left (5.11.3). Some
// printers get one of the two numbers wrong, so every number of rows that is said often counts.
func told(left, right []rowName, columns int) (rows []int, level int, ok bool) {
	var said [clusters][30]int // by what is said, and value
	count := func(names []rowName, shift int) {
		for _, n := range names {
			said[(n.cluster+shift)%clusters][n.value%30]++
		}
	}
	count(left, 0)
	count(right, 2)
	rest, n := mostSaid(said[1])
	width, known := mostSaid(said[2])
	if n == 0 || rest/3 > mostLevel || known > 0 && width+1 != columns {
		return nil, 0, false
	}
	third, most := mostSaid(said[0])
	for value, n := range said[0] {
		if value != third && 4*n > most {
			rows = append(rows, 3*value+rest%3+1)
		}
	}
	return append(rows, 3*third+rest%3+1), rest / 3, true
}

// mostLevel is the highest level of correction.
const mostLevel = 8

func mostSaid(votes [30]int) (value, n int) {
	for v, c := range votes {
		if c > n {
			value, n = v, c
		}
	}
	return value, n
}
