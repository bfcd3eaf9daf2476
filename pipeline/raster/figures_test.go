package raster

import (
	"math/rand/v2"
	"testing"
)

// filled is a rectangle painted in a luminance.
func filled(x, y, w, h, luminance float64) painted {
	return painted{box: rect{x, y, x + w, y + h}, plain: true, pieces: 1, fill: paint{luminance: luminance, opacity: 1}}
}

func TestFigures_of_paths(t *testing.T) {
	t.Parallel()
	stroked := filled(100, 100, 9, 9, 0)
	stroked.isStroke = true
	matrix := func(x, y, side float64, n int) (all []painted) {
		dice := rand.New(rand.NewPCG(1, 2))
		for row := range n {
			for column := range n {
				if dice.IntN(2) == 0 {
					all = append(all, filled(x+side*float64(column), y+side*float64(row), side, side, 0))
				}
			}
		}
		return all
	}
	var bars, rules, corners, dots []painted
	for i, x := 0, 100.0; i < 30; i++ {
		w := float64(1 + i%3)
		bars, x = append(bars, filled(x, 100, w, 40, 0)), x+w+float64(1+i%2)
	}
	for i := range 30 {
		rules = append(rules, filled(50, 200+18*float64(i), 500, 0.4, 0.6))
		dots = append(dots, filled(50+4*float64(i), 400, 1, 1, 0), filled(50+4*float64(i), 500, 1, 1, 0))
		for column := range 5 {
			corners = append(corners, filled(50+100*float64(column), 200+18*float64(i), 0.5, 0.5, 0))
		}
	}
	for name, c := range map[string]struct {
		paths []painted
		want  int
	}{
		"a stroked box to tick":                  {[]painted{stroked}, 1},
		"a box to tick, light on dark":           {[]painted{filled(99, 99, 11, 11, 0), filled(100, 100, 9, 9, 1)}, 1},
		"a light square in a logo":               {[]painted{filled(48, 40, 26, 26, 0.3), filled(55, 47, 12, 12, 1)}, 0},
		"a bullet":                               {[]painted{filled(100, 100, 6, 6, 0)}, 0},
		"a matrix code":                          {matrix(200, 300, 2.2, 25), 1},
		"a small matrix code":                    {matrix(207, 305, 1.1, 16), 1},
		"a matrix code and corners of a table":   {append(matrix(460, 60, 2.2, 25), corners...), 1},
		"a bar code":                             {bars, 1},
		"rules of a table":                       {rules, 0},
		"corners of a table's cells":             {corners, 0},
		"lines of dots":                          {dots, 0},
		"a bar code above the rules of a table":  {append(append([]painted{}, bars...), rules...), 1},
		"two matrix codes at the ends of a page": {append(matrix(40, 40, 2, 21), matrix(480, 700, 2, 21)...), 2},
	} {
		if got := figures(drawing{width: 595, height: 842, paths: c.paths}); len(got) != c.want {
			t.Errorf("%s: %d figures %v, want %d", name, len(got), got, c.want)
		}
	}
}
