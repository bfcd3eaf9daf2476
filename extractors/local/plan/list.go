package plan

import (
	"slices"

	"docpipe/schemas"
)

// A List is a list of the schema whose rows print as a table.
type List struct {
	Node    *schemas.Node // in the schema
	Fields  []Field       // leaves of a row
	Phrases Phrases       // labels of columns
}

func newList(n *schemas.Node) *List {
	l := &List{Node: n, Phrases: Phrases{}}
	if n.Items == nil {
		return l
	}
	for _, c := range n.Items.Properties {
		if c.Leaf() {
			f := newField(c, nil)
			if f.Kind == Number {
				f.Kind = Amount
			}
			l.Fields = append(l.Fields, f)
			l.addLabels(len(l.Fields)-1, c)
		}
	}
	l.Phrases.addLost()
	return l
}

// Weights of headings that name a column only in part.
const (
	weightHead  = 0.5  // "Value" for the statistical value
	weightThing = 0.52 // "Description" for the name of what a row is about, "Result" for its value
)

// addLabels enters how a column is headed. A column needs less of a name than a field: its table
// says what the row is about.
func (l *List) addLabels(index int, c *schemas.Node) {
	if len(c.Labels) > 0 {
		l.Phrases.addField(index, c, nil)
		return
	}
	l.Phrases.addField(index, c, l.Node)
	name := append(Folded(c.Title), NameWords(c)...)
	last := name[len(name)-1]
	if l.lastWords()[last] == 1 {
		l.Phrases.add(index, []string{last}, weightHead)
		for _, concept := range words().find([]string{last}) {
			l.Phrases.addConcept(index, concept, weightHead)
		}
	}
	if last == "name" || last == "title" || last == "description" || last == "value" {
		for _, thing := range [][]string{singular(NameWords(l.Node)), {"description"}} {
			if last == "value" && thing[0] == "description" {
				continue
			}
			for _, concept := range words().find(thing) {
				l.Phrases.addConcept(index, concept, weightThing)
			}
		}
	}
}

// lastWords counts the last words of the names of the columns.
func (l *List) lastWords() map[string]int {
	count := map[string]int{}
	for _, c := range l.Node.Items.Properties {
		name := NameWords(c)
		count[name[len(name)-1]]++
	}
	return count
}

// Labelled reports whether the schema says how the columns are headed.
func (l *List) Labelled() bool {
	return slices.ContainsFunc(l.Fields, func(f Field) bool { return len(f.Node.Labels) > 0 })
}

// OfSigners reports whether the rows are those who sign: they print as signature blocks.
func (l *List) OfSigners() bool { return namesSigners(NameWords(l.Node)) && !l.Labelled() }

// OfEntries reports whether the rows are movements on days: each has a date and an amount.
func (l *List) OfEntries() bool {
	dated := slices.ContainsFunc(l.Fields, func(f Field) bool { return f.Kind == Date })
	return dated && slices.ContainsFunc(l.Fields, func(f Field) bool { return f.Kind == Amount && Has(NameWords(f.Node), "amount") })
}

// Booked reports whether the documents are statements of an account: movements on days, and what the
// account holds after each or after all of them.
func (p *Plan) Booked() bool {
	holds := func(f Field) bool { return f.Kind == Amount && Has(NameWords(f.Node), "balance", "opening", "closing") }
	entries := false
	for _, l := range p.Lists {
		if l.OfEntries() {
			entries = true
			if slices.ContainsFunc(l.Fields, holds) {
				return true
			}
		}
	}
	return entries && slices.ContainsFunc(p.Fields, holds)
}

// Pointer is where the list stands in the data.
func (l *List) Pointer() string { return FirstRow(l.Node.Pointer) }

// asList makes a field of a list of plain values: its values are printed behind one label, with
// commas between them or below each other.
func asList(n *schemas.Node, parents []*schemas.Node) Field {
	item := *n
	item.Types, item.Format, item.Pattern, item.Enum, item.Items = n.Items.Types, n.Items.Format, n.Items.Pattern, n.Items.Enum, nil
	f := newField(&item, parents)
	f.List = true
	return f
}
