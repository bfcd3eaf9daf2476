// Package plan prepares a schema for reading: made once, used for every document.
//
// A [Plan] says for each [Field] what [Kind] of value to look for and which part it has among the
// sums ([Role]), and with which [Phrases] print may label it. The labels come from the schema; where
// it states none, from the names of its properties: a lexicon of forms says how eight languages call
// what the names mean (lexicon.txt, a thing a line), and compose.go puts together what it does not
// have, as each language does.
//
// A [List] is a list whose rows print as a table, a [TaxList] one that breaks the tax down, a
// [Group] a person or company. [Prose] names the fields that sentences fill without a label.
//
// [Phrases.FindHits] finds labels on a sheet. A [Hit] is weighed by how much of the printed label its
// phrase explains: "date" is half of "Delivery date". The forms of identifiers (ident.go) belong here
// since a kind is known by them.
//
// To teach a word: add it to its line of lexicon.txt. To teach what people choose: choices.txt.
package plan

import (
	"maps"
	"slices"
	"strings"

	"docpipe/extractors"
	"docpipe/extractors/local/layout"
	"docpipe/schemas"
)

// A Plan is a schema prepared for reading: made once, used for every document.
type Plan struct {
	Schema  *schemas.Schema // as it is registered
	Fields  []Field         // leaves outside lists, in the order of the schema
	Lists   []*List         // of records
	Taxes   []TaxList       // lists that break the tax down
	Groups  []*Group        // parties
	Phrases Phrases         // that name a field, by its index
	Printed map[string]bool // labels in full, folded: never values
	Titles  []string        // of the documents, one word each, folded
	Prose   Prose           // fields that sentences fill
	Stated  bool            // the schema says how its fields are labelled

	Scopes   []string // pointers of the groups that a heading may name
	Headings Phrases  // of these groups, by index
}

// New prepares a schema. The plan is never changed afterwards, and safe for concurrent use.
func New(s *schemas.Schema) *Plan {
	p := &Plan{Schema: s, Phrases: Phrases{}, Printed: map[string]bool{}}
	p.walk(s.Root, nil)
	p.findOwnDates()
	p.addKnownByLast()
	p.addTitles()
	p.Phrases.addLost()
	p.findAlone()
	p.Prose = p.newProse()
	p.Stated = slices.ContainsFunc(p.Fields, func(f Field) bool { return len(f.Node.Labels) > 0 })
	return p
}

func (p *Plan) walk(n *schemas.Node, parents []*schemas.Node) {
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
			p.Taxes = append(p.Taxes, t)
		} else {
			p.Lists = append(p.Lists, l)
		}
	case n.Leaf():
		p.addLeaf(newField(n, parents), n, parents)
	default:
		if partyOf(append(parents, n)) == n.Pointer && n.Pointer != "" {
			p.Groups = append(p.Groups, newGroup(n, len(p.Groups), p.ordered()))
		}
		p.addGroup(n)
		for _, c := range n.Properties {
			p.walk(c, append(parents[:len(parents):len(parents)], n))
		}
	}
}

func (p *Plan) addLeaf(f Field, n *schemas.Node, parents []*schemas.Node) {
	var parent *schemas.Node
	if len(parents) > 0 {
		parent = parents[len(parents)-1]
	}
	p.Fields = append(p.Fields, f)
	p.Phrases.addField(len(p.Fields)-1, n, parent)
	if (f.Start || f.End) && parent != nil {
		p.Phrases.addLabels(len(p.Fields)-1, parent) // "Billing period" stands before both dates
	}
	if f.Role == Gross && len(n.Labels) == 0 {
		p.Phrases.addTotal(len(p.Fields) - 1)
	}
}

// longestLast is how many letters the abbreviation has by which a field is known.
const longestLast = 5

// addKnownByLast lets a name be labelled by its last word where that is no word of any other label and no
// other name ends with it: "NPI" for the NPI of the referring provider.
func (p *Plan) addKnownByLast() {
	count := map[string]int{}
	last := func(f *Field) string {
		name := NameWords(f.Node)
		return extractors.Fold(name[len(name)-1])
	}
	for i := range p.Fields {
		count[last(&p.Fields[i])]++
	}
	for i := range p.Fields {
		f, word := &p.Fields[i], last(&p.Fields[i])
		if len(f.Node.Labels) == 0 && len(NameWords(f.Node)) > 1 && count[word] == 1 && len(word) > 2 && len(word) <= longestLast && generic[word] == nil && !plainWords[word] && !KnowsLabel(word) {
			p.Phrases.add(i, []string{word}, weightPart)
		}
	}
}

// findAlone marks the fields of parties whose labels no field of another party shares: a staff number
// is the employee's wherever it stands. A name that is labelled as its block is headed is none.
func (p *Plan) findAlone() {
	headed := map[string]bool{}
	for _, g := range p.Groups {
		headed[g.Node.Pointer] = len(g.Node.Labels) > 0
	}
	for i := range p.Fields {
		f := &p.Fields[i]
		if f.Party == "" || len(f.Node.Labels) == 0 || f.Kind == Name && headed[f.Party] {
			continue
		}
		f.alone = map[string]bool{}
		for language, labels := range f.Node.LabelsBy {
			f.alone[language] = !slices.ContainsFunc(p.Fields, func(o Field) bool {
				return o.Party != f.Party && o.Party != "" && slices.ContainsFunc(o.Node.LabelsBy[language], func(l string) bool { return slices.Contains(labels, l) })
			})
		}
	}
}

// Alone reports whether no other party has a field that is labelled so in a document's language:
// "Matrícula" is a number of staff in Spain, and one of a company in Portugal too.
func (f *Field) Alone(languages []string) bool {
	for _, language := range languages {
		if alone, known := f.alone[language]; known {
			return alone
		}
	}
	return len(f.alone) > 0 && !slices.Contains(slices.Collect(maps.Values(f.alone)), false)
}

// machineZone names the fields of a machine-readable zone: they repeat what is printed for
// people, and are not read from what is printed for people.
const machineZone = "mrz"

// addPrinted remembers how fields and columns are labelled.
func (p *Plan) addPrinted(n *schemas.Node) {
	for _, label := range n.Labels {
		p.Printed[extractors.Fold(label)] = true
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

// FirstRow is the pointer of a field in the first row of the lists around it.
func FirstRow(pointer string) string { return strings.ReplaceAll(pointer, "/*", "/0") }

// Connectors stand between a document's number and its date in headings.
const Connectors = "vom von du of dated del van z le am op on dd"

// addTitles lets the heading of a document label its number and date: "Invoice 4711 of 2 May".
func (p *Plan) addTitles() {
	for i := range p.Fields {
		if p.Fields[i].Primary {
			for word := range strings.FieldsSeq(Connectors) {
				p.Phrases.add(i, []string{word}, 0.9)
			}
		}
		if f := &p.Fields[i]; len(f.Node.Labels) == 0 && i == p.FirstNumber() {
			p.addKind(i)
		}
		if f := &p.Fields[i]; f.Node.Pointer == "/number" && f.Kind == Ident {
			for _, titles := range p.Schema.Titles {
				for _, title := range titles {
					words := Folded(title)
					p.Phrases.add(i, words, 0.7)
					if len(words) == 1 && len(words[0]) >= 6 && !slices.Contains(p.Titles, words[0]) {
						p.Titles = append(p.Titles, words[0])
					}
				}
			}
		}
	}
}

// ordered reports whether the documents are orders: whoever buys writes them.
func (p *Plan) ordered() bool {
	words := append(Folded(p.Schema.Root.Title), splitName(p.Schema.DocType)...)
	return Has(words, "order", "orders", "requisition") && !Has(words, "confirmation", "acknowledgement", "delivery")
}

// FirstNumber is the first field that numbers the document, -1 where the schema has none.
func (p *Plan) FirstNumber() int {
	return slices.IndexFunc(p.Fields, func(f Field) bool {
		return f.Kind == Ident && f.Party == "" && Has(NameWords(f.Node), "number", "num", "no", "nr", "id")
	})
}

// PointerOf is where the value of field i stands in the data, "" for none.
func (p *Plan) PointerOf(i int) string {
	if i < 0 {
		return ""
	}
	return p.Fields[i].Node.Pointer
}

// weightKind is for the kind of document in front of a number: less than what names the field.
const weightKind = 0.57

// addKind enters what the schema's title says its documents are: in a schema of orders and
// invoices, an invoice is numbered by "Invoice no".
func (p *Plan) addKind(i int) {
	for _, word := range Folded(p.Schema.Root.Title) {
		if len(word) < 4 || plainWords[word] || generic[word] != nil {
			continue
		}
		for _, number := range generic["number"] {
			p.Phrases.add(i, []string{word, number}, weightKind)
		}
	}
}

// IsTitle reports whether a text is what documents of this schema are called, alone or with a number.
func (p *Plan) IsTitle(text string) bool {
	words := Folded(text)
	for _, titles := range p.Schema.Titles {
		for _, title := range titles {
			named := Folded(title)
			if len(named) > len(words) || !slices.Equal(named, words[:len(named)]) {
				continue
			}
			if rest := words[len(named):]; len(rest) == 0 || layout.CountDigits(strings.Join(rest, "")) > 0 {
				return true
			}
		}
	}
	return false
}

// Entitles reports whether a word is a title of the documents of this schema, or a compound with one.
func (p *Plan) Entitles(fold string) bool {
	return slices.ContainsFunc(p.Titles, func(title string) bool { return strings.Contains(fold, title) })
}
