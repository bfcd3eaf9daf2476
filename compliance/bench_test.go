package compliance

import (
	"fmt"
	"runtime"
	"testing"

	"docpipe/pipeline"
	"docpipe/schemas"
)

func BenchmarkLoad(b *testing.B) {
	types, err := schemas.NewRegistry()
	if err != nil {
		b.Fatal(err)
	}
	raw, err := files.ReadFile("packs/eu-vat-invoice.yaml")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := NewLibrary(types.List()).Load("eu-vat-invoice.yaml", raw); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRules asks the rules of eu-vat-invoice about an invoice of 500 lines.
func BenchmarkRules(b *testing.B) {
	book := shipped()
	d := longInvoice(500)
	answers, asked := 0, 0
	for _, p := range book.Packs() {
		if p.speaksOf("invoice") {
			asked += len(p.Rules)
		}
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	before := threadTime(b)
	for b.Loop() {
		if err := book.Check(b.Context(), d, noon()); err != nil {
			b.Fatal(err)
		}
		n := d.Checks.Counts
		answers += n.Pass + n.Fail + n.CannotTell + n.NotApplicable + n.Error
	}
	took := (threadTime(b) - before).Seconds() // of the processor: others work on this machine too
	b.ReportMetric(float64(answers)/took, "answers/s")
	b.ReportMetric(float64(asked*b.N)/took, "rules/s")
}

// longInvoice is a good invoice with n lines.
func longInvoice(n int) *pipeline.Document {
	d := goodInvoice.document("invoice")
	lines := []any{}
	for i := range n {
		lines = append(lines, map[string]any{
			"id": fmt.Sprint(i + 1), "description": "Rope", "quantity": "2", "unit_price": "0.11", "net": "0.22",
		})
		for leaf := range lines[i].(map[string]any) {
			d.Extraction.Fields[fmt.Sprintf("/lines/%d/%s", i, leaf)] = pipeline.Field{State: pipeline.FieldFound}
		}
	}
	d.Extraction.Data["lines"] = lines
	return d
}
