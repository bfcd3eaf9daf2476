package local_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"docpipe/extractors"
	"docpipe/schemas"
)

// compare counts what was found against what was printed.
func (t *typesetter) compare(tb testing.TB, who string, schema *schemas.Schema, found map[string]string) typeTally {
	tb.Helper()
	test := tb.(*testing.T)
	t.assume(schema, found)
	var n typeTally
	for _, leaf := range schema.Leaves() {
		if leaf.IsList() || strings.Contains(leaf.Pointer, "*") || strings.HasPrefix(leaf.Pointer, "/mrz/") {
			continue
		}
		if _, printed := t.truth[leaf.Pointer]; !printed {
			n.absent++
		}
	}
	for pointer, want := range t.truth {
		switch got := found[pointer]; {
		case same(got, want):
			n.known, n.right = n.known+1, n.right+1
		default:
			n.known++
			if got != "" {
				n.wrong++
			}
			miss(test, "%s %s = %q, want %q", who, pointer, got, want)
		}
	}
	lists := listPointers(t.lists)
	for pointer, got := range found {
		if _, ok := t.truth[pointer]; ok || slices.ContainsFunc(lists, func(l string) bool { return strings.HasPrefix(pointer, l+"/") }) {
			continue
		}
		n.filled++
		miss(test, "%s %s = %q, not printed", who, pointer, got)
	}
	n.plus(t.compareRows(test, who, found))
	return n
}

func listPointers(lists map[string][]map[string]fact) []string {
	all := slices.Collect(maps.Keys(lists))
	return append(all, "/taxes", "/deductions", "/lines", "/items", "/vat_lines", "/tax_lines", "/payments")
}

// assume takes out what the schema does not ask for and adds what is told by something else: the
// currency by its sign, and what a reader may as well conclude.
func (t *typesetter) assume(schema *schemas.Schema, found map[string]string) {
	has := map[string]bool{}
	for _, leaf := range schema.Leaves() {
		has[leaf.Pointer] = true
	}
	for pointer := range t.truth {
		general := strings.Replace(strings.Replace(pointer, "/accounts/0/", "/accounts/*/", 1), "/lines/0", "/lines", 1)
		if !has[general] && !has[pointer] && !has[general+"/*"] {
			delete(t.truth, pointer)
		}
	}
	for _, pointer := range []string{"/currency", "/accounts/0/currency"} {
		if _, known := t.truth[pointer]; !known && t.money {
			if got := found[pointer]; got != "" {
				t.truth[pointer] = t.land.currency
			}
		}
	}
	if net := t.truth["/totals/net"]; net != "" && same(found["/totals/lines_net"], net) {
		delete(found, "/totals/lines_net") // nothing was taken off or added
	}
	free := []string{"/kind", "/type", "/type_code", "/signed", "/issuing_country", "/has_photo", "/has_signature", "/mentions/"}
	for pointer := range found {
		if slices.ContainsFunc(free, func(f string) bool { return strings.HasPrefix(pointer, f) }) {
			delete(found, pointer)
		}
	}
}

// same compares a value with what was printed; of some only a part is needed.
func same(got, want string) bool {
	if whole, ok := strings.CutPrefix(want, part); ok {
		return got != "" && strings.Contains(extractors.Fold(whole), extractors.Fold(got))
	}
	return alike(got, want)
}

// compareRows counts rows whose printed columns are all right, in any order.
func (t *typesetter) compareRows(tb *testing.T, who string, found map[string]string) typeTally {
	tb.Helper()
	var n typeTally
	left := map[string][]map[string]string{}
	for pointer := range t.lists {
		left[pointer] = rowsAt(found, pointer)
		if pointer == "/deductions" {
			left[pointer] = append(left[pointer], rowsAt(found, "/taxes")...)
		}
		if pointer == "/taxes" && t.lists["/deductions"] != nil {
			left[pointer] = nil
		}
		n.read += len(left[pointer])
	}
	for pointer, rows := range t.lists {
		for _, row := range rows {
			n.rows++
			where := pointer
			if pointer == "/taxes" && t.lists["/deductions"] != nil {
				where = "/deductions"
			}
			i := slices.IndexFunc(left[where], func(got map[string]string) bool { return rowIs(got, row) })
			if i < 0 {
				miss(tb, "%s %s misses %v", who, pointer, row)
				continue
			}
			left[where] = slices.Delete(left[where], i, i+1)
			n.hit++
		}
	}
	for pointer, rows := range left {
		for _, row := range rows {
			miss(tb, "%s %s has %v", who, pointer, row)
		}
	}
	return n
}

func rowIs(got map[string]string, want map[string]fact) bool {
	for name, f := range want {
		if !same(got[name], f.want) {
			return false
		}
	}
	return true
}

// rowsAt gathers the rows of a list.
func rowsAt(found map[string]string, list string) []map[string]string {
	rows := map[string]map[string]string{}
	for pointer, value := range found {
		if rest, ok := strings.CutPrefix(pointer, list+"/"); ok {
			i, name, _ := strings.Cut(rest, "/")
			if rows[i] == nil {
				rows[i] = map[string]string{}
			}
			rows[i][name] = value
		}
	}
	return slices.Collect(maps.Values(rows))
}
