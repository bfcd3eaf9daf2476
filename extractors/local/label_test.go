package local

import (
	"testing"

	"docpipe/extractors"
	"docpipe/schemas"
)

func TestFindHits(t *testing.T) {
	t.Parallel()
	p := phrases{}
	p.add(0, folded("Invoice date"), weightLabel)
	p.add(1, folded("Date"), weightLabel)
	p.addIn(2, folded("De"), weightLabel, "fr")
	p.add(3, folded("Rechnungsnummer"), weightLabel)
	p.add(4, folded("IBAN"), weightLabel)
	tests := []struct {
		name, text string
		languages  []string
		field      int
		low, high  float64 // bounds of the weight; 0, 0 for no hit
	}{
		{"the longest label wins", "Invoice date: 2 May", nil, 0, 0.99, 1},
		{"not its part", "Invoice date: 2 May", nil, 1, 0, 0},
		{"unknown words weaken", "Delivery date: 2 May", nil, 1, 0.2, 0.5},
		{"spelling of compounds", "Rechnungs-Nummer 12", nil, 3, 0.99, 1},
		{"another language's short word", "DE 12345 Berlin", []string{"de"}, 2, 0, 0},
		{"its own language's", "De : Paul", []string{"fr"}, 2, 0.99, 1},
		{"second part of a compound", "Seller-IBAN : DE12", nil, 4, 0.7, 0.8},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := 0.0
			for _, h := range p.findHits(layOut(page(tt.text)), tt.languages) {
				if h.field == tt.field {
					got = h.weight
				}
			}
			if got < tt.low || got > tt.high {
				t.Errorf("weight = %.2f, want %.2f to %.2f", got, tt.low, tt.high)
			}
		})
	}
}

func TestKindOf(t *testing.T) {
	t.Parallel()
	tests := []struct {
		node schemas.Node
		want kind
	}{
		{schemas.Node{Name: "due_date", Types: []string{"string"}, Format: "date"}, kindDate},
		{schemas.Node{Name: "total", Types: []string{"number"}}, kindAmount},
		{schemas.Node{Name: "vat_rate", Types: []string{"string"}, Format: "decimal"}, kindPercent},
		{schemas.Node{Name: "contractNumber", Types: []string{"string"}}, kindIdent},
		{schemas.Node{Name: "vat_id", Types: []string{"string"}}, kindVATID},
		{schemas.Node{Name: "employee_name", Types: []string{"string"}}, kindName},
		{schemas.Node{Name: "address", Types: []string{"string"}}, kindAddress},
		{schemas.Node{Name: "signed", Types: []string{"boolean"}}, kindBool},
		{schemas.Node{Name: "colour", Types: []string{"string"}, Enum: []any{"red"}}, kindEnum},
		{schemas.Node{Name: "advertiser", Types: []string{"string"}}, kindText},
	}
	for _, tt := range tests {
		if got := kindOf(&tt.node); got != tt.want {
			t.Errorf("kindOf(%s) = %d, want %d", tt.node.Name, got, tt.want)
		}
	}
}

func TestStyle(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, locale string
		lines        []string
		languages    []string
		decimal      byte
		order        extractors.DayOrder
	}{
		{"comma", "", []string{"12,50 3,20 1.000,00"}, []string{"de"}, ',', extractors.DayFirst},
		{"seen month first", "", []string{"03/20/2023 12.50 4.10"}, []string{"en"}, '.', extractors.MonthFirst},
		{"seen day first", "", []string{"20/03/2023"}, []string{"en"}, 0, extractors.DayFirst},
		{"dollars", "", []string{"$12.50 due 03/04/2023"}, []string{"en"}, '.', extractors.MonthFirst},
		{"dollars with GST", "", []string{"GST $12.50 due 03/04/2023"}, []string{"en"}, '.', extractors.DayFirst},
		{"dollars of the whole world", "", []string{"USD 12.50 due 03/04/2023"}, []string{"en"}, '.', extractors.OrderUnknown},
		{"nothing", "", []string{"03/04/2023"}, nil, 0, extractors.OrderUnknown},
		{"locale", "en-US", []string{"03/04/2023"}, nil, '.', extractors.MonthFirst},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := page(tt.lines...)
			d := document(p)
			d.Settings.Locale = tt.locale
			got := newStyle(d, []*sheet{layOut(p)}, tt.languages)
			if got.decimal != tt.decimal || got.order != tt.order {
				t.Errorf("decimal %q, order %d; want %q, %d", got.decimal, got.order, tt.decimal, tt.order)
			}
		})
	}
}

// A label that lost a letter is still read, but never in place of another label.
func TestAddLost(t *testing.T) {
	t.Parallel()
	p := phrases{}
	p.add(0, folded("Nettobetrag"), weightLabel)
	p.add(1, folded("Netobetrag"), weightLabel)
	p.add(2, folded("Gesamtbetrag"), weightLabel)
	p.addLost()
	if got := p.of["netobetrag"]; len(got) != 1 || got[0].field != 1 {
		t.Errorf("netobetrag = %+v, want field 1 alone", got)
	}
	if got := p.of["gesambetrag"]; len(got) != 1 || got[0].field != 2 || got[0].weight >= weightLabel {
		t.Errorf("gesambetrag = %+v, want field 2, weaker than the whole label", got)
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
		d := document(page("CARGO", tt.lines))
		_, r := shipped(t)
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
