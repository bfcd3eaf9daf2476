package compliance

import (
	"maps"
	"strings"
	"sync"
	"testing"
	"time"

	"docpipe/pipeline"
	"docpipe/schemas"
)

// noon is the time of every test's clock.
func noon() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) }

// A sample is a document whose leaves are given one by one: pointer to value, or to a
// pipeline.FieldState for what has no value.
type sample map[string]any

var goodInvoice = sample{
	"/number": "2026-17", "/issue_date": "2026-11-02", "/due_date": "2026-12-02", "/currency": "EUR",
	"/period/start": pipeline.FieldAbsent, "/period/end": pipeline.FieldAbsent,
	"/seller/name": "Alpha GmbH", "/seller/vat_id": "DE136695976", "/seller/tax_id": pipeline.FieldAbsent,
	"/seller/address/lines/0": "Hafenweg 1", "/seller/address/city": "Kiel", "/seller/address/postcode": "24103", "/seller/address/country": "DE",
	"/buyer/name": "Beta SARL", "/buyer/vat_id": pipeline.FieldAbsent, "/buyer/registration_id": pipeline.FieldAbsent,
	"/buyer/address/lines/0": "1 rue du Port", "/buyer/address/city": "Brest", "/buyer/address/postcode": "29200",
	"/lines/0/description": "Ropes", "/lines/0/item_code": pipeline.FieldAbsent, "/lines/0/net": "60.00",
	"/lines/1/description": "Sails", "/lines/1/item_code": pipeline.FieldAbsent, "/lines/1/net": "50.00",
	"/vat_lines/0/category": "S", "/vat_lines/0/rate": "19", "/vat_lines/0/base": "100.00", "/vat_lines/0/tax": "19.00", "/vat_lines/0/exemption_reason": pipeline.FieldAbsent,
	"/totals/lines_net": "110.00", "/totals/allowances": "10.00", "/totals/charges": pipeline.FieldAbsent,
	"/totals/net": "100.00", "/totals/vat": "19.00", "/totals/gross": "119.00",
	"/totals/prepaid": "19.00", "/totals/rounding": pipeline.FieldAbsent, "/totals/due": "100.00",
	"/payment/iban": "DE89 3704 0044 0532 0130 00", "/mentions/reverse_charge": pipeline.FieldAbsent,
}

var goodReceipt = sample{
	"/merchant/name": "Harbour Café", "/date": "2026-11-20", "/currency": "EUR",
	"/items/0/total": "8.00", "/items/1/total": "2.00",
	"/subtotal": "10.00", "/tip": "1.00", "/total": "12.90",
	"/tax_lines/0/net": "10.00", "/tax_lines/0/rate": "19", "/tax_lines/0/tax": "1.90",
}

// with returns a copy with changes; a nil value takes the leaf away.
func (s sample) with(changes sample) sample {
	c := maps.Clone(s)
	maps.Copy(c, changes)
	maps.DeleteFunc(c, func(_ string, v any) bool { return v == nil })
	return c
}

// document builds the document as the extract stage leaves it. Every value stands on page 1.
func (s sample) document(doctype string) *pipeline.Document {
	e := &pipeline.Extraction{DocType: doctype, Data: map[string]any{}, Fields: map[string]pipeline.Field{}}
	certain := 0.97
	for pointer, v := range s {
		if state, ok := v.(pipeline.FieldState); ok {
			e.Fields[pointer] = pipeline.Field{State: state}
			continue
		}
		box := pipeline.Box{0.1, 0.2, 0.3, 0.4}
		e.Fields[pointer] = pipeline.Field{
			State: pipeline.FieldFound, Confidence: &certain,
			Evidence: []pipeline.Evidence{{Page: 1, Box: &box, Quote: "printed"}},
		}
		put(e.Data, strings.Split(pointer[1:], "/"), v)
	}
	return &pipeline.Document{
		Tenant: "acme", Files: []pipeline.File{{SHA256: "00ff"}}, Extraction: e,
	}
}

// put sets a leaf, making lists for steps that are digits; rows may arrive in any order.
func put(at map[string]any, steps []string, v any) {
	for len(steps) > 2 && len(steps[1]) == 1 && steps[1][0] <= '9' {
		list, _ := at[steps[0]].([]any)
		row := int(steps[1][0] - '0')
		for len(list) <= row {
			list = append(list, map[string]any{})
		}
		at[steps[0]] = list
		at, steps = list[row].(map[string]any), steps[2:]
	}
	if len(steps) == 2 && steps[1] == "0" {
		at[steps[0]] = []any{v}
		return
	}
	if len(steps) == 1 {
		at[steps[0]] = v
		return
	}
	next, ok := at[steps[0]].(map[string]any)
	if !ok {
		next = map[string]any{}
		at[steps[0]] = next
	}
	put(next, steps[1:], v)
}

// book opens the shipped packs.
func book(t testing.TB, cfg Config) *Book {
	t.Helper()
	types, err := schemas.NewRegistry()
	if err != nil {
		t.Fatal(err)
	}
	b, err := NewBook(cfg, types.List(), Sources{})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// shipped is one book for all tests that change no setting.
var shipped = sync.OnceValue(func() *Book {
	types, err := schemas.NewRegistry()
	if err != nil {
		return nil
	}
	b, _ := NewBook(DefaultConfig(), types.List(), Sources{})
	return b
})

// every holds those as well that are in force on request only.
var every = sync.OnceValue(func() *Book {
	cfg := DefaultConfig()
	cfg.Packs = []string{AllPacks}
	types, err := schemas.NewRegistry()
	if err != nil {
		return nil
	}
	b, _ := NewBook(cfg, types.List(), Sources{})
	return b
})

// answers asks one rule of the shipped packs about a document.
func answers(t *testing.T, d *pipeline.Document, id string) []outcome {
	t.Helper()
	b := shipped()
	for _, p := range b.Packs() {
		if p.Rule(id) == nil {
			continue
		}
		bound, err := p.bind(d.Extraction.DocType)
		if err != nil {
			t.Fatal(err)
		}
		n := b.inquest(t.Context(), bound, d, b.config.today(noon()))
		for _, a := range bound.rules {
			if a.ID == id {
				return n.evaluate(a)
			}
		}
	}
	t.Fatalf("no pack has rule %s", id)
	return nil
}

// A ruleCase is one line of a family's table.
type ruleCase struct {
	rule    string
	name    string
	change  sample
	want    pipeline.Verdict
	missing string // the only pointer that is named as not read
}

func (c ruleCase) run(t *testing.T, good sample, doctype string) {
	t.Run(c.rule+"/"+string(c.want)+"/"+c.name, func(t *testing.T) {
		t.Parallel()
		all := answers(t, good.with(c.change).document(doctype), c.rule)
		got := all[0]
		for _, o := range all {
			if o.Verdict == c.want {
				got = o
			}
		}
		if got.Verdict != c.want {
			t.Fatalf("verdict = %s (%s), want %s", got.Verdict, got.Message, c.want)
		}
		if missing := strings.Join(got.missing, " "); missing != c.missing {
			t.Errorf("missing = %q, want %q", missing, c.missing)
		}
		if got.worthFinding() && got.Message == "" {
			t.Error("the finding has no message")
		}
	})
}
