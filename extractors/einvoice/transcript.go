package einvoice

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"docpipe/extractors"
	"docpipe/pipeline"
)

// A transcript writes down what one e-invoice states, as claims.
type transcript struct {
	*invoice
	alone   bool // whether the XML is the whole document: what it leaves out is absent
	further bool // whether another e-invoice came before: then only single fields of the header

	money  money
	rows   map[string]int // rows written so far, by list
	claims []extractors.Claim
}

func (t *transcript) write() []extractors.Claim {
	t.money, t.rows = t.currencies(), map[string]int{}
	t.fields(t.root, "", t.syntax.header)
	for _, m := range t.syntax.mentions {
		t.mention(m)
	}
	if t.further {
		return t.claims
	}
	for _, table := range t.syntax.tables {
		t.table(table)
	}
	for _, table := range t.syntax.tables {
		if _, seen := t.rows[table.pointer]; !seen {
			t.rows[table.pointer] = 0
			t.absent(table.pointer)
		}
	}
	return t.claims
}

func (t *transcript) table(table table) {
	for _, r := range table.rows {
		for _, e := range r.elements(t.root, t.money) {
			n := t.rows[table.pointer]
			if t.fields(e, table.pointer+"/"+strconv.Itoa(n), table.fields) {
				t.rows[table.pointer]++
			}
		}
	}
}

// fields claims the fields below e, and reports whether e states any of them.
func (t *transcript) fields(e *element, pointer string, fields []field) bool {
	before, stated := len(t.claims), false
	for _, f := range fields {
		if list, ok := strings.CutSuffix(f.pointer, "/*"); !ok {
			stated = t.field(e, pointer+f.pointer, f) || stated
		} else if !t.further {
			stated = t.entries(e, pointer+list, f) || stated
		}
	}
	if !stated && pointer != "" {
		t.claims = t.claims[:before] // a row that says nothing is no row
	}
	return stated
}

// field claims a single field from the first alternative that states it.
func (t *transcript) field(e *element, pointer string, f field) bool {
	for _, r := range f.path {
		values, quotes, err := t.readings(r.find(e, t.money), f.read)
		switch {
		case len(values) == 0 && err == nil:
			continue
		case len(values) == 0 || f.fold != nil && err != nil:
			t.unreadable(pointer, err, quotes)
		case f.fold != nil:
			t.found(pointer, f.fold(values), quotes...)
		default:
			t.found(pointer, values[0], quotes[0])
		}
		return true
	}
	t.absent(pointer)
	return false
}

// entries claims a list of texts.
func (t *transcript) entries(e *element, pointer string, f field) bool {
	n := 0
	for _, r := range f.path {
		values, quotes, _ := t.readings(r.find(e, t.money), f.read)
		for i, v := range values {
			t.found(pointer+"/"+strconv.Itoa(n), v, quotes[i])
			n++
		}
	}
	if n == 0 {
		t.absent(pointer)
	}
	return n > 0
}

// readings returns the values of the matches and what stood in the XML. When none can be read
// the quotes are those of the matches, and the error is that of the last one.
func (t *transcript) readings(matches []match, read reading) (values, quotes []string, err error) {
	var failed []string
	for _, m := range matches {
		v, wrong := read(m)
		switch {
		case wrong != nil:
			err, failed = wrong, append(failed, m.text)
		case v != "":
			values, quotes = append(values, v), append(quotes, m.text)
		}
	}
	if len(values) == 0 {
		quotes = failed
	}
	return values, quotes, err
}

// mention claims a statement that one of its codes makes. Without the code nothing is claimed:
// the same can be said in words.
func (t *transcript) mention(m mention) {
	for _, r := range m.path {
		for _, found := range r.find(t.root, t.money) {
			if slices.Contains(m.codes, compact(found.text)) {
				t.found(m.pointer, true, found.text)
				return
			}
		}
	}
}

func (t *transcript) found(pointer string, value any, quotes ...string) {
	c := t.claim(pointer, pipeline.FieldFound, "stated by the "+t.syntax.title+" "+t.name)
	c.Value, c.Evidence = value, evidence(quotes)
	t.claims = append(t.claims, c)
}

func (t *transcript) unreadable(pointer string, err error, quotes []string) {
	c := t.claim(pointer, pipeline.FieldUnreadable, fmt.Sprintf("the %s %s: %v", t.syntax.title, t.name, err))
	c.Evidence = evidence(quotes)
	t.claims = append(t.claims, c)
}

func (t *transcript) absent(pointer string) {
	if t.alone && !t.further {
		t.claims = append(t.claims, t.claim(pointer, pipeline.FieldAbsent, "left out by the "+t.syntax.title+" "+t.name))
	}
}

func (t *transcript) claim(pointer string, state pipeline.FieldState, reason string) extractors.Claim {
	return extractors.Claim{
		Pointer: pointer, State: state, Confidence: confidence,
		Source: pipeline.SourceEInvoice, Reader: Version, Reason: reason,
	}
}

// evidence quotes the XML, which has no pages.
func evidence(quotes []string) []pipeline.Evidence {
	var all []pipeline.Evidence
	for _, q := range quotes {
		all = append(all, pipeline.Evidence{Quote: q})
	}
	return all
}
