package einvoice

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"docpipe/pipeline"
)

// ublOf is a UBL invoice of these elements.
func ublOf(body string) string {
	return `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
		xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
		xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">` + body + `</Invoice>`
}

func TestParse_refuses(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		xml  string
		want error
	}{
		"nothing":           {"", pipeline.ErrDamaged},
		"an early end":      {strings.TrimSuffix(ublOf("<cbc:ID>1</cbc:ID>"), "</Invoice>"), pipeline.ErrDamaged},
		"crossed elements":  {ublOf("<cac:Party><cbc:ID></cac:Party></cbc:ID>"), pipeline.ErrDamaged},
		"a document type":   {`<!DOCTYPE Invoice [<!ENTITY x "y">]>` + ublOf("<cbc:ID>&x;</cbc:ID>"), pipeline.ErrDamaged},
		"unknown entities":  {ublOf("<cbc:ID>&x;</cbc:ID>"), pipeline.ErrDamaged},
		"bytes of no UTF-8": {ublOf("<cbc:ID>\xff</cbc:ID>"), pipeline.ErrDamaged},
		"an unknown set":    {`<?xml version="1.0" encoding="klingon"?>` + ublOf(""), pipeline.ErrDamaged},
		"two roots":         {ublOf("") + ublOf(""), pipeline.ErrDamaged},
		"deep nesting":      {ublOf(strings.Repeat("<cac:Party>", maxDepth) + strings.Repeat("</cac:Party>", maxDepth)), pipeline.ErrDamaged},
		"deep foreign ones": {ublOf(strings.Repeat("<x>", maxDepth) + strings.Repeat("</x>", maxDepth)), pipeline.ErrDamaged},
		"many elements":     {ublOf(strings.Repeat("<cbc:ID/>", maxElements)), pipeline.ErrTooLarge},
		"many bytes":        {ublOf(strings.Repeat(" ", maxBytes)), pipeline.ErrTooLarge},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if inv, err := parse(t.Context(), []byte(tt.xml)); !errors.Is(err, tt.want) || inv != nil {
				t.Errorf("invoice %v, error %v, want none and %v", inv, err, tt.want)
			}
		})
	}
}

func TestParse_takes_what_is_just_within_the_bounds(t *testing.T) {
	t.Parallel()
	deep := ublOf(strings.Repeat("<cac:Party>", maxDepth-1) + strings.Repeat("</cac:Party>", maxDepth-1))
	wide := ublOf(strings.Repeat("<cbc:ID/>", maxElements-1))
	for _, xml := range []string{deep, wide} {
		if inv, err := parse(t.Context(), []byte(xml)); err != nil || inv == nil {
			t.Errorf("error %v, want an invoice", err)
		}
	}
}

func TestParse_stops_when_cancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	xml := ublOf(strings.Repeat("<cbc:ID/>", 5000))
	if _, err := parse(ctx, []byte(xml)); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want cancelled", err)
	}
}

func TestParse_character_sets(t *testing.T) {
	t.Parallel()
	declared := func(label string) string {
		return fmt.Sprintf(`<?xml version="1.0" encoding="%s"?>`, label) + ublOf("<cbc:ID>Größe 7</cbc:ID>")
	}
	encode := func(s string, err error) []byte {
		if err != nil {
			t.Fatal(err)
		}
		return []byte(s)
	}
	little := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder()
	big := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder()
	for name, b := range map[string][]byte{
		"UTF-8":                   []byte(declared("utf-8")),
		"UTF-8 with a mark":       []byte("\ufeff" + declared("UTF-8")),
		"ISO-8859-1":              encode(charmap.ISO8859_1.NewEncoder().String(declared("ISO-8859-1"))),
		"ISO-8859-15":             encode(charmap.ISO8859_15.NewEncoder().String(declared("iso-8859-15"))),
		"Windows-1252":            encode(charmap.Windows1252.NewEncoder().String(declared("windows-1252"))),
		"UTF-16 with a mark":      encode(little.String(declared("UTF-16"))),
		"UTF-16BE without a mark": encode(big.String(declared("UTF-16BE"))),
	} {
		inv, err := parse(t.Context(), b)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := inv.first("/number"); got != "Größe 7" {
			t.Errorf("%s: number %q, want Größe 7", name, got)
		}
	}
}

// An extension may repeat our names in its own namespace: it must not be heard.
func TestParse_leaves_foreign_elements_out(t *testing.T) {
	t.Parallel()
	inv, err := parse(t.Context(), []byte(ublOf(`<x:ID xmlns:x="urn:x">1</x:ID>
		<x:Wrap xmlns:x="urn:x"><cbc:ID>2</cbc:ID></x:Wrap><cbc:ID>a<x:b xmlns:x="urn:x">3</x:b><!-- c -->d<![CDATA[<e]]></cbc:ID>`)))
	if err != nil {
		t.Fatal(err)
	}
	if got := inv.first("/number"); got != "ad<e" {
		t.Errorf("number %q, want ad<e", got)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(ublOf("<cbc:ID>1</cbc:ID><cac:InvoiceLine><cbc:ID>1</cbc:ID></cac:InvoiceLine>")))
	f.Add([]byte(`<CrossIndustryInvoice xmlns="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"><ExchangedDocument><ID>1</ID></ExchangedDocument></CrossIndustryInvoice>`))
	f.Add([]byte(`<CrossIndustryDocument xmlns="urn:ferd:CrossIndustryDocument:invoice:1p0"/>`))
	f.Add([]byte("\xff\xfe<\x00a\x00/\x00>\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		inv, err := parse(t.Context(), b)
		if err != nil {
			if inv != nil || !errors.Is(err, pipeline.ErrDamaged) && !errors.Is(err, pipeline.ErrTooLarge) {
				t.Fatalf("invoice %v with error %v", inv, err)
			}
			return
		}
		if inv == nil {
			return
		}
		seen := map[string]bool{}
		for _, c := range (&transcript{invoice: inv, alone: true}).write() {
			if seen[c.Pointer] {
				t.Errorf("%s is claimed twice", c.Pointer)
			}
			seen[c.Pointer] = true
			if c.State == pipeline.FieldFound && (c.Value == nil || c.Value == "" || len(c.Evidence) == 0) {
				t.Errorf("%s is found as %v by %v", c.Pointer, c.Value, c.Evidence)
			}
		}
	})
}
