package local

import (
	"slices"
	"strings"

	"docpipe/extractors"
	"docpipe/schemas"
)

// A plan is a schema prepared for reading: made once, used for every document.
type plan struct {
	schema  *schemas.Schema
	fields  []field
	lists   []*list
	taxes   []taxList
	groups  []*group // parties
	phrases phrases
	printed map[string]bool // labels in full, folded: never values
	titles  []string        // of the documents, one word each, folded
	prose   prose           // fields that sentences fill
	stated  bool            // the schema says how its fields are labelled

	scopes   []string // pointers of the groups that a heading may name
	headings phrases  // of these groups, by index
}

func newPlan(s *schemas.Schema) *plan {
	p := &plan{schema: s, phrases: phrases{}, printed: map[string]bool{}}
	p.walk(s.Root, nil)
	p.addTitles()
	p.phrases.addLost()
	p.findAlone()
	p.prose = p.newProse()
	p.stated = slices.ContainsFunc(p.fields, func(f field) bool { return len(f.node.Labels) > 0 })
	return p
}

func (p *plan) walk(n *schemas.Node, parents []*schemas.Node) {
	p.addPrinted(n)
	switch {
	case n.Name == machineZone:
		return
	case n.IsList() && holdsList(n.Items):
		for _, c := range n.Items.Properties { // one record, such as the account of a statement
			p.walk(c, append(parents[:len(parents):len(parents)], n))
		}
	case n.IsList() && n.Items != nil && n.Items.Leaf():
		p.addLeaf(asList(n, parents), n, parents)
	case n.IsList():
		l := newList(n)
		if t, ok := newTaxList(l); ok {
			p.taxes = append(p.taxes, t)
		} else {
			p.lists = append(p.lists, l)
		}
	case n.Leaf():
		p.addLeaf(newField(n, parents), n, parents)
	default:
		if partyOf(append(parents, n)) == n.Pointer && n.Pointer != "" {
			p.groups = append(p.groups, newGroup(n, len(p.groups), p.ordered()))
		}
		p.addGroup(n)
		for _, c := range n.Properties {
			p.walk(c, append(parents[:len(parents):len(parents)], n))
		}
	}
}

func (p *plan) addLeaf(f field, n *schemas.Node, parents []*schemas.Node) {
	var parent *schemas.Node
	if len(parents) > 0 {
		parent = parents[len(parents)-1]
	}
	p.fields = append(p.fields, f)
	p.phrases.addField(len(p.fields)-1, n, parent)
	if (f.start || f.end) && parent != nil {
		p.phrases.addLabels(len(p.fields)-1, parent) // "Billing period" stands before both dates
	}
	if f.role == roleGross && len(n.Labels) == 0 {
		p.phrases.addTotal(len(p.fields) - 1)
	}
}

// findAlone marks the fields of parties whose labels no field of another party shares: a staff number
// is the employee's wherever it stands. A name that is labelled as its block is headed is none.
func (p *plan) findAlone() {
	headed := map[string]bool{}
	for _, g := range p.groups {
		headed[g.node.Pointer] = len(g.node.Labels) > 0
	}
	for i := range p.fields {
		f := &p.fields[i]
		f.alone = f.party != "" && len(f.node.Labels) > 0 && !(f.kind == kindName && headed[f.party]) && !slices.ContainsFunc(p.fields, func(o field) bool {
			return o.party != f.party && o.party != "" && slices.ContainsFunc(o.node.Labels, func(l string) bool { return slices.Contains(f.node.Labels, l) })
		})
	}
}

// machineZone names the fields of a machine-readable zone: they repeat what is printed for
// people, and are not read from what is printed for people.
const machineZone = "mrz"

// addPrinted remembers how fields and columns are labelled.
func (p *plan) addPrinted(n *schemas.Node) {
	for _, label := range n.Labels {
		p.printed[extractors.Fold(label)] = true
	}
	if n.IsList() && n.Items != nil {
		for _, c := range n.Items.Properties {
			p.addPrinted(c)
		}
	}
}

// holdsList reports whether the rows of a list hold tables themselves. Such a list has one row
// on nearly every document, and is read as if its fields were the document's own.
func holdsList(items *schemas.Node) bool {
	return items != nil && slices.ContainsFunc(items.Properties, func(c *schemas.Node) bool {
		return c.IsList() && c.Items != nil && !c.Items.Leaf()
	})
}

// firstRow is the pointer of a field in the first row of the lists around it.
func firstRow(pointer string) string { return strings.ReplaceAll(pointer, "/*", "/0") }

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
		if f := &p.fields[i]; len(f.node.Labels) == 0 && i == p.firstNumber() {
			p.addKind(i)
		}
		if f := &p.fields[i]; f.node.Pointer == "/number" && f.kind == kindIdent {
			for _, titles := range p.schema.Titles {
				for _, title := range titles {
					words := folded(title)
					p.phrases.add(i, words, 0.7)
					if len(words) == 1 && len(words[0]) >= 6 && !slices.Contains(p.titles, words[0]) {
						p.titles = append(p.titles, words[0])
					}
				}
			}
		}
	}
}

// ordered reports whether the documents are orders: whoever buys writes them.
func (p *plan) ordered() bool {
	words := append(folded(p.schema.Root.Title), splitName(p.schema.DocType)...)
	return has(words, "order", "orders", "requisition") && !has(words, "confirmation", "acknowledgement", "delivery")
}

// firstNumber is the first field that numbers the document, -1 where the schema has none.
func (p *plan) firstNumber() int {
	return slices.IndexFunc(p.fields, func(f field) bool {
		return f.kind == kindIdent && f.party == "" && has(nameWords(f.node), "number", "num", "no", "nr", "id")
	})
}

// pointerOf is where the value of field i stands in the data, "" for none.
func (p *plan) pointerOf(i int) string {
	if i < 0 {
		return ""
	}
	return p.fields[i].node.Pointer
}

// weightKind is for the kind of document in front of a number: less than what names the field.
const weightKind = 0.57

// addKind enters what the schema's title says its documents are: in a schema of orders and
// invoices, an invoice is numbered by "Invoice no".
func (p *plan) addKind(i int) {
	for _, word := range folded(p.schema.Root.Title) {
		if len(word) < 4 || plainWords[word] || generic[word] != nil {
			continue
		}
		for _, number := range generic["number"] {
			p.phrases.add(i, []string{word, number}, weightKind)
		}
	}
}
