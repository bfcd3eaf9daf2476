package mrz

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"docpipe/extractors"
	"docpipe/pipeline"
	"docpipe/schemas"
)

var today = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)

// zonePage is a page whose only words are lines, one word each.
func zonePage(lines ...string) *pipeline.Page {
	p := &pipeline.Page{Number: 1, State: pipeline.PageRead, Width: 600, Height: 400}
	for i, text := range lines {
		top := 0.7 + 0.08*float64(i)
		p.Words = append(p.Words, pipeline.Word{
			Text: text, Box: pipeline.Box{0.05, top, 0.05 + 0.02*float64(len(text)), top + 0.04}, Confidence: 1, Line: i + 1, Block: 1,
		})
	}
	return p
}

func document(pages ...*pipeline.Page) *pipeline.Document {
	return &pipeline.Document{Pages: pages, Run: pipeline.Run{ReceivedAt: today}}
}

func newReader(tb testing.TB) (*Reader, *schemas.Schema) {
	tb.Helper()
	registry, err := schemas.NewRegistry()
	if err != nil {
		tb.Fatal(err)
	}
	s, err := registry.Get(DocType)
	if err != nil {
		tb.Fatal(err)
	}
	return New(s, func() time.Time { return today }), s
}

// claimsOf reads a page and returns the claims by pointer.
func claimsOf(t *testing.T, p *pipeline.Page) map[string]extractors.Claim {
	t.Helper()
	r, s := newReader(t)
	claims, err := r.Extract(t.Context(), document(p), s)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]extractors.Claim{}
	for _, c := range claims {
		if _, twice := all[c.Pointer]; twice {
			t.Errorf("%s is claimed twice", c.Pointer)
		}
		all[c.Pointer] = c
	}
	return all
}

// The specimens of ICAO Doc 9303 and the French card, each with what it says.
func TestExtract(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		lines []string
		want  map[string]any
	}{
		{"TD3", []string{"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"}, map[string]any{
			"/kind": "passport", "/document_number": "L898902C3", "/surname": "ERIKSSON", "/given_names": "ANNA MARIA", "/nationality": "UTO",
			"/birth_date": "1974-08-12", "/sex": "F", "/expiry_date": "2012-04-15", "/mrz/format": "TD3", "/mrz/valid": true, "/mrz/optional_data": "ZE184226B",
		}},
		{"TD1", []string{"I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"}, map[string]any{
			"/kind": "id_card", "/document_number": "D23145890", "/surname": "ERIKSSON", "/mrz/format": "TD1", "/mrz/valid": true,
			"/mrz/lines/2": "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
		}},
		{"TD2", []string{"I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"}, map[string]any{
			"/document_number": "D23145890", "/given_names": "ANNA MARIA", "/mrz/format": "TD2", "/mrz/valid": true,
		}},
		{"MRV-A", []string{"V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<"}, map[string]any{
			"/kind": "visa", "/document_number": "L8988901C", "/nationality": "XXX", "/birth_date": "1940-09-07", "/expiry_date": "1996-12-10", "/mrz/format": "MRV-A",
		}},
		{"MRV-B", []string{"V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<"}, map[string]any{
			"/kind": "visa", "/document_number": "L8988901C", "/mrz/format": "MRV-B", "/mrz/valid": true,
		}},
		{"number longer than its place", []string{"I<UTOD23145890<7349<<<<<<<<<<<", "3407127M9507122UTO<<<<<<<<<<<2", "STEVENSON<<PETER<JOHN<<<<<<<<<"}, map[string]any{
			"/document_number": "D23145890734", "/birth_date": "1934-07-12", "/mrz/valid": true,
		}},
		{"German code", []string{"IDD<<T220001293<<<<<<<<<<<<<<<", "6408125<2010315D<<<<<<<<<<<<<4", "MUSTERMANN<<ERIKA<<<<<<<<<<<<<"}, map[string]any{
			"/issuing_country": "DE", "/nationality": "D", "/sex": "X", "/document_number": "T22000129",
		}},
		{"France until 2021", []string{"IDFRABERTHIER<<<<<<<<<<<<<<<<<92C001", "9409923102854CORINNE<<<<<<<6512068F6"}, map[string]any{
			"/issuing_country": "FR", "/document_number": "940992310285", "/surname": "BERTHIER", "/given_names": "CORINNE",
			"/birth_date": "1965-12-06", "/sex": "F", "/mrz/valid": true,
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			claims := claimsOf(t, zonePage(tt.lines...))
			got := map[string]any{}
			for pointer := range tt.want {
				got[pointer] = claims[pointer].Value
			}
			if diff := cmp.Diff(got, tt.want); diff != "" {
				t.Errorf("values (-got +want):\n%s", diff)
			}
			if c := claims["/document_number"]; c.Confidence < 0.95 {
				t.Errorf("confidence of the number = %v, want 0.95 at least: its check digit holds", c.Confidence)
			}
		})
	}
}

// Characters are cited where they stand on the line.
func TestExtract_evidence(t *testing.T) {
	t.Parallel()
	claims := claimsOf(t, zonePage("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"))
	e := claims["/birth_date"].Evidence
	if len(e) != 1 || e[0].Quote != "740812" || e[0].Page != 1 {
		t.Fatalf("evidence = %v, want the quote 740812 on page 1", e)
	}
	want := pipeline.Box{0.05 + 13*0.02, 0.78, 0.05 + 19*0.02, 0.82}
	if e[0].Box.IoU(want) < 0.99 {
		t.Errorf("box = %v, want %v", *e[0].Box, want)
	}
}

// Issuers without a country of ISO 3166-1 are offered, not claimed as one.
func TestExtract_noCountry(t *testing.T) {
	t.Parallel()
	c := claimsOf(t, zonePage("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"))["/issuing_country"]
	if c.Value != nil || c.State != pipeline.FieldNotFound || len(c.Candidates) != 1 || c.Candidates[0].Value != "UTO" {
		t.Errorf("claim = %+v, want UTO as a candidate", c)
	}
}

// A schema of someone else profits where it calls the fields as zones' fields are called.
func TestExtract_otherSchema(t *testing.T) {
	t.Parallel()
	r, _ := newReader(t)
	page := zonePage("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
	for text, want := range map[string]map[string]any{
		`{"type":"object","properties":{"passport_number":{"type":"string"},"holder":{"type":"object","properties":{
			"last_name":{"type":"string"},"dob":{"type":"string","format":"date"},"gender":{"type":"string","enum":["male","female"]}}}}}`: {
			"/passport_number": "L898902C3", "/holder/last_name": "ERIKSSON", "/holder/dob": "1974-08-12", "/holder/gender": "female"},
		`{"type":"object","properties":{"number":{"type":"string"},"total":{"type":"number"}}}`: {},
	} {
		s, err := schemas.Parse("other", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		claims, err := r.Extract(t.Context(), document(page), s)
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]any{}
		for _, c := range claims {
			got[c.Pointer] = c.Value
		}
		if diff := cmp.Diff(got, want); diff != "" {
			t.Errorf("values (-got +want):\n%s", diff)
		}
	}
}

func TestClassify(t *testing.T) {
	t.Parallel()
	r, _ := newReader(t)
	passport := zonePage("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
	letter := &pipeline.Page{Number: 2, State: pipeline.PageRead, Words: []pipeline.Word{{Text: "Dear"}}}
	for want, d := range map[string]*pipeline.Document{
		DocType: document(passport), extractors.Unknown: document(passport, letter),
	} {
		if got, _, err := r.Classify(t.Context(), d); got != want || err != nil {
			t.Errorf("%d pages: %s, %v, want %s", len(d.Pages), got, err, want)
		}
	}
}

func TestExtract_cancelled(t *testing.T) {
	t.Parallel()
	r, s := newReader(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.Extract(ctx, document(zonePage("x")), s); err == nil {
		t.Error("no error after cancel, want the context's")
	}
}
