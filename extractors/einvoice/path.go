package einvoice

import "strings"

// A path leads from an element to texts, in a small part of XPath:
//
//	A/B          the children B of the children A
//	A/*          any child of A
//	A/@x         the attribute x of A
//	A[B/C=x]/D   only of such A whose B/C is x; != for is not; case does not count, 1 is true
//	A[B/C]/D     only of such A that have a B/C with text
//	A[!B/C]/D    only of such A that have none
//	A[1]/D       only of the first A, after the conditions before it
//	.            the element itself
//	P | Q        what P leads to, then what Q leads to
//
// The value $currency stands for the currency of the invoice, which any is where the invoice
// names none; $vat_currency for that of its VAT accounting.
type path []route

// A route is one alternative of a path.
type route []step

type step struct {
	name  string
	tests []test
}

// A test narrows the elements of a step.
type test struct {
	first bool
	route route
	want  string // "": anything
	is    bool   // whether the test must be met, or must not
}

// at reads a path. Paths are constants of our tables: their tests prove that they are right.
func at(text string) path {
	var p path
	for alternative := range strings.SplitSeq(text, " | ") {
		p = append(p, newRoute(alternative))
	}
	return p
}

// under puts p below each alternative of parent.
func (p path) under(parent path) path {
	var all path
	for _, before := range parent {
		for _, after := range p {
			all = append(all, append(before[:len(before):len(before)], after...))
		}
	}
	return all
}

func newRoute(text string) route {
	var r route
	for text != "" && text != "." {
		var one string
		one, text = cutStep(text)
		name, tests, _ := strings.Cut(one, "[")
		s := step{name: name}
		for tests != "" {
			var condition string
			condition, tests, _ = strings.Cut(tests, "]")
			tests = strings.TrimPrefix(tests, "[")
			s.tests = append(s.tests, newTest(condition))
		}
		r = append(r, s)
	}
	return r
}

// cutStep cuts at the first slash outside brackets.
func cutStep(text string) (one, rest string) {
	inside := false
	for i, c := range text {
		switch {
		case c == '[' || c == ']':
			inside = c == '['
		case c == '/' && !inside:
			return text[:i], text[i+1:]
		}
	}
	return text, ""
}

func newTest(text string) test {
	if text == "1" {
		return test{first: true}
	}
	if before, want, ok := strings.Cut(text, "!="); ok {
		return test{route: newRoute(before), want: want}
	}
	if before, ok := strings.CutPrefix(text, "!"); ok {
		return test{route: newRoute(before)}
	}
	before, want, _ := strings.Cut(text, "=")
	return test{route: newRoute(before), want: want, is: true}
}

// A match is a text that a route leads to, and the element that holds it.
type match struct {
	text string
	in   *element
}

// find returns the texts below e that are not empty, in document order.
func (r route) find(e *element, m money) []match {
	last := len(r) - 1
	if last < 0 {
		return texts([]*element{e}, (*element).text)
	}
	if attr, ok := strings.CutPrefix(r[last].name, "@"); ok {
		return texts(r[:last].elements(e, m), func(e *element) string { return strings.TrimSpace(e.attrs[attr]) })
	}
	return texts(r.elements(e, m), (*element).text)
}

// elements returns what r leads to below e, with text or without.
func (r route) elements(e *element, m money) []*element {
	elements := []*element{e}
	for _, s := range r {
		var next []*element
		for _, e := range elements {
			next = append(next, s.of(e, m)...)
		}
		elements = next
	}
	return elements
}

func texts(elements []*element, of func(*element) string) []match {
	var all []match
	for _, e := range elements {
		if t := of(e); t != "" {
			all = append(all, match{t, e})
		}
	}
	return all
}

// of returns the children of e that the step leads to.
func (s step) of(e *element, m money) []*element {
	var kept []*element
	for _, c := range e.children {
		if s.name == "*" || s.name == c.name {
			kept = append(kept, c)
		}
	}
	for _, t := range s.tests {
		kept = t.narrow(kept, m)
	}
	return kept
}

func (t test) narrow(elements []*element, m money) []*element {
	if t.first {
		return elements[:min(1, len(elements))]
	}
	var kept []*element
	for _, e := range elements {
		if t.met(e, m) == t.is {
			kept = append(kept, e)
		}
	}
	return kept
}

// met reports whether e has what the test names: the wanted text, or anything at all.
func (t test) met(e *element, m money) bool {
	want, any := m.wanted(t.want)
	for _, found := range t.route.find(e, m) {
		if any || strings.EqualFold(truth(found.text), truth(want)) {
			return true
		}
	}
	return false
}

// money is what stands for the variables of a path.
type money struct{ invoice, vat string }

// wanted resolves the text that a test wants, and says whether any text will do.
func (m money) wanted(text string) (want string, any bool) {
	switch text {
	case "$currency":
		return m.invoice, m.invoice == ""
	case "$vat_currency":
		return m.vat, false
	}
	return text, text == ""
}

// truth unifies the two ways in which XML Schema writes a boolean. No code in use is 0 or 1.
func truth(s string) string {
	switch s {
	case "1":
		return "true"
	case "0":
		return "false"
	}
	return s
}
