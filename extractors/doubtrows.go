package extractors

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"docpipe/pipeline"
	"docpipe/schemas"
)

// fewestDoubted is how many values of a column are below the threshold before one reason speaks for
// all of them.
const fewestDoubted = 10

// A doubted is the values of one column of a list that are found.
type doubted struct {
	found int
	below []string // pointers of those below the threshold, sorted
}

// doubtRows gives one reason for each list in which most values of a column are below the threshold,
// and returns the pointers that it speaks for: a person looks at the list then, and not at each of a
// thousand entries that nothing proves. How sure each value is stays with the value.
func (x stage) doubtRows(s *schemas.Schema, e *pipeline.Extraction) map[string]bool {
	lists := map[string]map[string]*doubted{}
	for _, pointer := range slices.Sorted(maps.Keys(e.Fields)) {
		list, column := cell(s.Root, pointer)
		f := e.Fields[pointer]
		if list == "" || f.State != pipeline.FieldFound {
			continue
		}
		if lists[list] == nil {
			lists[list] = map[string]*doubted{}
		}
		d := lists[list][column]
		if d == nil {
			d = &doubted{}
			lists[list][column] = d
		}
		d.found++
		if f.Confidence == nil || *f.Confidence < x.threshold(s, nodeAt(s.Root, pointer)) {
			d.below = append(d.below, pointer)
		}
	}
	spoken := map[string]bool{}
	for _, list := range slices.Sorted(maps.Keys(lists)) {
		x.doubtList(e, list, lists[list], spoken)
	}
	return spoken
}

// doubtList gives the reason of one list.
func (x stage) doubtList(e *pipeline.Extraction, list string, columns map[string]*doubted, spoken map[string]bool) {
	var said, all []string
	for _, column := range slices.Sorted(maps.Keys(columns)) {
		if d := columns[column]; len(d.below) >= fewestDoubted && 2*len(d.below) > d.found {
			said = append(said, fmt.Sprintf("%d of %d in %s", len(d.below), d.found, cmp.Or(column, "it")))
			all = append(all, d.below...)
		}
	}
	if len(all) == 0 {
		return
	}
	least := all[0]
	for _, pointer := range all {
		spoken[pointer] = true
		if sureOf(e.Fields[pointer]) < sureOf(e.Fields[least]) {
			least = pointer
		}
	}
	e.Reasons = append(e.Reasons, pipeline.Reason{Code: pipeline.ReasonLowConfidence, Path: list, Page: pageOf(e.Fields[least]),
		Detail: fmt.Sprintf("values below their threshold: %s; the least sure is %s with %.3f", strings.Join(said, ", "), least, sureOf(e.Fields[least]))})
}

// sureOf is the confidence of a field, 0 where nobody estimated it.
func sureOf(f pipeline.Field) float64 {
	if f.Confidence == nil {
		return 0
	}
	return *f.Confidence
}

// cell parts the pointer of a value in a row into the list, the innermost one, and the column; both
// are empty for what stands in no row.
func cell(root *schemas.Node, pointer string) (list, column string) {
	n, at := root, ""
	for _, t := range tokens(pointer) {
		if n == nil {
			return "", ""
		}
		if n.IsList() {
			list, column, n = at, "", n.Items
			at += "/" + t
			continue
		}
		n = n.Property(t)
		at += "/" + escaper.Replace(t)
		column += "/" + escaper.Replace(t)
	}
	if list == "" {
		return "", ""
	}
	return list, column
}
