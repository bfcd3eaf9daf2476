package einvoice

import "strings"

// An element of the XML: its local name and what it holds. Elements of foreign namespaces,
// such as extensions and signatures, are left out of the tree.
type element struct {
	name     string
	attrs    map[string]string // by local name; nil when there are none
	chars    []byte            // character data, that of children not included
	children []*element
}

func (e *element) text() string { return strings.TrimSpace(string(e.chars)) }

// An invoice is an e-invoice as a tree.
type invoice struct {
	name   string // of the attachment
	root   *element
	syntax *syntax
}

// currencies are those of the amounts and of the VAT accounting.
func (v *invoice) currencies() money {
	m := money{invoice: v.first("/currency")}
	for _, r := range v.syntax.vatCurrency {
		for _, found := range r.find(v.root, m) {
			m.vat = found.text
		}
	}
	return m
}

// first returns the text at a pointer of the header, "" when there is none.
func (v *invoice) first(pointer string) string {
	for _, f := range v.syntax.header {
		if f.pointer != pointer {
			continue
		}
		for _, r := range f.path {
			for _, m := range r.find(v.root, money{}) {
				return m.text
			}
		}
	}
	return ""
}
