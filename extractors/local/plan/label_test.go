package plan

import (
	"testing"

	"docpipe/extractors/local/layout/layouttest"
	"docpipe/schemas"
)

func TestFindHits(t *testing.T) {
	t.Parallel()
	p := Phrases{}
	p.add(0, Folded("Invoice date"), weightLabel)
	p.add(1, Folded("Date"), weightLabel)
	p.addIn(2, Folded("De"), weightLabel, "fr")
	p.add(3, Folded("Rechnungsnummer"), weightLabel)
	p.add(4, Folded("IBAN"), weightLabel)
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
			for _, h := range p.FindHits(LayOut(layouttest.Page(tt.text)), tt.languages) {
				if h.Field == tt.field {
					got = h.Weight
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
		want Kind
	}{
		{schemas.Node{Name: "due_date", Types: []string{"string"}, Format: "date"}, Date},
		{schemas.Node{Name: "total", Types: []string{"number"}}, Amount},
		{schemas.Node{Name: "vat_rate", Types: []string{"string"}, Format: "decimal"}, Percent},
		{schemas.Node{Name: "contractNumber", Types: []string{"string"}}, Ident},
		{schemas.Node{Name: "vat_id", Types: []string{"string"}}, VATID},
		{schemas.Node{Name: "employee_name", Types: []string{"string"}}, Name},
		{schemas.Node{Name: "address", Types: []string{"string"}}, Address},
		{schemas.Node{Name: "signed", Types: []string{"boolean"}}, Bool},
		{schemas.Node{Name: "colour", Types: []string{"string"}, Enum: []any{"red"}}, Enum},
		{schemas.Node{Name: "advertiser", Types: []string{"string"}}, Text},
	}
	for _, tt := range tests {
		if got := kindOf(&tt.node); got != tt.want {
			t.Errorf("kindOf(%s) = %d, want %d", tt.node.Name, got, tt.want)
		}
	}
}

// A label that lost a letter is still read, but never in place of another label.
func TestAddLost(t *testing.T) {
	t.Parallel()
	p := Phrases{}
	p.add(0, Folded("Nettobetrag"), weightLabel)
	p.add(1, Folded("Netobetrag"), weightLabel)
	p.add(2, Folded("Gesamtbetrag"), weightLabel)
	p.addLost()
	if got, _ := p.named([]byte("netobetrag")); len(got) != 1 || got[0].field != 1 {
		t.Errorf("netobetrag = %+v, want field 1 alone", got)
	}
	if got, _ := p.named([]byte("gesambetrag")); len(got) != 1 || got[0].field != 2 || got[0].weight >= weightLabel {
		t.Errorf("gesambetrag = %+v, want field 2, weaker than the whole label", got)
	}
}
