package einvoice

import (
	"bufio"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"docpipe/pipeline"
)

// evalDir is where the labelled documents lie: DOCPIPETEST_EVAL.
func evalDir(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("DOCPIPETEST_EVAL")
	if dir == "" {
		t.Skip("DOCPIPETEST_EVAL is not set")
	}
	return dir
}

// The labels of the e-invoices were made from their XML by someone else's reader: what differs
// is a mistake of one of the two.
func TestEval_invoices(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(evalDir(t), "invoices")
	score := newScore()
	for _, record := range records(t, filepath.Join(dir, "truth.jsonl")) {
		xml := xmlOf(t, filepath.Join(dir, record.Files[0]))
		compare(score, record, stated(t, xml), extract(t, xml).Data)
	}
	for _, key := range slices.Sorted(maps.Keys(score.of)) {
		c := score.of[key]
		t.Logf("%-22s %4d of %4d", key, c.hits, c.all)
		if c.hits < c.all {
			t.Errorf("%s: %v", key, c.misses)
		}
	}
}

// stated returns the claimed values by pointer.
func stated(t *testing.T, xml string) map[string]any {
	t.Helper()
	schema, err := shipped(t).Get(Invoice)
	if err != nil {
		t.Fatal(err)
	}
	d, store := uploaded(xml)
	claims, err := New(store).Extract(t.Context(), d, schema)
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]any{}
	for _, c := range claims {
		values[c.Pointer] = c.Value
	}
	return values
}

type record struct {
	ID    string         `json:"id"`
	Files []string       `json:"files"`
	Truth map[string]any `json:"truth"`
}

func records(t *testing.T, file string) []record {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []record
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var r record
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	if len(all) == 0 {
		t.Fatalf("%s has no records", file)
	}
	return all
}

// xmlOf takes the XML out of a PDF.
func xmlOf(t *testing.T, file string) string {
	t.Helper()
	list, err := exec.CommandContext(t.Context(), "qpdf", "--list-attachments", file).Output()
	if err != nil {
		if _, missing := exec.LookPath("qpdf"); missing != nil && os.Getenv("CI") == "" {
			t.Skip("qpdf is not installed")
		}
		t.Fatalf("%s: %v", file, err)
	}
	for line := range strings.Lines(string(list)) {
		name, _, _ := strings.Cut(line, " -> ")
		if !strings.HasSuffix(strings.ToLower(name), ".xml") {
			continue
		}
		xml, err := exec.CommandContext(t.Context(), "qpdf", "--show-attachment="+name, file).Output()
		if err != nil {
			t.Fatalf("%s: %s: %v", file, name, err)
		}
		return string(xml)
	}
	t.Fatalf("%s has no XML", file)
	return ""
}

// labels maps pointers to the labels of single fields.
var labels = map[string]string{
	"invoice_number": "/number", "issue_date": "/issue_date", "due_date": "/due_date", "delivery_date": "/supply_date",
	"seller_name": "/seller/name", "seller_vat_id": "/seller/vat_id", "seller_tax_number": "/seller/tax_id",
	"buyer_name": "/buyer/name", "buyer_vat_id": "/buyer/vat_id", "currency": "/currency",
	"net_total": "/totals/net", "tax_total": "/totals/vat", "gross_total": "/totals/gross",
	"prepaid": "/totals/prepaid", "amount_due": "/totals/due", "iban": "/payment/iban",
}

func compare(s *score, r record, stated, data map[string]any) {
	for key, want := range r.Truth {
		switch key {
		case "line_count":
			lines, _ := data["lines"].([]any)
			s.add(key, r.ID, float64(len(lines)), want)
		case "lines":
			compareRows(s, r.ID, "lines", data["lines"], want, map[string]string{
				"description": "description", "quantity": "quantity", "unit": "unit", "unit_price": "unit_price", "net_amount": "net"})
		case "tax_breakdown":
			compareRows(s, r.ID, "vat_lines", data["vat_lines"], want, map[string]string{
				"rate": "rate", "basis": "base", "tax": "tax", "category": "category"})
		case "seller_address", "buyer_address":
			party, _ := data[strings.TrimSuffix(key, "_address")].(map[string]any)
			s.add(key, r.ID, address(party), want)
		default:
			s.add(key, r.ID, stated[labels[key]], want)
		}
	}
}

func compareRows(s *score, id, list string, got, want any, names map[string]string) {
	rows, _ := got.([]any)
	for i, w := range want.([]any) {
		row := map[string]any{}
		if i < len(rows) {
			row = rows[i].(map[string]any)
		}
		for label, value := range w.(map[string]any) {
			s.add(list+"."+names[label], fmt.Sprintf("%s/%d", id, i), row[names[label]], value)
		}
	}
}

// address is written as the labels write it.
func address(party map[string]any) string {
	a, _ := party["address"].(map[string]any)
	var parts []string
	if lines, ok := a["lines"].([]any); ok {
		for _, l := range lines {
			parts = append(parts, l.(string))
		}
	}
	city := strings.TrimSpace(fmt.Sprint(orBlank(a["postcode"]), " ", orBlank(a["city"])))
	return strings.Join(append(parts, city), ", ")
}

func orBlank(v any) any {
	if v == nil {
		return ""
	}
	return v
}

// A score counts right values by label.
type score struct{ of map[string]*count }

type count struct {
	hits, all int
	misses    []string
}

func newScore() *score { return &score{of: map[string]*count{}} }

func (s *score) add(key, id string, got, want any) {
	c := s.of[key]
	if c == nil {
		c = &count{}
		s.of[key] = c
	}
	c.all++
	if alike(got, want) {
		c.hits++
	} else {
		c.misses = append(c.misses, fmt.Sprintf("%s: %v, want %v", id, got, want))
	}
}

// alike compares amounts by worth, and text without case and spacing.
func alike(got, want any) bool {
	if w, ok := want.(float64); ok {
		if g, ok := got.(float64); ok {
			return g == w
		}
		g, err := strconv.ParseFloat(fmt.Sprint(got), 64)
		return err == nil && g-w < 0.00001 && w-g < 0.00001
	}
	return got != nil && folded(got) == folded(want)
}

func folded(v any) string {
	return strings.ToLower(strings.Join(strings.Fields(fmt.Sprint(v)), ""))
}

// The official valid examples hold nothing that cannot be read.
func TestEval_valid_examples(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(evalDir(t), "en16931", "valid", "*.xml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			xml, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			e := extract(t, string(xml))
			if e.DocType != Invoice && e.DocType != CreditNote {
				t.Fatalf("doctype %q, want an invoice or a credit note", e.DocType)
			}
			for _, r := range e.Reasons {
				t.Logf("%s %s %s", r.Code, r.Path, r.Detail)
				if r.Code == pipeline.ReasonUnreadable || r.Code == pipeline.ReasonContradiction {
					t.Errorf("%s is %s: %s", r.Path, r.Code, r.Detail)
				}
			}
			for _, pointer := range []string{"/number", "/issue_date", "/currency", "/seller/name", "/buyer/name", "/totals/gross", "/totals/due"} {
				if f := e.Fields[pointer]; f.State != pipeline.FieldFound {
					t.Errorf("%s is %s, want found", pointer, f.State)
				}
			}
		})
	}
}
