package main

import "docpipe/testdata"

var navy = Ink{25, 45, 90}

// talhofInvoice is a German invoice of one VAT rate. slip is the seller's mistake in the tax.
func talhofInvoice(number, slip string) Invoice {
	inv := Invoice{
		Number: number, IssueDate: "2026-10-21", DueDate: "2026-11-04", SupplyDate: "2026-10-19", Currency: "EUR",
		Seller: Party{Name: "Talhof Büromöbel GmbH", VATID: vatDE("29584713"), Reg: "HRB 48213",
			Address: at("90403", "Nürnberg", "Mühlgasse 12"),
			Email:   "rechnung@talhof.example", Phone: "+49 911 5550 17", Registry: "Amtsgericht Nürnberg"},
		Buyer: Party{Name: "Kanzlei Brückner & Söhne",
			Address: at("90762", "Fürth", "Königstraße 88")},
		Lines: []Line{
			{Description: "Schreibtisch höhenverstellbar, Eiche", Quantity: "2", Unit: "Stk", UnitPrice: "489.00", VATRate: "19"},
			{Description: "Bürodrehstuhl »Arno«, schwarz", Quantity: "2", Unit: "Stk", UnitPrice: "215.50", VATRate: "19"},
			{Description: "Lieferung und Aufbau", Quantity: "1", Unit: "psch", UnitPrice: "71.00", VATRate: "19"},
		},
		Payment: Payment{IBAN: iban("DE", "999500004410278365"), BIC: "DPEXDEFF", Reference: number,
			Terms: "zahlbar innerhalb von 14 Tagen ohne Abzug"},
	}
	inv.total(slip)
	return inv
}

func invoiceDEVatWrong() sample {
	inv := talhofInvoice("RE-2026-1093", "3.00")
	pdf := NewPDF()
	pdf.Draw(inv.drawDE(), Sheet{})
	return sample{
		name: "invoice-de-vat-wrong",
		docs: []file{{"rechnung.pdf", pdf.Bytes("Rechnung " + inv.Number)}},
		want: testdata.Want{
			About:   "A digital German invoice whose printed VAT is not its rate on its net amount.",
			Doctype: "invoice", Schema: "invoice.v1", Languages: []string{"de"}, PageCount: 1,
			Status: []string{"completed", "needs_review"}, Pages: readFrom("text"),
			Data: raw(inv), States: foundInvoice, Findings: []string{"EU-VAT-CO-17"},
		},
	}
}

// drawDE sets the invoice as a business letter after DIN 5008, form B.
func (inv Invoice) drawDE() *Page {
	p, l := A4(), german
	inv.headDE(p, l)
	columns := []Column{
		{"Pos.", 70, 30, false}, {"Bezeichnung", 100, 200, false}, {"Menge", 300, 42, true}, {"Einheit", 346, 44, false},
		{"Einzelpreis", 390, 62, true}, {"Gesamt EUR", 452, 86, true},
	}
	var rows [][]string
	for i, x := range inv.Lines {
		rows = append(rows, []string{string(rune('1' + i)), x.Description, l.Number(x.Quantity), x.Unit, l.Number(x.UnitPrice), l.Number(x.Net)})
	}
	y := p.Table(356, columns, Grid{Head: bold(9), Cell: plain(9.5), Shade: pale, Row: 19, Rules: true}, rows)
	inv.totalsDE(p, l, y+18)
	inv.footDE(p)
	return p
}

func (inv Invoice) headDE(p *Page, l Locale) {
	s := inv.Seller
	p.Right(538, 60, bold(20).in(navy), s.Name)
	p.Rule(70, 538, 70, 1.5, navy)
	p.Left(70, 140, plain(6.5).in(grey), s.Name+" · "+s.Address.Lines[0]+" · "+s.town(l))
	p.Block(70, 162, 13.5, plain(10.5), inv.Buyer.envelope(l)...)
	y := 162.0
	for _, pair := range [][2]string{
		{"Rechnungsnummer", inv.Number}, {"Rechnungsdatum", l.Date(inv.IssueDate)},
		{"Lieferdatum", l.Date(inv.SupplyDate)}, {"Fällig am", l.Date(inv.DueDate)},
	} {
		p.Left(366, y, plain(9).in(grey), pair[0])
		p.Right(538, y, plain(9.5), pair[1])
		y += 14
	}
	p.Left(70, 292, bold(14), "Rechnung "+inv.Number)
	p.Block(70, 318, 14, plain(10), "Sehr geehrte Damen und Herren,", "für unsere Lieferung berechnen wir Ihnen:")
}

func (inv Invoice) totalsDE(p *Page, l Locale, y float64) {
	v := inv.VATLines[0]
	for _, pair := range [][2]string{{"Nettobetrag", v.Base}, {"zzgl. " + v.Rate + " % USt.", v.Tax}} {
		p.Left(346, y, plain(10), pair[0])
		p.Right(534, y, plain(10), l.Money(pair[1]))
		y += 16
	}
	p.Rule(346, 538, y-9, 0.8, black)
	p.Left(346, y+6, bold(11), "Rechnungsbetrag")
	p.Right(534, y+6, bold(11), l.Money(inv.Totals.Gross))
	p.Rule(346, 538, y+12, 0.8, black)
	p.Block(70, y+50, 14, plain(10), "Rechnungsbetrag "+inv.Payment.Terms+".",
		"Bitte geben Sie bei der Überweisung die Rechnungsnummer "+inv.Number+" an.")
	p.Block(70, y+96, 14, plain(10), "Vielen Dank für Ihren Auftrag.")
}

func (inv Invoice) footDE(p *Page) {
	s := inv.Seller
	p.Rule(70, 538, 756, 0.5, hair)
	small := plain(7.5).in(grey)
	p.Block(70, 769, 10, small, s.Name, s.Address.Lines[0], s.town(german), "Tel. "+s.Phone)
	p.Block(215, 769, 10, small, "IBAN "+grouped(inv.Payment.IBAN), "BIC "+inv.Payment.BIC, s.Email)
	p.Block(410, 769, 10, small, "USt-IdNr. "+s.VATID, s.Registry, s.Reg)
}
