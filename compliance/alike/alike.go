// Package alike says how alike two names are, of people or of companies.
//
// A name is folded to words in plain Latin letters ([Words]); words are compared by Jaro-Winkler
// and paired in any order ([Names]). It knows spelling and nothing of languages: two names that
// sound alike but are spelt otherwise are different.
package alike

import (
	"slices"
	"strings"
)

// leastPair is the likeness below which two words are different words.
const leastPair = 0.8

// jaroWinkler returns how alike two words are, 0..1 (Winkler 1990: Jaro's measure, raised by a
// tenth of the rest for each of up to four equal first letters).
func jaroWinkler(a, b string) float64 {
	j := jaro(a, b)
	prefix := 0
	for prefix < min(4, len(a), len(b)) && a[prefix] == b[prefix] {
		prefix++
	}
	return j + float64(prefix)*0.1*(1-j)
}

// jaro counts the letters that two words share not too far apart, and how many of them stand
// in another order (Jaro 1989). It compares bytes: folded names are Latin, and for others the
// bytes of a letter stay together.
func jaro(a, b string) float64 {
	if a == b {
		return 1
	}
	if len(a) == 0 || len(b) == 0 || len(a) > 64 || len(b) > 64 {
		return 0
	}
	taken, common := pairUp(a, b, max(0, max(len(a), len(b))/2-1))
	if len(common) == 0 {
		return 0
	}
	swapped, at := 0, 0
	for i := range len(b) {
		if taken&(1<<i) == 0 {
			continue
		}
		if b[i] != common[at] {
			swapped++
		}
		at++
	}
	m := float64(len(common))
	return (m/float64(len(a)) + m/float64(len(b)) + (m-float64(swapped/2))/m) / 3
}

// pairUp returns which letters of b are shared, as bits, and the shared letters in the order
// of a.
func pairUp(a, b string, window int) (taken uint64, common []byte) {
	var room [64]byte
	common = room[:0]
	for i := range len(a) {
		for k := max(0, i-window); k < min(len(b), i+window+1); k++ {
			if taken&(1<<k) == 0 && a[i] == b[k] {
				taken |= 1 << k
				common = append(common, a[i])
				break
			}
		}
	}
	return taken, common
}

// Names says how alike two names are, 0..1, given their [Words]. Each word of the one is
// paired with the likest word of the other that is still free; pairs weigh by their letters. A
// word that has no partner counts against the name that was asked in full, and a little when
// only the list has it: lists give patronymics and second names that documents leave out. Two words
// that are one on the other side count as one: "Won Ho" and "Wonho", "Al Tikriti" and "Altikriti".
func Names(asked, listed []string) float64 {
	if len(asked) == 0 || len(listed) == 0 {
		return 0
	}
	words := max(paired(asked, listed), paired(joinedAs(asked, listed), joinedAs(listed, asked)))
	joined, other := strings.Join(asked, ""), strings.Join(listed, "")
	if min(len(joined), len(other)) >= 8 && jaro(joined, other) > 0.95 {
		return max(words, jaro(joined, other))
	}
	return words
}

// joinedAs joins two words of a name that are one word of the other.
func joinedAs(words, other []string) []string {
	for i, a := range words {
		for j, b := range words {
			if i != j && len(a)+len(b) >= leastJoined && slices.Contains(other, a+b) {
				rest := slices.Delete(slices.Clone(words), max(i, j), max(i, j)+1)
				rest[min(i, j)] = a + b
				return joinedAs(rest, other)
			}
		}
	}
	return words
}

// leastJoined is the length of a word from which on it may be two: shorter ones are joined by chance.
const leastJoined = 4

func paired(asked, listed []string) float64 {
	free := append(make([]string, 0, 16), listed...)
	var sum, weight float64
	for _, word := range asked {
		best, at := 0.0, -1
		for i, other := range free {
			if s := Pair(word, other); s > best {
				best, at = s, i
			}
		}
		w := float64(len(word))
		weight += w
		if at >= 0 {
			sum += w * best
			free = append(free[:at], free[at+1:]...)
		}
	}
	return sum / weight * remainder(free, len(asked))
}

// remainder lowers the likeness for words that only the list has. Less than half of a name is
// no name: a family name alone, or "General Trading" of a company's five words.
func remainder(free []string, asked int) float64 {
	left := 0
	for _, word := range free {
		if len(word) > 1 {
			left++
		}
	}
	if left > asked || left > 0 && asked == 1 {
		return 0.8
	}
	return 1 - 0.04*float64(left)
}

// Pair compares two words. An initial stands for a word that begins with it. Numbers are the
// same or different: they are parts of names of companies, not spelt. 0 is two different words.
func Pair(a, b string) float64 {
	switch {
	case a == b:
		return 1
	case len(a) == 1 || len(b) == 1:
		if a[0] == b[0] {
			return 0.9
		}
		return 0
	case isNumber(a) || isNumber(b):
		return 0
	}
	if s := jaroWinkler(a, b); s >= leastPair {
		return s
	}
	return 0
}

func isNumber(s string) bool { return strings.Trim(s, "0123456789") == "" }
