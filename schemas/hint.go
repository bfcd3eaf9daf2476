package schemas

import (
	"slices"
	"strings"
)

// hint names the ids near a wrong one, all of them when none is near. The caller holds the lock.
func (r *Registry) hint(wrong string) string {
	var near, all []string
	for id := range r.byID {
		all = append(all, id)
		if nearTo(wrong, id) || nearTo(wrong, Name(id)) {
			near = append(near, id)
		}
	}
	if len(near) > 0 {
		slices.Sort(near)
		return ", did you mean " + strings.Join(near, " or ") + "?"
	}
	slices.Sort(all)
	return ", known are " + strings.Join(all, ", ")
}

// nearTo reports whether two names differ by at most a third of their letters, or one begins
// the other.
func nearTo(a, b string) bool {
	a, b = strings.ToLower(a), strings.ToLower(b)
	if len(a) > 100 {
		return false
	}
	return len(a) > 2 && (strings.HasPrefix(b, a) || strings.HasPrefix(a, b)) || distance(a, b)*3 <= len(b)
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
