package extractors

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"docpipe/pipeline"
)

// pickRows decides for each list whose rows stand: readers number rows on their own, so rows
// of two readers cannot be mixed. An exact source wins, then the reader with more values. Rows
// without any proven value go, and the others close up.
func (b *book) pickRows() {
	byList := map[string][]string{}
	for pointer := range b.claims {
		if list := listOf(b.schema.Root, pointer); list != "" && pointer != list {
			byList[list] = append(byList[list], pointer)
		}
	}
	for _, list := range slices.Sorted(maps.Keys(byList)) {
		slices.Sort(byList[list])
		b.keepRows(list, byList[list])
	}
	for pointer := range b.claims {
		b.countRows(pointer)
	}
}

// countRows lengthens each list on the way to pointer, lists inside rows too.
func (b *book) countRows(pointer string) {
	n, at := b.schema.Root, ""
	for _, t := range tokens(pointer) {
		if n.IsList() {
			i, _ := row(t)
			b.rows[at] = max(b.rows[at], i+1)
			n = n.Items
		} else {
			n = n.Property(t)
		}
		at += "/" + escaper.Replace(t)
	}
}

func (b *book) keepRows(list string, pointers []string) {
	winner := b.bestReader(pointers)
	kept, others := map[string][]Claim{}, map[string][]Claim{}
	alive := map[int]bool{}
	for _, pointer := range pointers {
		for _, c := range b.claims[pointer] {
			if c.Reader != winner {
				others[pointer] = append(others[pointer], c)
				continue
			}
			kept[pointer] = append(kept[pointer], c)
			if c.found() {
				alive[rowOf(list, pointer)] = true
			}
		}
		delete(b.claims, pointer)
	}
	number := map[int]int{}
	for i, old := range slices.Sorted(maps.Keys(alive)) {
		number[old] = i
	}
	b.lostRows(list, kept, number)
	b.align(list, kept, others)
	for pointer, claims := range kept {
		old := rowOf(list, pointer)
		if _, ok := number[old]; !ok {
			continue
		}
		moved := renumber(list, pointer, number[old])
		for i := range claims {
			claims[i].Pointer = moved
		}
		b.claims[moved] = claims
	}
}

// lostRows records rows that a reader claimed and nobody can prove.
func (b *book) lostRows(list string, kept map[string][]Claim, number map[int]int) {
	lost := map[int]bool{}
	for pointer, claims := range kept {
		_, alive := number[rowOf(list, pointer)]
		if !alive && slices.ContainsFunc(claims, func(c Claim) bool { return c.State == pipeline.FieldUngrounded }) {
			lost[rowOf(list, pointer)] = true
		}
	}
	if len(lost) > 0 {
		b.reasons = append(b.reasons, pipeline.Reason{Code: pipeline.ReasonUngrounded, Path: list,
			Detail: fmt.Sprintf("%d rows are claimed that are not on the pages", len(lost))})
	}
}

// bestReader returns the reader whose rows stand.
func (b *book) bestReader(pointers []string) string {
	score := map[string]float64{}
	for _, pointer := range pointers {
		for _, c := range b.claims[pointer] {
			if c.Exact() {
				score[c.Reader] += 1e6
			}
			if c.found() && !c.witness {
				score[c.Reader] += c.Confidence
			}
		}
	}
	best := ""
	for _, reader := range slices.Sorted(maps.Keys(score)) {
		if best == "" || score[reader] > score[best] {
			best = reader
		}
	}
	return best
}

// rowOf returns the row number of a pointer inside list, -1 when it has none.
func rowOf(list, pointer string) int {
	token, _, _ := strings.Cut(strings.TrimPrefix(pointer[len(list):], "/"), "/")
	if i, ok := row(token); ok {
		return i
	}
	return -1
}

func renumber(list, pointer string, to int) string {
	_, rest, deeper := strings.Cut(strings.TrimPrefix(pointer[len(list):], "/"), "/")
	moved := list + "/" + strconv.Itoa(to)
	if deeper {
		moved += "/" + rest
	}
	return moved
}
