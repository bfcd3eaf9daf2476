package local

import (
	"strings"

	"docpipe/schemas"
)

// A plan is a schema prepared for reading: made once, used for every document.
type plan struct {
	schema  *schemas.Schema
	fields  []field
	lists   []*list
	groups  []*group // parties
	phrases phrases
}

func newPlan(s *schemas.Schema) *plan {
	p := &plan{schema: s, phrases: phrases{}}
	p.walk(s.Root, nil)
	p.addTitles()
	p.phrases.addLost()
	return p
}

func (p *plan) walk(n *schemas.Node, parents []*schemas.Node) {
	switch {
	case n.IsList():
		p.lists = append(p.lists, newList(n))
	case n.Leaf():
		f := newField(n, parents)
		var parent *schemas.Node
		if len(parents) > 0 {
			parent = parents[len(parents)-1]
		}
		p.fields = append(p.fields, f)
		p.phrases.addField(len(p.fields)-1, n, parent)
	default:
		if partyOf(append(parents, n)) == n.Pointer && n.Pointer != "" {
			p.groups = append(p.groups, newGroup(n, len(p.groups)))
		}
		for _, c := range n.Properties {
			p.walk(c, append(parents[:len(parents):len(parents)], n))
		}
	}
}

// connectors stand between a document's number and its date in headings.
const connectors = "vom von du of dated del van z le am op on dd"

// addTitles lets the heading of a document label its number and date: "Invoice 4711 of 2 May".
func (p *plan) addTitles() {
	for i := range p.fields {
		if p.fields[i].primary {
			for word := range strings.FieldsSeq(connectors) {
				p.phrases.add(i, []string{word}, 0.9)
			}
		}
		if f := &p.fields[i]; f.node.Pointer == "/number" && f.kind == kindIdent {
			for _, titles := range p.schema.Titles {
				for _, title := range titles {
					p.phrases.add(i, folded(title), 0.7)
				}
			}
		}
	}
}
