package local_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"docpipe/extractors"
	"docpipe/extractors/local/localtest"
	"docpipe/pipeline"
	"docpipe/schemas"
)

// A measure maps a field to its truth and to the least share of documents where it must be
// right, so that a change cannot quietly lose what was reached: that less one document.
type measure struct {
	pointer, truth, compare string
	least                   float64
}

func invoiceMeasures() []measure {
	return []measure{
		{"/number", "invoice_number", "id", 0.93}, {"/issue_date", "issue_date", "date", 0.96},
		{"/due_date", "due_date", "date", 0.89}, {"/seller/name", "seller_name", "text", 0.83},
		{"/seller/vat_id", "seller_vat_id", "id", 0.90}, {"/buyer/name", "buyer_name", "text", 0.80},
		{"/currency", "currency", "text", 0.96}, {"/totals/net", "net_total", "money", 0.93},
		{"/totals/vat", "tax_total", "money", 0.93}, {"/totals/gross", "gross_total", "money", 0.93},
		{"/payment/iban", "iban", "id", 0.95},
	}
}

func TestEval(t *testing.T) {
	sets := []struct {
		name, schema string
		measures     []measure
	}{
		{"invoices", "invoice", invoiceMeasures()},
		{"templates", "invoice", []measure{
			{"/number", "invoice_number", "id", 0.81}, {"/issue_date", "issue_date", "date", 0.90},
			{"/totals/net", "net_total", "money", 0.75}, {"/totals/gross", "gross_total", "money", 0.90}}},
		{"receipts", "receipt", []measure{
			{"/merchant/name", "company", "text", 0}, {"/date", "date_iso", "date", 0},
			{"/total", "total_num", "money", 0}, {"/merchant/address", "address", "text", 0}}},
		{"adbuy", "schema.json", []measure{
			{"/contract_num", "contract_num", "id", 0.88}, {"/advertiser", "advertiser", "text", 0.87},
			{"/gross_amount", "gross_amount", "money", 0.89}, {"/flight_from", "flight_from", "date", 0.94},
			{"/flight_to", "flight_to", "date", 0.94}}},
		{"nda", "schema.json", []measure{
			{"/effective_date", "effective_date", "date", 0.70}, {"/jurisdiction", "jurisdiction", "text", 0.96}, {"/term", "term", "text", 0.50},
			{"/parties", "party", "set", 0.84}}},
	}
	for _, set := range sets {
		t.Run(set.name, func(t *testing.T) {
			dir, records := evalSet(t, set.name)
			score := newScore(set.measures)
			for _, rec := range records {
				d := load(t, dir, rec)
				d.Settings.Schema = set.schema
				if set.schema == "schema.json" {
					d.Settings.Schema = filepath.Join(dir, set.schema)
				}
				score.add(rec, extract(t, d))
			}
			score.report(t)
		})
	}
}

// load reads a record's words.
func load(t *testing.T, dir string, rec record) *pipeline.Document {
	t.Helper()
	if strings.HasSuffix(rec.Files[0], ".pdf") {
		return loadPDF(t, filepath.Join(dir, rec.Files[0]))
	}
	name := strings.TrimSuffix(rec.Files[0], filepath.Ext(rec.Files[0]))
	return loadTSV(t, filepath.Join(os.Getenv("DOCPIPETEST_TSV"), name+".tsv"))
}

// extract runs the whole stage with the local reader alone.
func extract(t *testing.T, d *pipeline.Document) *pipeline.Extraction {
	t.Helper()
	registry, r := localtest.Shipped(t)
	stage := extractors.Stage(extractors.DefaultConfig(), shelf{registry}, r, nil, extractors.Named{Name: "local", Extractor: r, Local: true})
	if err := stage.Do(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	return d.Extraction
}

// A shelf is a registry that opens files too, as the command line does.
type shelf struct{ *schemas.Registry }

func (s shelf) Schema(_ context.Context, _, idOrFile string) (*schemas.Schema, error) {
	return s.Resolve(idOrFile)
}

type score struct {
	measures                           []measure
	all, right, filled, empty, claimed map[string]int
	bins                               [11][2]int
	misses                             []string
}

func newScore(m []measure) *score {
	return &score{measures: m, all: map[string]int{}, right: map[string]int{}, filled: map[string]int{}, empty: map[string]int{}, claimed: map[string]int{}}
}

func (s *score) add(rec record, e *pipeline.Extraction) {
	for _, m := range s.measures {
		if m.compare == "set" {
			s.addSet(rec, m, e)
			continue
		}
		got := at(e.Data, m.pointer)
		want, known := rec.Truth[m.truth]
		if rec.Visible != nil && !slices.Contains(rec.Visible, m.truth) {
			known = false
		}
		if !known || want == nil {
			if got != "" && rec.Visible == nil || got != "" && want == nil {
				s.filled[m.pointer]++
				s.misses = append(s.misses, fmt.Sprintf("%s %s = %q, want nothing", rec.ID, m.pointer, got))
			}
			s.empty[m.pointer]++
			continue
		}
		s.all[m.pointer]++
		right := got != "" && equal(m.compare, got, want)
		if right {
			s.right[m.pointer]++
		}
		if got != "" {
			s.claimed[m.pointer]++
			bin := int(*e.Fields[m.pointer].Confidence * 10)
			s.bins[bin][0]++
			if right {
				s.bins[bin][1]++
			}
		}
		if !right {
			s.misses = append(s.misses, fmt.Sprintf("%s %s = %q, want %v%s", rec.ID, m.pointer, got, want, sureness(e, m.pointer)))
		}
	}
}

// sureness says how sure the value of a field is, and why.
func sureness(e *pipeline.Extraction, pointer string) string {
	f := e.Fields[pointer]
	if f.Confidence == nil {
		return ""
	}
	return fmt.Sprintf(" (%.3f: %s)", *f.Confidence, f.Reason)
}

// addSet counts the items of a list, in any order.
func (s *score) addSet(rec record, m measure, e *pipeline.Extraction) {
	found := map[string]string{}
	flatten(e.Data, "", found)
	left, _ := rec.Truth[m.truth].([]any)
	s.all[m.pointer] += len(left)
	for pointer, got := range found {
		if !strings.HasPrefix(pointer, m.pointer+"/") {
			continue
		}
		s.claimed[m.pointer]++
		i := slices.IndexFunc(left, func(want any) bool { return equal("text", got, want) })
		if i < 0 {
			s.misses = append(s.misses, fmt.Sprintf("%s %s = %q, want one of %v", rec.ID, m.pointer, got, left))
			continue
		}
		left = slices.Delete(slices.Clone(left), i, i+1)
		s.right[m.pointer]++
	}
	for _, want := range left {
		s.misses = append(s.misses, fmt.Sprintf("%s %s misses %v", rec.ID, m.pointer, want))
	}
}

// leastSure is the least share of right values among those that need no review.
const leastSure = 0.97

func (s *score) report(t *testing.T) {
	t.Helper()
	if sure := s.bins[9]; float64(sure[1]) < leastSure*float64(sure[0]) {
		t.Errorf("%d of %d values with a confidence of 0.9 and more are right, want %.2f of them", sure[1], sure[0], leastSure)
	}
	for _, m := range s.measures {
		p := m.pointer
		t.Logf("%-18s right %d/%d (%.0f%%), filled %d, wrong %d; filled where nothing is known: %d/%d", p, s.right[p], s.all[p],
			100*float64(s.right[p])/math.Max(1, float64(s.all[p])), s.claimed[p], s.claimed[p]-s.right[p], s.filled[p], s.empty[p])
		if share := float64(s.right[p]) / math.Max(1, float64(s.all[p])); share < m.least {
			t.Errorf("%s: right in %.2f of the documents, want at least %.2f", p, share, m.least)
		}
	}
	for i, b := range s.bins {
		if b[0] > 0 {
			t.Logf("confidence %.1f: %d/%d right (%.2f)", float64(i)/10, b[1], b[0], float64(b[1])/float64(b[0]))
		}
	}
	if os.Getenv("DOCPIPETEST_MISSES") != "" {
		t.Log("\n" + strings.Join(s.misses, "\n"))
	}
}

// at returns the text of the value at a pointer without lists.
func at(data map[string]any, pointer string) string {
	var v any = data
	for name := range strings.SplitSeq(pointer[1:], "/") {
		group, ok := v.(map[string]any)
		if !ok {
			return ""
		}
		v = group[name]
	}
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return string(v)
	}
	return ""
}

func equal(compare, got string, want any) bool {
	wanted := fmt.Sprint(want)
	switch compare {
	case "money":
		var g float64
		if _, err := fmt.Sscan(got, &g); err != nil {
			return false
		}
		w, ok := want.(float64)
		if !ok {
			if _, err := fmt.Sscan(wanted, &w); err != nil {
				return false
			}
		}
		return math.Abs(g-w) < 0.005
	case "date":
		return got == wanted
	}
	return extractors.Fold(got) == extractors.Fold(wanted)
}
