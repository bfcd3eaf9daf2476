// Package stack tells what pages are, so that a stack can be cut into its documents: by their sheets and
// the words of the types, without reading any field.
//
// [Types] are the types to tell apart. [Types.Classify] weighs headings (title.go), typical words and
// labels of a whole document (standing.go). [Types.Signs] looks at one page alone: its type if it says so, its own number
// (counter.go), whether it goes on with something or is an annex or a separator (carry.go), and the
// numbers and hosts that name whoever wrote it.
package stack

import (
	"slices"
	"strings"

	"docpipe/extractors/local/plan"
	"docpipe/schemas"
)

// A vocabulary is how documents of one type are recognised: their headings, typical words and
// the labels of their fields.
type vocabulary struct {
	doctype string
	titles  foldedSet
	words   foldedSet
	labels  *plan.Phrases
	plan    *plan.Plan
}

// Types are the types of documents to tell apart.
type Types []vocabulary

// NewTypes prepares the newest schema of each type that says how it is recognised.
func NewTypes(shipped []*schemas.Schema, planOf func(*schemas.Schema) *plan.Plan) Types {
	var all Types
	for _, s := range shipped {
		if len(s.Titles)+len(s.Words) == 0 {
			continue
		}
		p := planOf(s)
		v := vocabulary{doctype: s.DocType, titles: newFoldedSet(s.Titles), words: newFoldedSet(s.Words), labels: &p.Phrases, plan: p}
		if i := slices.IndexFunc(all, func(o vocabulary) bool { return o.doctype == s.DocType }); i >= 0 {
			all[i] = v
			continue
		}
		all = append(all, v)
	}
	return all
}

// A foldedSet holds texts as labels are looked up: folded and without spaces.
type foldedSet struct {
	has    map[string]bool
	starts *plan.Prefixes
}

func newFoldedSet(lists map[string][]string) foldedSet {
	set := foldedSet{has: map[string]bool{}, starts: &plan.Prefixes{}}
	for _, list := range lists {
		for _, text := range list {
			if f := strings.Join(plan.Folded(text), ""); len(f) > 2 {
				set.has[f] = true
				set.starts.Mark(f)
			}
		}
	}
	return set
}
