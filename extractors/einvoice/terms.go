package einvoice

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"docpipe/pipeline"
)

// A node maps one term or group of the semantic model of EN 16931 to the XML. Its name and
// place are those of schemas/einvoice.v1.schema.json.
//
// A group without a path gathers what stands elsewhere in the XML, and is there when one of
// its members is. Two groups of the same name become one.
type node struct {
	name    string
	path    path
	read    reading // of a term; a text that it refuses stands as it was written
	list    bool    // a row for each element that the path leads to
	members []node  // of a group, with paths from its element
}

func text(name, p string) node   { return node{name: name, path: at(p), read: asText} }
func prose(name, p string) node  { return node{name: name, path: at(p), read: asLines} }
func code(name, p string) node   { return node{name: name, path: at(p), read: asWritten} }
func amount(name, p string) node { return node{name: name, path: at(p), read: asDecimal} }
func day(name, p string) node    { return node{name: name, path: at(p), read: asDate} }

func group(name, p string, members ...node) node {
	return node{name: name, path: at(p), members: members}
}

func gathered(name string, members ...node) node { return node{name: name, members: members} }

func list(name, p string, members ...node) node {
	return node{name: name, path: at(p), list: true, members: members}
}

// identifier is a number and the attribute that says which scheme it is of.
func identifier(name, p string) node {
	return node{name: name, path: at(p), members: []node{text("id", "."), code("scheme", "@schemeID")}}
}

// asWritten keeps codes as they are: one with a wrong case is another code, or none.
func asWritten(m match) (string, error) { return m.text, nil }

// asSubject reads the subject of a note in UBL, which stands inside its text: "#AAI#Please note". Two
// such signs that hold more or less than the three characters of a code are part of the text.
func asSubject(m match) (string, error) {
	_, rest, _ := strings.Cut(m.text, "#")
	subject, _, closed := strings.Cut(rest, "#")
	if !closed || utf8.RuneCountInString(subject) != 3 {
		return "", nil
	}
	return subject, nil
}

// EInvoice returns the terms of the document's first e-invoice, nil when it holds none or only
// damaged ones. Its error means that an attachment could not be loaded, or is the context's.
func (r *Reader) EInvoice(ctx context.Context, d *pipeline.Document) (*pipeline.EInvoice, error) {
	invoices, err := r.invoices(ctx, d)
	if err != nil && !isDamage(err) {
		return nil, err
	}
	if len(invoices) == 0 {
		return nil, nil
	}
	return &pipeline.EInvoice{Name: invoices[0].name, Terms: invoices[0].terms()}, nil
}

// terms writes down the whole model.
func (v *invoice) terms() map[string]any {
	w := termWriter{money: v.currencies()}
	terms := map[string]any{"document": v.doctype(), "syntax": v.syntax.id}
	w.group(terms, "", v.root, v.syntax.model)
	if all := currenciesOf(v.root, nil); len(all) > 0 {
		slices.Sort(all)
		terms["amount_currencies"] = anys(slices.Compact(all))
	}
	if len(w.repeated) > 0 {
		slices.Sort(w.repeated)
		terms["repeated"] = anys(slices.Compact(w.repeated))
	}
	return terms
}

// A termWriter fills in a tree of terms.
type termWriter struct {
	money    money
	repeated []string // dotted names of terms that stand more than once
}

// group writes what e states into a map.
func (w *termWriter) group(into map[string]any, at string, e *element, members []node) {
	for _, n := range members {
		name := strings.TrimPrefix(at+"."+n.name, ".")
		switch {
		case n.read != nil:
			w.term(into, name, e, n)
		case n.list:
			w.rows(into, name, e, n)
		default:
			w.part(into, name, e, n)
		}
	}
}

// term writes the first text that the path leads to.
func (w *termWriter) term(into map[string]any, name string, e *element, n node) {
	for _, r := range n.path {
		found := r.find(e, w.money)
		if len(found) == 0 {
			continue
		}
		if len(found) > 1 {
			w.repeated = append(w.repeated, name)
		}
		value, err := n.read(found[0])
		if err != nil {
			value = found[0].text
		}
		if value != "" {
			into[n.name] = value
		}
		return
	}
}

func (w *termWriter) rows(into map[string]any, name string, e *element, n node) {
	rows, _ := into[n.name].([]any)
	for _, r := range n.path {
		for _, below := range r.elements(e, w.money) {
			row := map[string]any{}
			w.group(row, name, below, n.members)
			rows = append(rows, row)
		}
	}
	if len(rows) > 0 {
		into[n.name] = rows
	}
}

func (w *termWriter) part(into map[string]any, name string, e *element, n node) {
	below := []*element{e}
	if n.path != nil {
		below = w.first(e, n.path)
	}
	if len(below) == 0 {
		return
	}
	if len(below) > 1 {
		w.repeated = append(w.repeated, name)
	}
	members, known := into[n.name].(map[string]any)
	if !known {
		members = map[string]any{}
	}
	w.group(members, name, below[0], n.members)
	if n.path != nil || len(members) > 0 {
		into[n.name] = members
	}
}

// first returns the elements of the first alternative that leads anywhere.
func (w *termWriter) first(e *element, p path) []*element {
	for _, r := range p {
		if found := r.elements(e, w.money); len(found) > 0 {
			return found
		}
	}
	return nil
}

// currenciesOf gathers the currencies at e and below.
func currenciesOf(e *element, all []string) []string {
	if c := strings.TrimSpace(e.attrs["currencyID"]); c != "" {
		all = append(all, c)
	}
	for _, c := range e.children {
		all = currenciesOf(c, all)
	}
	return all
}

func anys(texts []string) []any {
	var all []any
	for _, t := range texts {
		all = append(all, t)
	}
	return all
}
