package local

import (
	"strings"

	"docpipe/extractors"
)

// addUnlabelled adds what needs no label: account numbers have an unmistakable form, and the
// only date of a document is its date. Without a label it is weaker than any good one.
func (r *reading) addUnlabelled(i int) {
	f := &r.plan.fields[i]
	switch {
	case f.kind == kindIBAN || f.kind == kindBIC:
		r.addAlone(i, f.kind, 0.45)
	case f.kind == kindEmail && r.byIssuer(f):
		r.addAlone(i, kindEmail, 0.6)
	case f.kind == kindPhone && r.byIssuer(f) && !has(nameWords(f.node), "fax"):
		r.addAlone(i, kindPhone, 0.6)
	case f.kind == kindVATID:
		r.addAlone(i, kindVATID, 0.35)
	case f.kind == kindTime && f.party == "":
		r.addBesideDate(i)
	case f.primary:
		r.addAlone(i, kindDate, 0.3)
	}
}

// addBesideDate offers the time of day that stands right behind the document's date.
func (r *reading) addBesideDate(i int) {
	for j := range r.plan.fields {
		if !r.plan.fields[j].primary || len(r.options[j]) == 0 {
			continue
		}
		o := r.options[j][0]
		s, at := r.sheets[o.sheet], o.span.to
		if at >= len(s.tokens) || s.rowOf[at] != s.rowOf[o.span.from] {
			return
		}
		if value, ok := timeOf(&r.plan.fields[i], s.tokens[at].text); ok && len(r.options[i]) == 0 {
			r.options[i] = []option{{value: value, sheet: o.sheet, span: span{at, at + 1}, strength: 0.9}}
		}
	}
}

// byIssuer reports whether a field is of the one who wrote the document.
func (r *reading) byIssuer(f *field) bool {
	for _, g := range r.plan.groups {
		if g.node.Pointer == f.party {
			return g.issuer
		}
	}
	return false
}

// speaks reports whether a candidate needs no label to be what it is. A telephone number does
// that by its + or bracket; one behind "Fax" is none.
func (r *reading) speaks(n int, c candidate, k kind) bool {
	if k != kindPhone {
		return true
	}
	s := r.sheets[n]
	before := c.span.from - 1
	fax := before >= 0 && s.rowOf[before] == s.rowOf[c.span.from] && strings.Contains(s.tokens[before].fold, "fax")
	return c.fit >= 0.9 && !fax
}

// addAlone offers the candidates of a kind; the only value there is counts for more.
func (r *reading) addAlone(i int, k kind, strength float64) {
	distinct := map[string]bool{}
	for n := range r.sheets {
		for _, c := range r.found[n][k] {
			if r.speaks(n, c, k) && !r.taken(i, c.value, k) {
				distinct[c.value] = true
			}
		}
	}
	if len(distinct) == 1 {
		strength += 0.3
	}
	for n := range r.sheets {
		for _, c := range r.found[n][k] {
			o := option{value: c.value, readings: c.readings, sheet: n, span: c.span, more: c.more, strength: strength, exact: c.exact, misread: c.misread}
			if !r.speaks(n, c, k) {
				continue
			}
			if c.exact && k == kindIBAN {
				o.proven = "its check digits hold"
			}
			if !r.offered(i, o) && !r.taken(i, c.value, k) {
				r.options[i] = append(r.options[i], o)
			}
		}
	}
	sortOptions(r.options[i])
}

// offered reports whether a value is an option already, and adds what speaks for it: a poor label
// does not make it less likely.
func (r *reading) offered(i int, same option) bool {
	for j := range r.options[i] {
		if o := &r.options[i][j]; o.value == same.value {
			if o.proven == "" {
				o.proven = same.proven
			}
			o.strength = max(o.strength, same.strength)
			return true
		}
	}
	return false
}

// taken reports whether a label gives an identifier to another field of the same kind.
func (r *reading) taken(i int, value string, k kind) bool {
	for j := range r.options {
		if j == i || r.plan.fields[j].kind != k || k == kindDate {
			continue
		}
		if len(r.options[j]) > 0 && r.options[j][0].value == value && r.options[j][0].places > 0 {
			return true
		}
	}
	return false
}

// inHeading reports whether a label stands in the row that names the document and its number:
// only there does a bare "of" or "vom" before a date mean the document's date.
func (r *reading) inHeading(n, row int) bool {
	for _, h := range r.hits[n] {
		f := &r.plan.fields[h.field]
		if f.node.Pointer == "/number" && r.sheets[n].rowOf[h.span.from] == row && h.weight > 0.3 {
			return true
		}
	}
	return false
}

// bare reports whether a label is one short word such as "vom", "du" or "le".
func bare(s *sheet, sp span) bool {
	return sp.to-sp.from == 1 && len(s.tokens[sp.from].fold) < 4 && extractors.Fold(s.tokens[sp.from].text) != ""
}
