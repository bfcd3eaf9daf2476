package screen

import (
	"cmp"
	"math"
	"slices"

	"docpipe/compliance"
	"docpipe/compliance/alike"
)

// maxHits bounds an answer: somebody who is like more entries than that has a common name.
const maxHits = 20

// An index is lists made ready to be searched. It does not change.
type index struct {
	entries []Entry
	names   []indexed
	words   []string         // each different word once
	where   map[string][]int // names by word
}

// indexed is one name of one entry.
type indexed struct {
	entry, name int
	words       []string
}

func newIndex(entries []Entry) *index {
	x := &index{entries: entries, where: map[string][]int{}}
	for e := range entries {
		for n, name := range entries[e].Names {
			words := alike.Words(name.Text)
			for _, w := range words {
				if x.where[w] == nil {
					x.words = append(x.words, w)
				}
				x.where[w] = append(x.where[w], len(x.names))
			}
			x.names = append(x.names, indexed{e, n, words})
		}
	}
	return x
}

// search returns the entries that are at least threshold like the name, likest first, each
// with the name that is likest.
func (x *index) search(q compliance.ScreenQuery, threshold float64) []compliance.ScreenHit {
	asked := alike.Words(q.Name)
	birth, known := ParseBirth(q.Birth)
	best := map[int]compliance.ScreenHit{}
	for n := range x.candidates(asked) {
		name := x.names[n]
		e := &x.entries[name.entry]
		likeness := alike.Names(asked, name.words)
		born := compareBirth(birth, known, e.Births)
		likeness = weigh(likeness, e.Names[name.name].Weak, born)
		if likeness < threshold || likeness <= best[name.entry].Likeness {
			continue
		}
		best[name.entry] = compliance.ScreenHit{
			List: e.List, Entry: e.ID, Name: e.Names[name.name].Text, Main: e.Names[0].Text, Kind: e.Kind,
			Likeness: likeness, Programme: e.Programme, Birth: born,
		}
	}
	hits := make([]compliance.ScreenHit, 0, len(best))
	for _, h := range best {
		hits = append(hits, h)
	}
	slices.SortFunc(hits, func(a, b compliance.ScreenHit) int {
		return cmp.Or(cmp.Compare(b.Likeness, a.Likeness), cmp.Compare(a.List, b.List), cmp.Compare(a.Entry, b.Entry))
	})
	return hits[:min(len(hits), maxHits)]
}

// weigh lets what else is known move the likeness: a date of birth that agrees makes a
// doubtful name likely, one that differs makes it unlikely but hides no equal name.
func weigh(likeness float64, weak bool, born string) float64 {
	if weak {
		likeness -= 0.05
	}
	switch born {
	case agrees:
		likeness += 0.03
	case differs:
		likeness -= 0.05
	}
	return math.Round(min(max(likeness, 0), 1)*1000) / 1000
}

// candidates are the names that share a word, or one much like it, with what was asked.
func (x *index) candidates(asked []string) map[int]bool {
	found := map[int]bool{}
	for _, word := range x.words {
		for _, a := range asked {
			if len(a) == 1 || len(word) == 1 || alike.Pair(a, word) == 0 {
				continue
			}
			for _, n := range x.where[word] {
				found[n] = true
			}
			break
		}
	}
	return found
}
