package extractors

import (
	"strings"

	"docpipe/pipeline"
	"docpipe/schemas"
)

// shown returns which of the missing fields the pages speak of: their label stands there and
// names no field that was found, or, for a list, two of its column heads stand side by side.
func shown(d *pipeline.Document, root *schemas.Node, missing map[string]bool) map[string]bool {
	found := map[string]bool{}
	if len(missing) == 0 {
		return found
	}
	fields, heads := newLabels(root), newHeads(root, missing)
	for _, p := range d.Pages {
		for _, row := range Across(p) {
			for _, pointer := range fields.printed(row) {
				found[pointer] = found[pointer] || missing[pointer]
			}
			for list, columns := range heads {
				found[list] = found[list] || columns.heading(row)
			}
		}
	}
	for pointer, is := range found {
		if !is {
			delete(found, pointer)
		}
	}
	return found
}

// newHeads are the labels of columns, by their list: of missing lists of rows alone.
func newHeads(root *schemas.Node, missing map[string]bool) map[string]labels {
	heads := map[string]labels{}
	for pointer := range missing {
		n := nodeAt(root, pointer)
		if n == nil || n.Items == nil {
			continue
		}
		heads[pointer] = labels{}
		for _, column := range n.Items.Properties {
			for _, text := range append([]string{column.Title, column.Name}, column.Labels...) {
				if len(Fold(text)) >= leastLabel {
					heads[pointer].add(text, column.Pointer)
				}
			}
		}
	}
	return heads
}

// printed returns the fields that labels in a row of words name. The longest label counts where
// several begin: an invoice number is no number. A label that could name two fields says
// nothing, and one word is a label only with a colon: running text is full of the same words.
func (l labels) printed(row []Placed) []string {
	var all []string
	for from := 0; from < len(row); {
		names, words := l.longest(row[from:])
		from += max(words, 1)
		if len(names) == 1 && (words > 1 || strings.HasSuffix(row[from-1].Word.Text, ":")) {
			all = append(all, names[0])
		}
	}
	return all
}

// heading reports whether a row of words is the head of a table with these columns: two of
// them, and little else.
func (l labels) heading(row []Placed) bool {
	columns, covered := map[string]bool{}, 0
	for from := 0; from < len(row); {
		names, words := l.longest(row[from:])
		from, covered = from+max(words, 1), covered+words
		if len(names) > 0 {
			columns[names[0]] = true
		}
	}
	return len(columns) > 1 && 2*covered >= len(row)
}

// longest returns what the longest label names that words begin with, and its number of words.
func (l labels) longest(words []Placed) (names []string, n int) {
	text := ""
	for i, w := range words[:min(len(words), labelWords)] {
		folded := Fold(w.Word.Text)
		text += folded
		if here := l[text]; here != nil && folded != "" {
			names, n = here, i+1
		}
	}
	return names, n
}
