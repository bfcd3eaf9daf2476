package eval

import "strings"

// likeBound is the likeness below which two texts have nothing in common.
const likeBound = 0.5

// likeness is the ANLS of two texts, 0..1: one less their edit distance over the longer one's
// length, and 0 below a half; case and the width of spaces do not count (Biten et al., Scene
// Text Visual Question Answering, 2019).
func likeness(got, want string) float64 {
	g, w := []rune(plain(got)), []rune(plain(want))
	long := max(len(g), len(w))
	if long == 0 {
		return 1
	}
	like := 1 - float64(distance(g, w))/float64(long)
	if like < likeBound {
		return 0
	}
	return like
}

func plain(text string) string { return strings.Join(strings.Fields(strings.ToLower(text)), " ") }

// distance is the number of characters to insert, delete or replace (Levenshtein 1966).
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, y := range b {
			replace := diagonal
			if x != y {
				replace++
			}
			diagonal = row[j+1]
			row[j+1] = min(replace, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}
