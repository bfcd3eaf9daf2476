package archive

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"docpipe/pipeline"
)

// papers are an order of ten bolts at 2.00 and five plates, of which all bolts and three plates
// were delivered, and an invoice of four bolts.
func papers(t *testing.T) *shelf {
	t.Helper()
	return &shelf{documents: []*pipeline.Document{
		read(t, "order", "purchase_order", `{"number":"PO-0815","supplier":{"name":"Müller Metallbau GmbH"},"lines":[
			{"item_code":"B-10","description":"Bolt M10","quantity":"10","unit_price":"2.00"},
			{"item_code":"P-7","description":"Plate 70 mm","quantity":"5","unit_price":"30"}]}`),
		read(t, "note", "delivery_note", `{"number":"L1","order_ref":"PO 815","sender":{"name":"Müller Metallbau"},"lines":[
			{"item":"B-10 Bolt M10","delivered":"10"},{"item":"Plate 70 mm","delivered":"3"}]}`),
		read(t, "earlier", "invoice", `{"number":"R1","order_ref":"PO-0815","seller":{"name":"Müller Metallbau"},"lines":[
			{"item_code":"B-10","quantity":"4","unit_price":"2"}]}`),
	}}
}

func TestThreeWayMatch(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, lines string
		want, why   []any
	}{
		{"as ordered", `{"item_code":"B-10","quantity":"6","unit_price":"2.00"},{"item_code":"P-7","quantity":"3","unit_price":"30.00"}`, []any{matched, matched}, []any{nil, nil}},
		{"a little dearer", `{"item_code":"B-10","quantity":"6","unit_price":"2.05"}`, []any{withinTolerance}, []any{"dearer within the tolerance"}},
		{"dearer", `{"item_code":"B-10","quantity":"6","unit_price":"2.07"}`, []any{exception}, []any{"dearer than was ordered"}},
		{"cheaper", `{"item_code":"B-10","quantity":"6","unit_price":"1.50"}`, []any{withinTolerance}, []any{"cheaper than was ordered"}},
		{"more than is left", `{"item_code":"B-10","quantity":"7","unit_price":"2"}`, []any{exception}, []any{"more than was ordered"}},
		{"in two lines", `{"item_code":"B-10","quantity":"4","unit_price":"2"},{"item_code":"B-10","quantity":"3","unit_price":"2"}`, []any{matched, exception}, []any{nil, "more than was ordered"}},
		{"not yet delivered", `{"item_code":"P-7","quantity":"4","unit_price":"30"}`, []any{exception}, []any{"more than was received"}},
		{"by its words", `{"description":"Plate, 70mm","quantity":"1","unit_price":"30"}`, []any{matched}, []any{nil}},
		{"not ordered", `{"item_code":"X-1","description":"Express fee","quantity":"1","unit_price":"9"}`, []any{exception}, []any{"it was not ordered"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := read(t, "mine", "invoice", `{"number":"R2","order_ref":"PO-0815","seller":{"name":"Müller Metallbau"},"lines":[`+tt.lines+`]}`)
			got := papers(t).recall(t, d, "order_matches", "PO-0815", nil, "Müller Metallbau", d.Extraction.Data["lines"], decimal.NewFromInt(3))
			if got.Unanswered != "" {
				t.Fatalf("unanswered: %s", got.Unanswered)
			}
			if diff := cmp.Diff(column(got.Rows, "outcome"), tt.want); diff != "" {
				t.Errorf("outcomes (got, want):\n%s", diff)
			}
			if diff := cmp.Diff(column(got.Rows, "reason"), tt.why); diff != "" {
				t.Errorf("reasons (got, want):\n%s", diff)
			}
		})
	}
}

// A delivery note that came twice was delivered once, and an invoice that came twice was billed once.
func TestPapersThatCameTwice(t *testing.T) {
	t.Parallel()
	all := papers(t)
	all.documents = append(all.documents,
		read(t, "note again", "delivery_note", `{"number":"L-1","order_ref":"PO-815","sender":{"name":"Müller Metallbau GmbH"},"lines":[{"item":"Plate 70 mm","delivered":"3"}]}`),
		read(t, "earlier again", "invoice", `{"number":"R-1","order_ref":"PO-0815","seller":{"name":"Müller Metallbau"},"lines":[{"item_code":"B-10","quantity":"4","unit_price":"2"}]}`))
	d := read(t, "mine", "invoice", `{"number":"R2","order_ref":"PO-0815","seller":{"name":"Müller Metallbau"},"lines":[
		{"item_code":"B-10","quantity":"6","unit_price":"2"},{"item_code":"P-7","quantity":"4","unit_price":"30"}]}`)
	all.documents = slices.Delete(all.documents, 1, 2) // of the two notes the newer counts, which has plates alone
	all.documents = append(all.documents, read(t, "bolts", "delivery_note", `{"number":"L2","order_ref":"PO-815","sender":{"name":"Müller Metallbau"},"lines":[{"item":"B-10","delivered":"10"}]}`),
		read(t, "note", "delivery_note", `{"number":"L1","order_ref":"PO-815","sender":{"name":"Müller Metallbau GmbH"},"lines":[{"item":"Plate 70 mm","delivered":"3"}]}`))
	got := all.recall(t, d, "order_matches", "PO-0815", nil, "Müller Metallbau", d.Extraction.Data["lines"], decimal.NewFromInt(3))
	if diff := cmp.Diff([]any{matched, exception}, column(got.Rows, "outcome")); diff != "" {
		t.Errorf("outcomes (-want +got):\n%s\n%+v", diff, got)
	}
}

// What other papers deliver or bill is not nothing where nobody could read it.
func TestPapersThatWereNotRead(t *testing.T) {
	t.Parallel()
	d := read(t, "mine", "invoice", `{"number":"R2","order_ref":"PO-0815","seller":{"name":"Müller Metallbau"},"lines":[{"item_code":"B-10","quantity":"6","unit_price":"2"}]}`)
	for name, other := range map[string]*pipeline.Document{
		"no lines":    read(t, "dim", "invoice", `{"number":"R0","order_ref":"PO-0815","seller":{"name":"Müller Metallbau"}}`),
		"no quantity": read(t, "dim", "invoice", `{"number":"R0","order_ref":"PO-0815","seller":{"name":"Müller Metallbau"},"lines":[{"item_code":"B-10"}]}`),
		"no item":     read(t, "dim", "delivery_note", `{"number":"L0","order_ref":"PO-0815","sender":{"name":"Müller Metallbau"},"lines":[{"delivered":"4"}]}`),
		"unsure":      unsure(read(t, "dim", "invoice", `{"number":"R0","order_ref":"PO-0815","seller":{"name":"Müller Metallbau"},"lines":[{"item_code":"B-10","quantity":"1"}]}`), "/lines/0/quantity"),
	} {
		all := papers(t)
		all.documents = append(all.documents, other)
		if got := all.recall(t, d, "order_matches", "PO-0815", nil, "Müller Metallbau", d.Extraction.Data["lines"], decimal.NewFromInt(3)); got.Unanswered == "" {
			t.Errorf("%s: %+v, want unanswered", name, got)
		}
	}
}

// unsure lowers the confidence in a field below what rules compute with.
func unsure(d *pipeline.Document, pointer string) *pipeline.Document {
	low := 0.5
	d.Extraction.Fields = map[string]pipeline.Field{pointer: {State: pipeline.FieldFound, Confidence: &low}}
	return d
}

// Amounts are strangers' text: one with an exponent would take all memory to write out.
func TestAmountsAreWrittenOut(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"119.00": "119", "-3.5": "-3.5", "1e999999999": "", "1E-999999999": "", "": "", "x": ""} {
		if got := amount(text); got != want {
			t.Errorf("amount(%q) = %q, want %q", text, got, want)
		}
		if got := dec(text); want == "" && !got.IsZero() {
			t.Errorf("dec(%q) = %v, want 0", text, got)
		}
	}
}

func TestMatchThatNobodyCanMake(t *testing.T) {
	t.Parallel()
	all := papers(t)
	d := read(t, "mine", "invoice", `{"number":"R2","lines":[{"item_code":"B-10","quantity":"6","unit_price":"2"}]}`)
	lines := d.Extraction.Data["lines"]
	unread := read(t, "unread", "invoice", `{"lines":[{"item_code":"B-10","unit_price":"2"}]}`).Extraction.Data["lines"]
	tolerance := decimal.NewFromInt(3)
	for name, got := range map[string]string{
		"no order named":      all.recall(t, d, "order_matches", nil, nil, "Müller Metallbau", lines, tolerance).Unanswered,
		"another order":       all.recall(t, d, "order_matches", "PO-1", nil, "Müller Metallbau", lines, tolerance).Unanswered,
		"another supplier":    all.recall(t, d, "order_matches", "PO-0815", nil, "Holzbau Meier", lines, tolerance).Unanswered,
		"no lines":            all.recall(t, d, "order_matches", "PO-0815", nil, "Müller Metallbau", nil, tolerance).Unanswered,
		"a quantity not read": all.recall(t, d, "order_matches", "PO-0815", nil, "Müller Metallbau", unread, tolerance).Unanswered,
		"nothing delivered":   (&shelf{documents: all.documents[:1]}).recall(t, d, "order_matches", "PO-0815", nil, "Müller Metallbau", lines, tolerance).Unanswered,
	} {
		if got == "" {
			t.Errorf("%s: the match is answered", name)
		}
	}
}

// A copy of the same invoice has billed nothing of its own; a credit note gives back.
func TestInvoicesBefore(t *testing.T) {
	t.Parallel()
	all := papers(t)
	all.documents = append(all.documents,
		read(t, "copy", "invoice", `{"number":"R-2","order_ref":"PO-0815","seller":{"name":"Müller Metallbau"},"lines":[{"item_code":"B-10","quantity":"6","unit_price":"2"}]}`),
		read(t, "back", "credit_note", `{"number":"G1","order_ref":"PO-0815","seller":{"name":"Müller Metallbau"},"lines":[{"item_code":"B-10","quantity":"1","unit_price":"2"}]}`))
	d := read(t, "mine", "invoice", `{"number":"R2","order_ref":"PO-0815","seller":{"name":"Müller Metallbau"},"lines":[{"item_code":"B-10","quantity":"7","unit_price":"2"}]}`)
	got := all.recall(t, d, "order_matches", "PO-0815", nil, "Müller Metallbau", d.Extraction.Data["lines"], decimal.NewFromInt(3))
	if len(got.Rows) != 1 || got.Rows[0]["outcome"] != matched {
		t.Errorf("rows = %+v, want 7 of 10 matched: 4 were billed and 1 credited", got.Rows)
	}
}
