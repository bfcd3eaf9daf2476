package compliance

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"docpipe/pipeline"
	"docpipe/schemas"
)

// goodPack is a pack with one rule, whose lines the tests change.
const goodPack = `pack: own
version: 1.0.0
applies_to: {doctype: [invoice, receipt]}
params: {limit: "100"}
define:
  big: doc.totals.gross > policy.limit
rules:
  - id: OWN-1
    title: Big invoices have an order
    severity: high
    source: {standard: our policy, ref: "4.2"}
    when: big
    assert: present(doc.order_ref)
    message: "{doc.totals.gross} and no order"
    fix: Ask who ordered it.
    tests:
      - {doc: {totals: {gross: "200"}, order_ref: A}, want: pass}
      - {doc: {totals: {gross: "200"}}, absent: [order_ref], want: fail, message: 200 and no order}
      - {doc: {totals: {gross: "200"}}, want: cannot_tell, missing: [order_ref]}
      - {doc: {totals: {gross: "50"}}, want: not_applicable}
`

func library(t testing.TB) Library {
	t.Helper()
	types, err := schemas.NewRegistry()
	if err != nil {
		t.Fatal(err)
	}
	return NewLibrary(types.List())
}

func TestLoad_good(t *testing.T) {
	t.Parallel()
	p, err := library(t).Load("own.yaml", []byte(goodPack))
	if err != nil {
		t.Fatal(err)
	}
	if n, err := p.Test(""); n != 4 || err != nil {
		t.Errorf("%d examples, %v; want 4 that hold", n, err)
	}
	lacking, err := p.Lacking("receipt")
	if err != nil || !strings.Contains(lacking["OWN-1"], "order_ref") && !strings.Contains(lacking["OWN-1"], "totals") {
		t.Errorf("lacking = %v, %v; want the rule, whose terms a receipt does not have", lacking, err)
	}
	if got := p.Text(p.Rules[0]); !strings.HasPrefix(got, "id: OWN-1\ntitle:") || !strings.Contains(got, "not_applicable") {
		t.Errorf("text = %q, want the rule as it is written", got)
	}
}

// Every mistake is told with file, line and reason, and nothing is half loaded.
func TestLoad_refuses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ old, new, want string }{
		"no YAML":              {"rules:", "rules: [", "own.yaml:"},
		"empty":                {goodPack, "", "own.yaml: there is no pack in it"},
		"two packs":            {goodPack, goodPack + "---\n" + goodPack, "own.yaml: a second document begins with ---"},
		"no rules":             {goodPack[strings.Index(goodPack, "rules:"):], "rules: []\n", "own.yaml: rules: there are none"},
		"rule of nothing":      {"rules:\n", "rules:\n  -\n", "own.yaml:8: rules: an entry with nothing in it"},
		"unknown key":          {"    title:", "    titel: x\n    title:", `own.yaml:9: unknown key "titel"`},
		"unknown key of tests": {"missing:", "mising:", `own.yaml:19: unknown key "mising"`},
		"duplicate key":        {"    title:", "    id: OWN-2\n    title:", "own.yaml:"},
		"misspelt field":       {"present(doc.order_ref)", "present(doc.order_reff)", "own.yaml:13: rule OWN-1: undefined field 'order_reff'"},
		"misspelt parameter":   {"> policy.limit", "> policy.limits", "own.yaml:12: rule OWN-1: undefined field 'limits'"},
		"syntax":               {"present(doc.order_ref)", "present(doc.order_ref", "own.yaml:13: rule OWN-1: Syntax error"},
		"unknown function":     {"present(doc.order_ref)", "there(doc.order_ref)", "own.yaml:13: rule OWN-1: undeclared reference to 'there'"},
		"a date for an amount": {"doc.totals.gross >", "doc.issue_date >", "own.yaml:12: rule OWN-1: found no matching overload for '_>_'"},
		"not a condition":      {"present(doc.order_ref)", "doc.totals.gross", "own.yaml:13: rule OWN-1: gives decimal, not bool"},
		"decided by nothing":   {"present(doc.order_ref)", `known(doc.order_ref, "") != ""`, "own.yaml:13: rule OWN-1: known() decides nothing"},
		"unknown kind":         {"present(doc.order_ref)", `ident("ibn", doc.order_ref)`, `own.yaml:13: rule OWN-1: ident: unknown kind of number: "ibn"`},
		"message":              {"{doc.totals.gross} and", "{doc.totals.gros} and", "own.yaml:14: rule OWN-1: undefined field 'gros'"},
		"open brace":           {"gross} and", "gross and", "own.yaml:14: rule OWN-1: message: a brace is not closed"},
		"itself":               {"  big: doc.totals.gross > policy.limit", "  big: big && true", `own.yaml:12: rule OWN-1: definition "big" stands for itself`},
		"doubling":             {"  big: doc.totals.gross > policy.limit", doubling(), "the expression is too large with it, the limit is 50000 parts"},
		"no fail example":      {"want: fail,", "want: pass,", "own.yaml:8: rule OWN-1: tests: no example is fail"},
		"severity":             {"severity: high", "severity: grave", `own.yaml:8: rule OWN-1: severity "grave"`},
		"source":               {`ref: "4.2"`, `ref: ""`, "own.yaml:8: rule OWN-1: source:"},
		"doctype":              {"[invoice, receipt]", "[invoise]", `own.yaml: applies_to.doctype: no schema "invoise"`},
		"e-invoices only":      {"[invoice, receipt]", "[invoice], einvoice: true", "own.yaml:8: rule OWN-1: applies_to.einvoice: the rule does not look at inv"},
		"rule of no family":    {"rules:\n", "families:\n  - each: [{a: b}]\n    rules:\n      -\nrules:\n", "own.yaml:10: rules: an entry with nothing in it"},
		"version":              {"1.0.0", "one", `own.yaml: version "one"`},
		"parameter":            {`limit: "100"`, "limit: 0.5", "own.yaml:4: params.limit: use text"},
		"critical judge":       {"    severity: high", "    severity: critical\n    judge: {question: Is it, expect: \"yes\"}", "own.yaml:8: rule OWN-1: judge: a model-judged rule may not be critical"},
		"loop":                 {"    when: big", "    for_each: doc.totals.gross\n    as: l", "own.yaml:12: rule OWN-1: for_each: not a list"},
		"table":                {"define:", "tables: {rates: none.yaml}\ndefine:", "own.yaml: tables.rates: none.yaml"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := library(t).Load("own.yaml", []byte(strings.Replace(goodPack, c.old, c.new, 1)))
			if err == nil || !strings.Contains(err.Error(), c.want) || !errors.Is(err, pipeline.ErrInvalid) {
				t.Errorf("error = %v, want %s", err, c.want)
			}
		})
	}
}

// A pack that is wrong in several places is told all of it at once, in the order of its lines, each
// with its file and rule once.
func TestLoad_tells_all_mistakes(t *testing.T) {
	t.Parallel()
	rule := func(fix string) string { return strings.Replace(goodPack, "    fix: Ask who ordered it.\n", fix, 1) }
	for name, tc := range map[string]struct{ pack, want string }{
		"no fix, and a syntax error": {
			strings.Replace(rule(""), "present(doc.order_ref)", "presnt(doc.order_ref)", 1),
			"own.yaml:8: rule OWN-1: fix: say what a person can do\nown.yaml:13: rule OWN-1: undeclared reference to 'presnt'",
		},
		"a field of no type": {
			strings.Replace(goodPack, "present(doc.order_ref)", "present(doc.order_reff)", 1),
			"own.yaml:13: rule OWN-1: undefined field 'order_reff'",
		},
		"an example wants what there is not": {
			strings.Replace(goodPack, "want: not_applicable", "want: not_aplicable", 1),
			`own.yaml:8: rule OWN-1: example 4: want: there is no "not_aplicable", did you mean not_applicable?`,
		},
		"an example leaves the rest to nobody": {
			strings.Replace(goodPack, "want: not_applicable", "rest: everything, want: not_applicable", 1),
			`own.yaml:8: rule OWN-1: example 4: rest: there is no "everything", use one of absent, not_found, foreign`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := library(t).Load("own.yaml", []byte(tc.pack))
			if err == nil {
				t.Fatal("no error")
			}
			got := regexp.MustCompile(` \(did you mean '.*'\?\)`).ReplaceAllString(err.Error(), "")
			if got != tc.want {
				t.Errorf("error = %s\nwant %s", got, tc.want)
			}
		})
	}
}

// The rules of a family stand on the same lines: their mistakes are told in the order of its rows.
func TestLoad_tells_mistakes_of_a_family_in_order(t *testing.T) {
	t.Parallel()
	head, rules, _ := strings.Cut(strings.NewReplacer("OWN-1", "OWN-$(n)", "present(", "presnt(").Replace(goodPack), "rules:\n")
	text := head + "families:\n  - each: [{n: A}, {n: B}, {n: C}]\n    rules:\n" + regexp.MustCompile(`(?m)^ `).ReplaceAllString(rules, "     ")
	for range 10 {
		_, err := library(t).Load("own.yaml", []byte(text))
		if err == nil {
			t.Fatal("no error")
		}
		if got, want := regexp.MustCompile(`OWN-\w`).FindAllString(err.Error(), -1), []string{"OWN-A", "OWN-B", "OWN-C"}; !slices.Equal(got, want) {
			t.Fatalf("mistakes of %v, want %v: %v", got, want, err)
		}
	}
}

// doubling are definitions each of which has the next ten times.
func doubling() string {
	text := "  big: " + strings.Repeat("d0 && ", 9) + "d0\n"
	for i := range 6 {
		text += fmt.Sprintf("  d%d: %sd%d\n", i, strings.Repeat(fmt.Sprintf("d%d && ", i+1), 9), i+1)
	}
	return text + "  d6: doc.totals.gross > policy.limit"
}

// A table is a file of somebody's: one that holds itself ends nowhere.
func TestLoad_table_in_itself(t *testing.T) {
	t.Parallel()
	l := library(t)
	l.Table = func(string) ([]byte, error) { return []byte("a: &a [*a]"), nil }
	_, err := l.Load("own.yaml", []byte(strings.Replace(goodPack, "define:", "tables: {rates: own}\ndefine:", 1)))
	if want := "tables.rates: own: yaml: anchor 'a' value contains itself"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("error = %v, want %s", err, want)
	}
}

func TestLoad_duplicate_id(t *testing.T) {
	t.Parallel()
	rule := goodPack[strings.Index(goodPack, "  - id:"):]
	_, err := library(t).Load("own.yaml", []byte(goodPack+rule))
	if want := "own.yaml:21: rule OWN-1: the id stands twice, first on line 8"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("error = %v, want %s", err, want)
	}
}

// An example that does not give what it says is a mistake of the pack, too.
func TestLibrary_File_runs_examples(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "own.yaml")
	wrong := strings.Replace(goodPack, "{gross: \"50\"}}, want: not_applicable", "{gross: \"50\"}}, want: pass", 1)
	if err := os.WriteFile(path, []byte(wrong), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := library(t).File(path)
	if want := "example 4: verdict not_applicable (), want pass"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("error = %v, want %s", err, want)
	}
}

// A bad pack is refused, and those in force stay.
func TestBook_Reload(t *testing.T) {
	t.Parallel()
	cfg := DefaultConfig()
	cfg.Folder = t.TempDir()
	path := filepath.Join(cfg.Folder, "own.yaml")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(goodPack)
	b := book(t, cfg)
	verdict := func() pipeline.Counts {
		t.Helper()
		d := goodInvoice.document("invoice")
		if err := b.Check(t.Context(), d, noon()); err != nil {
			t.Fatal(err)
		}
		if d.Checks.Packs["own"] != "1.0.0" {
			t.Errorf("packs = %v, want own 1.0.0 in force", d.Checks.Packs)
		}
		return d.Checks.Counts
	}
	before := verdict()
	write(strings.Replace(goodPack, "doc.order_ref", "doc.order", 1))
	if err := b.Reload(); err == nil || !strings.Contains(err.Error(), "own.yaml:13") {
		t.Errorf("error = %v, want the line of the mistake", err)
	}
	if after := verdict(); after != before {
		t.Errorf("counts = %+v, want those of the packs in force %+v", after, before)
	}
}

func FuzzLoad(f *testing.F) {
	f.Add([]byte(goodPack))
	f.Add([]byte("rules: [{id: A, when: doc.lines[0].net > 1.5}]"))
	l := library(f)
	f.Fuzz(func(t *testing.T, raw []byte) {
		p, err := l.Load("fuzz.yaml", raw)
		if err == nil {
			_, _ = p.Test("")
		}
	})
}
