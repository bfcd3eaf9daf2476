package plan

// A TaxList is a list of the schema that breaks the tax of a document down by rate. It prints
// as a small table or as lines such as "19 % VAT on 100.00: 19.00", beside or among the totals.
type TaxList struct {
	List            *List // with the fields of a row
	Rate, Base, Tax int   // fields of a row, -1 where the schema has none
}

// newTaxList recognises such a list by its fields: a rate, what it applies to and the tax.
func newTaxList(l *List) (TaxList, bool) {
	t := TaxList{List: l, Rate: -1, Base: -1, Tax: -1}
	for i := range l.Fields {
		f := &l.Fields[i]
		words := NameWords(f.Node)
		switch {
		case f.Kind == Percent && t.Rate < 0:
			t.Rate = i
		case f.Kind != Amount:
		case f.Node.BT == "BT-116" || Has(words, "base", "net", "taxable", "basis"):
			t.Base = i
		case f.Node.BT == "BT-117" || Has(words, "tax", "vat", "gst"):
			t.Tax = i
		}
	}
	return t, t.Rate >= 0 && t.Tax >= 0 && len(l.Fields) <= 8 && l.Phrases.lacksGoods(l)
}

// lacksGoods reports whether no field names goods: lines of an invoice have rates too.
func (p *Phrases) lacksGoods(l *List) bool {
	for i := range l.Fields {
		if Has(NameWords(l.Fields[i].Node), "description", "quantity", "item", "price") {
			return false
		}
	}
	return true
}
