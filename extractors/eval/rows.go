package eval

import (
	"cmp"
	"slices"
)

// A pair is a row of the result that may be a row of the truth.
type pair struct {
	got, want int
	right     int // cells
	like      float64
}

// judge pairs rows whose match cells are right, those with most cells right first, and counts
// rows and, in the pairs, cells.
func (l *List) judge(got, want []any) (rows, cells Counts) {
	if want == nil {
		return rows, cells
	}
	rows.Want, rows.Got = len(want), len(got)
	usedGot, usedWant := map[int]bool{}, map[int]bool{}
	for _, p := range l.pairs(got, want) {
		if usedGot[p.got] || usedWant[p.want] {
			continue
		}
		usedGot[p.got], usedWant[p.want] = true, true
		rows.Right++
		cells.add(l.cells(got[p.got], want[p.want]))
	}
	return rows, cells
}

func (l *List) pairs(got, want []any) []pair {
	var all []pair
	for i, g := range got {
		for k, w := range want {
			if !l.same(g, w) {
				continue
			}
			p := pair{got: i, want: k, right: l.cells(g, w).Right}
			for _, c := range l.Cells {
				p.like += likeness(cell(g, c.Pointer), cell(w, c.Truth))
			}
			all = append(all, p)
		}
	}
	slices.SortStableFunc(all, func(a, b pair) int { return cmp.Or(b.right-a.right, cmp.Compare(b.like, a.like)) })
	return all
}

func (l *List) same(got, want any) bool {
	return !slices.ContainsFunc(l.Match, func(c Field) bool {
		w := cell(want, c.Truth)
		return w == "" || !comparisons[c.Compare](cell(got, c.Pointer), w)
	})
}

// cellLike is the likeness from which a text of a row counts as right under anls.
const cellLike = 0.8

// cells counts the cells that the truth states, that were given, and that are right.
func (l *List) cells(got, want any) (n Counts) {
	for _, c := range l.Cells {
		g, w := cell(got, c.Pointer), cell(want, c.Truth)
		if w == "" {
			continue
		}
		n.Want++
		if g == "" {
			continue
		}
		n.Got++
		if c.Compare == "anls" && likeness(g, w) >= cellLike || comparisons[c.Compare](g, w) {
			n.Right++
		}
	}
	return n
}

func cell(row any, name string) string {
	group, _ := row.(map[string]any)
	return printed(group[name])
}
