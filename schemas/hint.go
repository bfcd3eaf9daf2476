package schemas

import (
	"cmp"
	"slices"
	"strings"
)

// Nearest returns those of the known names that somebody may have meant who wrote a wrong one,
// the likeliest first: some begin as it does, in others at most a third of the letters differ.
func Nearest(wrong string, known []string) []string {
	var near []string
	for _, name := range known {
		if isNear(wrong, name) {
			near = append(near, name)
		}
	}
	slices.SortStableFunc(near, func(a, b string) int {
		return cmp.Or(cmp.Compare(distance(wrong, a), distance(wrong, b)), cmp.Compare(a, b))
	})
	return near
}

// hint names the ids near a wrong one, all of them when none is near. The caller holds the lock.
func (r *Registry) hint(wrong string) string {
	var all, names []string
	for id := range r.byID {
		all, names = append(all, id), append(names, id, Name(id))
	}
	near := Nearest(wrong, names)
	meant := slices.DeleteFunc(slices.Clone(all), func(id string) bool {
		return !slices.Contains(near, id) && !slices.Contains(near, Name(id))
	})
	slices.Sort(all)
	slices.Sort(meant)
	if len(meant) > 0 {
		return ", did you mean " + strings.Join(meant, " or ") + "?"
	}
	return ", known are " + strings.Join(all, ", ")
}

// maxMeant bounds what is compared: nobody mistypes a longer name.
const maxMeant = 100

func isNear(a, b string) bool {
	a, b = strings.ToLower(a), strings.ToLower(b)
	if len(a) > maxMeant {
		return false
	}
	begins := len(a) > 2 && (strings.HasPrefix(b, a) || strings.HasPrefix(a, b))
	return begins || distance(a, b) <= max(2, len(a)/3) && distance(a, b) < len(b)
}

// distance is the number of letters to insert, delete or replace (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}
