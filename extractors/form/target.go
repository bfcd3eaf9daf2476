package form

import (
	"slices"
	"strings"
	"unicode"

	"docpipe/extractors"
	"docpipe/pipeline"
	"docpipe/schemas"
)

// A target is one field of the schema with the names that a form may give it, as words.
type target struct {
	node    *schemas.Node
	pointer string // where its value goes
	names   [][]string
}

// targetsOf lists the fields outside lists: forms have no rows of unknown number. A list of
// plain values, such as the lines of an address, takes its first.
func targetsOf(s *schemas.Schema) []target {
	var all []target
	nodes := slices.DeleteFunc(slices.Clone(s.Leaves()), func(n *schemas.Node) bool { return strings.Contains(n.Pointer, "/*") })
	for _, n := range append(nodes, plainLists(s.Root)...) {
		t := target{node: n, pointer: n.Pointer}
		if n.IsList() {
			t.node, t.pointer = n.Items, n.Pointer+"/0"
		}
		for _, name := range append([]string{n.Title, n.Name, strings.Trim(n.Pointer, "/")}, n.Labels...) {
			if words := split(name); len(words) > 0 {
				t.names = append(t.names, words)
			}
		}
		all = append(all, t)
	}
	return all
}

// plainLists returns the lists of plain values in a group and the groups inside it.
func plainLists(n *schemas.Node) []*schemas.Node {
	var all []*schemas.Node
	for _, c := range n.Properties {
		switch {
		case c.IsList() && c.Items != nil && c.Items.Leaf():
			all = append(all, c)
		case !c.IsList():
			all = append(all, plainLists(c)...)
		}
	}
	return all
}

// similarity compares the form field's label and name with the target's names, 0..1.
func (t *target) similarity(v *pipeline.FormValue) float64 {
	best := 0.0
	for _, given := range [][]string{split(v.Label), split(lastName(v.Name)), split(v.Name)} {
		for _, known := range t.names {
			best = max(best, overlap(given, known))
		}
	}
	return best
}

// overlap is the share of words that two names have in common, by letters (Jaccard).
func overlap(a, b []string) float64 {
	shared, all := 0, 0
	for _, w := range a {
		all += len(w)
		if slices.Contains(b, w) {
			shared += len(w)
		}
	}
	for _, w := range b {
		if !slices.Contains(a, w) {
			all += len(w)
		}
	}
	switch {
	case all == 0:
		return 0
	case strings.Join(a, "") == strings.Join(b, ""):
		return 1
	}
	return float64(shared) / float64(all)
}

// split cuts a name into folded words at spaces, marks and capitals: "dueDate" is due, date.
func split(name string) []string {
	var b strings.Builder
	lower := false
	for _, r := range name {
		if unicode.IsUpper(r) && lower {
			b.WriteByte(' ')
		}
		lower = unicode.IsLower(r)
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			r = ' '
		}
		b.WriteRune(r)
	}
	var words []string
	for w := range strings.FieldsSeq(b.String()) {
		if f := extractors.Fold(w); f != "" {
			words = append(words, f)
		}
	}
	return words
}
