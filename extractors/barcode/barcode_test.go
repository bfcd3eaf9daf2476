package barcode

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"docpipe/extractors"
	"docpipe/pipeline"
	"docpipe/schemas"
)

const epcText = "BCD\n002\n1\nSCT\nBFSWDE33BER\nWikimedia Foerdergesellschaft\nDE33100205000001194700\nEUR123.45\n\n\nSpende fuer Wikipedia"

const swissText = "SPC\r\n0200\r\n1\r\nCH4431999123000889012\r\nS\r\nMax Muster & Soehne\r\nMusterstrasse\r\n123\r\n8000\r\nSeldwyla\r\nCH\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n" +
	"1949.75\r\nCHF\r\nS\r\nSimon Muster\r\nMusterstrasse\r\n1\r\n8000\r\nSeldwyla\r\nCH\r\nQRR\r\n210000000003139471430009017\r\nOrder of 15.06.2020\r\nEPD\r\n//S1/10/1234/11/200615"

func reader() *Reader {
	return New(func() time.Time { return time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC) })
}

// read returns the claims about a document with these codes on its first page, by pointer.
func read(t *testing.T, schema string, codes ...pipeline.Code) map[string]extractors.Claim {
	t.Helper()
	registry, err := schemas.NewRegistry()
	if err != nil {
		t.Fatal(err)
	}
	var s *schemas.Schema
	if strings.HasPrefix(schema, "{") {
		s, err = schemas.Parse("own", []byte(schema))
	} else {
		s, err = registry.Get(schema)
	}
	if err != nil {
		t.Fatal(err)
	}
	for i := range codes {
		codes[i].Box = pipeline.Box{0.1, 0.1 * float64(i), 0.2, 0.1*float64(i) + 0.05}
	}
	found, err := reader().Extract(t.Context(), &pipeline.Document{Pages: []*pipeline.Page{{Number: 1, Codes: codes}}}, s)
	if err != nil {
		t.Fatal(err)
	}
	claims := map[string]extractors.Claim{}
	for _, c := range found {
		claims[c.Pointer] = c
	}
	return claims
}

func values(claims map[string]extractors.Claim) map[string]any {
	all := map[string]any{}
	for p, c := range claims {
		all[p] = c.Value
	}
	return all
}

const own = `{"type":"object","properties":{"supplier":{"type":"object","properties":{"iban":{"type":"string"}}},
	"amount_due":{"type":"number"},"lot_number":{"type":"string"},"best_before":{"type":"string","format":"date"},
	"ean":{"type":"string"},"barcode":{"type":"string"},"sscc":{"type":"array","items":{"type":"string"}}}}`

func TestExtract(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		schema string
		codes  []pipeline.Code
		want   map[string]any
	}{
		{"SEPA credit transfer", "invoice", []pipeline.Code{{Kind: pipeline.CodeQR, Text: epcText}}, map[string]any{
			"/payment/iban": "DE33100205000001194700", "/payment/bic": "BFSWDE33BER", "/payment/account_name": "Wikimedia Foerdergesellschaft",
			"/totals/due": "123.45", "/currency": "EUR", "/payment/reference": "Spende fuer Wikipedia"}},
		{"Swiss QR-bill", "invoice", []pipeline.Code{{Kind: pipeline.CodeQR, Text: swissText}}, map[string]any{
			"/payment/iban": "CH4431999123000889012", "/payment/account_name": "Max Muster & Soehne", "/totals/due": "1949.75", "/currency": "CHF",
			"/payment/reference": "210000000003139471430009017", "/number": "1234", "/issue_date": "2020-06-15"}},
		{"labels of a delivery", "delivery_note", []pipeline.Code{
			{Kind: pipeline.Code128, Text: "00340123450000000017", GS1: true}, {Kind: pipeline.Code128, Text: "00340123450000000024", GS1: true},
			{Kind: pipeline.CodeEAN13, Text: "4012345678901"}}, map[string]any{
			"/sscc/0": "340123450000000017", "/sscc/1": "340123450000000024", "/gtin/0": "4012345678901"}},
		{"fields of other names", own, []pipeline.Code{
			{Kind: pipeline.CodeDataMatrix, GS1: true, Text: "010401234512345610AB-123\x1d17291200"}}, map[string]any{
			"/ean": "4012345123456", "/lot_number": "AB-123", "/best_before": "2029-12-31", "/barcode": "010401234512345610AB-123\x1d17291200"}},
		{"Digital Link", own, []pipeline.Code{{Kind: pipeline.CodeQR, Text: "https://id.example.com/01/04012345123456/10/L7?17=300115"}}, map[string]any{
			"/ean": "4012345123456", "/lot_number": "L7", "/best_before": "2030-01-15", "/barcode": "https://id.example.com/01/04012345123456/10/L7?17=300115"}},
		{"a web address", own, []pipeline.Code{{Kind: pipeline.CodeQR, Text: "https://example.com/"}}, map[string]any{"/barcode": "https://example.com/"}},
		{"passport", "id_document", []pipeline.Code{{Kind: pipeline.CodeQR, Text: epcText}}, map[string]any{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(values(read(t, tt.schema, tt.codes...)), tt.want); diff != "" {
				t.Errorf("values (-got +want):\n%s", diff)
			}
		})
	}
}

// A text that breaks a rule of its format says nothing.
func TestExtract_strict(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"check digits of the IBAN": strings.Replace(epcText, "DE3310", "DE3410", 1),
		"amount with a comma":      strings.Replace(epcText, "123.45", "123,45", 1),
		"both references":          strings.Replace(epcText, "\n\n\nSpende", "\n\nRF18539007547034\nSpende", 1),
		"unknown version":          strings.Replace(epcText, "\n002\n", "\n003\n", 1),
		"check digit of QRR":       strings.Replace(swissText, "009017", "009018", 1),
		"QRR without QR-IBAN":      strings.Replace(swissText, "CH4431999123000889012", "CH9300762011623852957", 1),
		"no end of payment data":   strings.Replace(swissText, "EPD", "EPX", 1),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := values(read(t, "invoice", pipeline.Code{Kind: pipeline.CodeQR, Text: text})); len(got) != 0 {
				t.Errorf("values = %v, want none", got)
			}
		})
	}
	for name, text := range map[string]string{
		"check digit of the SSCC": "00340123450000000018",
		"unknown identifier":      "8999" + "12345",
		"cut":                     "0104012345",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := values(read(t, "delivery_note", pipeline.Code{Kind: pipeline.Code128, Text: text, GS1: true})); len(got) != 0 {
				t.Errorf("values = %v, want none", got)
			}
		})
	}
}

// The evidence of a fact is the box of the code and the line that says it.
func TestExtract_evidence(t *testing.T) {
	t.Parallel()
	c := read(t, "invoice", pipeline.Code{Kind: pipeline.CodeQR, Text: epcText})["/totals/due"]
	box := pipeline.Box{0.1, 0, 0.2, 0.05}
	if diff := cmp.Diff(c.Evidence, []pipeline.Evidence{{Page: 1, Box: &box, Quote: "EUR123.45"}}); diff != "" || c.Source != pipeline.SourceBarcode {
		t.Errorf("evidence of a %s claim (-got +want):\n%s", c.Source, diff)
	}
}

// Codes that contradict each other fill nothing.
func TestExtract_contested(t *testing.T) {
	t.Parallel()
	c := read(t, "invoice", pipeline.Code{Kind: pipeline.CodeQR, Text: epcText},
		pipeline.Code{Kind: pipeline.CodeQR, Text: strings.Replace(epcText, "123.45", "99", 1)})["/totals/due"]
	if c.Value != nil || !c.Ambiguous || len(c.Candidates) != 2 {
		t.Errorf("claim = %+v, want two candidates and no value", c)
	}
}

// A field may be named for one thing and titled for another: it is always taken for the same.
func TestExtract_named_and_titled(t *testing.T) {
	t.Parallel()
	schema := `{"type": "object", "properties": {"barcode": {"type": "string", "title": "GTIN"}, "batch": {"type": "string", "title": "Serial number"}}}`
	code := pipeline.Code{Kind: pipeline.CodeDataMatrix, GS1: true, Text: "010950600013435210ABC123\x1d21SN77"}
	want := map[string]any{"/barcode": code.Text, "/batch": "ABC123"}
	for range 20 {
		if diff := cmp.Diff(values(read(t, schema, code)), want); diff != "" {
			t.Fatal(diff)
		}
	}
}

// The days of a Digital Link come in one order, whatever the order of its query.
func TestExtract_digital_link_days(t *testing.T) {
	t.Parallel()
	schema := `{"type": "object", "properties": {"expiry_date": {"type": "string", "format": "date"}}}`
	code := pipeline.Code{Kind: pipeline.CodeQR, Text: "https://id.gs1.org/01/09506000134352?15=260601&17=260801"}
	for range 20 {
		got := read(t, schema, code)["/expiry_date"].Candidates
		if len(got) != 2 || got[0].Value != "2026-08-01" || got[1].Value != "2026-06-01" {
			t.Fatalf("candidates %+v, want 2026-08-01 before 2026-06-01", got)
		}
	}
}
