package local_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"docpipe/extractors"
	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/localtest"
	"docpipe/pipeline"
	"docpipe/schemas"
)

func TestReader(t *testing.T) {
	t.Parallel()
	got := localtest.Claims(t, "invoice", layouttest.Document(layouttest.InvoicePage()))
	want := map[string]string{
		"/number": "NW-2026-0042", "/issue_date": "2026-05-02", "/due_date": "2026-05-16", "/currency": "EUR",
		"/seller/name": "Nordwind Handels GmbH", "/buyer/name": "Karla Bergmann", "/seller/vat_id": "DE136695976",
		"/totals/net": "109.00", "/totals/vat": "20.71", "/totals/gross": "129.71",
		"/payment/iban": "DE89370400440532013000", "/payment/bic": "COBADEFFXXX",
		"/lines/0/description": "Desk lamp with a long arm", "/lines/0/quantity": "2", "/lines/0/unit_price": "49.50",
		"/lines/0/net": "99.00", "/lines/1/description": "Screws, box of 100", "/lines/1/net": "10.00",
	}
	for pointer, value := range want {
		if got[pointer].Value != value {
			t.Errorf("%s = %v, want %v", pointer, got[pointer].Value, value)
		}
	}
	if _, ok := got["/lines/2/net"]; ok {
		t.Errorf("a third line was read: %v", got["/lines/2/net"].Value)
	}
}

// Every claim cites words that are on the page.
func TestReaderEvidence(t *testing.T) {
	t.Parallel()
	for pointer, c := range localtest.Claims(t, "invoice", layouttest.Document(layouttest.InvoicePage())) {
		if c.Value == nil {
			continue
		}
		if len(c.Evidence) == 0 || c.Evidence[0].Box == nil || c.Evidence[0].Quote == "" {
			t.Errorf("%s = %v has no evidence", pointer, c.Value)
		}
		if c.Confidence <= 0 || c.Confidence >= 1 {
			t.Errorf("%s: confidence = %v, want between 0 and 1", pointer, c.Confidence)
		}
	}
}

// A reader gives the same claims each time: results are compared byte by byte.
func TestReaderRepeats(t *testing.T) {
	t.Parallel()
	first := localtest.Claims(t, "invoice", layouttest.Document(layouttest.InvoicePage()))
	for range 3 {
		if diff := cmp.Diff(first, localtest.Claims(t, "invoice", layouttest.Document(layouttest.InvoicePage())), cmpopts.IgnoreUnexported(extractors.Claim{})); diff != "" {
			t.Fatalf("claims differ (-first +again):\n%s", diff)
		}
	}
}

func TestReaderAmbiguousDate(t *testing.T) {
	t.Parallel()
	read := func(locale string) extractors.Claim {
		d := layouttest.Document(layouttest.Page("INVOICE 4711", "", "Invoice date: 03/04/2026", "Please pay the total by the end of the month with this reference"))
		d.Settings.Locale = locale
		return localtest.Claims(t, "invoice", d)["/issue_date"]
	}
	if c := read(""); !c.Ambiguous || c.Value != nil || len(c.Candidates) != 2 {
		t.Errorf("without a locale: ambiguous %v, value %v, %d candidates; want true, nil, 2", c.Ambiguous, c.Value, len(c.Candidates))
	}
	if c := read("en-GB"); c.Value != "2026-04-03" {
		t.Errorf("en-GB: %v, want 2026-04-03", c.Value)
	}
	if c := read("en-US"); c.Value != "2026-03-04" {
		t.Errorf("en-US: %v, want 2026-03-04", c.Value)
	}
}

// A schema that the code has never seen, without any labels of its own.
func TestReaderUnseenSchema(t *testing.T) {
	t.Parallel()
	s, err := schemas.Parse("lab", []byte(`{"$schema":"http://json-schema.org/draft-07/schema#","title":"Lab report","type":"object","properties":{
		"sample_number":{"type":"string","title":"Sample number"},
		"received_on":{"type":"string","format":"date","title":"Received on"},
		"analyst":{"type":"string","title":"Analyst"},
		"fee":{"type":"number","title":"Fee"},
		"approver":{"type":"string","title":"Approved by"}}}`))
	if err != nil {
		t.Fatal(err)
	}
	_, r := localtest.Shipped(t)
	got := localtest.ByPointer(t, r, layouttest.Document(layouttest.Page(
		"LAB REPORT",
		"Sample No.: K-771/B        Received on: 14 March 2026",
		"Analyst:    Ines Okafor",
		"Fee         180.00 EUR",
	)), s)
	want := map[string]any{"/sample_number": "K-771/B", "/received_on": "2026-03-14", "/analyst": "Ines Okafor", "/fee": "180.00"}
	for pointer, value := range want {
		if got[pointer].Value != value {
			t.Errorf("%s = %v, want %v", pointer, got[pointer].Value, value)
		}
	}
	if c := got["/approver"]; c.Value != nil {
		t.Errorf("/approver = %v, want nothing: it is not on the page", c.Value)
	}
}

func TestReaderHiddenWords(t *testing.T) {
	t.Parallel()
	p := layouttest.Page("Invoice No: 4711")
	for i := range p.Words {
		p.Words[i].Hidden = true
	}
	if got := localtest.Claims(t, "invoice", layouttest.Document(p)); len(got) != 0 {
		t.Errorf("%d claims from hidden words, want none", len(got))
	}
}

func TestClassify(t *testing.T) {
	t.Parallel()
	_, r := localtest.Shipped(t)
	tests := []struct {
		name string
		page *pipeline.Page
		want string
	}{
		{"invoice", layouttest.InvoicePage(), "invoice"},
		{"receipt", layouttest.Page("CORNER SHOP", "12 High Street", "RECEIPT", "Milk   1.20", "Bread   2.30", "TOTAL   3.50", "CASH   5.00", "CHANGE   1.50", "Thank you"), "receipt"},
		{"prose", layouttest.Page("Call me Ishmael. Some years ago, never mind how long precisely,", "I thought I would sail about a little"), extractors.Unknown},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, confidence, err := r.Classify(t.Context(), layouttest.Document(tt.page))
			if err != nil || got != tt.want {
				t.Errorf("Classify = %q %.2f %v, want %q", got, confidence, err, tt.want)
			}
		})
	}
}

func BenchmarkReader(b *testing.B) {
	registry, r := localtest.Shipped(b)
	s, err := registry.Get("invoice")
	if err != nil {
		b.Fatal(err)
	}
	d := layouttest.Document(layouttest.InvoicePage())
	for b.Loop() {
		if _, err := r.Extract(b.Context(), d, s); err != nil {
			b.Fatal(err)
		}
	}
}

// What follows a stroke is a second label, and a schema's title names what numbers a document.
func TestLabelsOfCustomSchema(t *testing.T) {
	t.Parallel()
	s, err := schemas.Parse("order", []byte(`{"$schema":"http://json-schema.org/draft-07/schema#","title":"Cargo booking or waybill","type":"object","properties":{
		"contract_num":{"type":"string","title":"Contract number"},"sailing_from":{"type":"string","format":"date","title":"Sailing start date"},"sailing_to":{"type":"string","format":"date","title":"Sailing end date"}}}`))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ lines, pointer, want string }{
		{"Contract / Revision:   4711", "/contract_num", "4711"},
		{"Waybill #   99-1   Other #   12", "/contract_num", "99-1"},
		{"Vessel sailing   01/18/2020 - 01/24/2020", "/sailing_to", "2020-01-24"},
	} {
		d := layouttest.Document(layouttest.Page("CARGO", tt.lines))
		_, r := localtest.Shipped(t)
		claims, err := r.Extract(t.Context(), d, s)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, c := range claims {
			if c.Pointer == tt.pointer && c.Value != nil {
				got = c.Value.(string)
			}
		}
		if got != tt.want {
			t.Errorf("%q: %s = %q, want %q", tt.lines, tt.pointer, got, tt.want)
		}
	}
}
