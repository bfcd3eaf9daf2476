package main

import "docpipe/testdata"

var wine = Ink{120, 24, 48}

func papeterieInvoice() Invoice {
	seller, buyer := siren("81437205"), siren("50219846")
	inv := Invoice{
		Number: "F2026-00358", IssueDate: "2026-09-28", DueDate: "2026-10-28", Currency: "EUR", OrderRef: "CDE-7741",
		Seller: Party{Name: "Papeterie du Vieux Lavoir SARL", VATID: vatFR(seller), Reg: seller,
			Address: at("25000", "Besançon", "7 rue des Tanneurs"),
			Email:   "contact@vieux-lavoir.example", Phone: "03 55 50 14 28", Slogan: "Papier, reliure et façonnage"},
		Buyer: Party{Name: "Librairie Le Héron Cendré", VATID: vatFR(buyer),
			Address: at("39100", "Dole", "31 quai Vauban", "Bâtiment C")},
		Lines: []Line{
			{Description: "Carnets cousus A5, papier ivoire", Quantity: "120", Unit: "pièce", UnitPrice: "6.40", VATRate: "20"},
			{Description: "Enveloppes kraft C5, boîte de 500", Quantity: "8", Unit: "boîte", UnitPrice: "27.90", VATRate: "20"},
			{Description: "Guide de la reliure à la française", Quantity: "25", Unit: "pièce", UnitPrice: "11.60", VATRate: "5.5"},
		},
		Payment: Payment{IBAN: iban("FR", "9999500001A2Z4410278B35"), BIC: "DPEXFRPP", Reference: "F2026-00358",
			Terms: "30 jours date de facture"},
	}
	inv.total("0")
	return inv
}

func invoiceFR() sample {
	inv := papeterieInvoice()
	pdf := NewPDF()
	pdf.Draw(inv.drawFR(), Sheet{})
	return sample{
		name: "invoice-fr",
		docs: []file{{"facture.pdf", pdf.Bytes("Facture " + inv.Number)}},
		want: testdata.Want{
			About:   "A digital French invoice with two VAT rates, amounts in the French way.",
			Doctype: "invoice", Schema: "invoice.v1", Languages: []string{"fr"}, PageCount: 1,
			Status: []string{"completed"}, Pages: readFrom("text"), Data: raw(inv), States: foundInvoice,
		},
	}
}

// drawFR sets the invoice with a framed table and the legal notices that French ones carry.
func (inv Invoice) drawFR() *Page {
	p, l := A4(), french
	inv.headFR(p, l)
	columns := []Column{
		{"Désignation", 45, 205, false}, {"Qté", 250, 40, true}, {"Unité", 290, 46, false},
		{"P.U. HT", 336, 60, true}, {"TVA %", 396, 50, true}, {"Montant HT", 446, 104, true},
	}
	var rows [][]string
	for _, x := range inv.Lines {
		rows = append(rows, []string{x.Description, l.Number(x.Quantity), x.Unit, l.Number(x.UnitPrice), l.Number(x.VATRate), l.Number(x.Net)})
	}
	y := p.Table(310, columns, Grid{Head: bold(9), Cell: plain(9.5), Shade: pale, Row: 21, Frames: true}, rows)
	inv.totalsFR(p, l, y+20)
	inv.footFR(p)
	return p
}

func (inv Invoice) headFR(p *Page, l Locale) {
	s := inv.Seller
	p.Left(45, 58, bold(16).in(wine), s.Name)
	p.Left(45, 72, plain(9).in(grey), s.Slogan)
	p.Block(45, 90, 12, plain(9), s.Address.Lines[0], s.town(l), "Tél. "+s.Phone, s.Email)
	p.Box(330, 38, 220, 30, wine)
	p.Left(342, 58, bold(13).in(white), "FACTURE N° "+inv.Number)
	y := 88.0
	for _, pair := range [][2]string{
		{"Date de facture", l.Date(inv.IssueDate)}, {"Date d'échéance", l.Date(inv.DueDate)}, {"Votre commande", inv.OrderRef},
	} {
		p.Left(342, y, plain(9.5).in(grey), pair[0])
		p.Right(546, y, plain(9.5), pair[1])
		y += 15
	}
	p.Frame(300, 168, 250, 96, 0.6, hair)
	p.Left(310, 184, bold(8.5).in(grey), "Facturé à")
	y = p.Block(310, 200, 13.5, plain(10), inv.Buyer.envelope(l)...)
	p.Left(310, y, plain(9), "TVA "+inv.Buyer.VATID)
}

func (inv Invoice) totalsFR(p *Page, l Locale, y float64) {
	columns := []Column{{"Taux", 45, 50, true}, {"Base HT", 95, 80, true}, {"Montant TVA", 175, 85, true}}
	var rows [][]string
	for _, v := range inv.VATLines {
		rows = append(rows, []string{l.Number(v.Rate) + " %", l.Number(v.Base), l.Number(v.Tax)})
	}
	p.Table(y, columns, Grid{Head: bold(8.5), Cell: plain(9), Shade: pale, Row: 18, Frames: true}, rows)
	y += 13
	for _, pair := range [][2]string{{"Total HT", inv.Totals.Net}, {"Total TVA", inv.Totals.VAT}, {"Total TTC", inv.Totals.Gross}} {
		p.Left(356, y, plain(10), pair[0])
		p.Right(546, y, plain(10), l.Money(pair[1]))
		y += 17
	}
	p.Box(350, y-5, 200, 22, wine)
	p.Left(356, y+10, bold(11).in(white), "Net à payer")
	p.Right(546, y+10, bold(11).in(white), l.Money(inv.Totals.Due))
}

func (inv Invoice) footFR(p *Page) {
	y := 590.0
	for _, pair := range [][2]string{
		{"Conditions de règlement", inv.Payment.Terms}, {"IBAN", grouped(inv.Payment.IBAN)},
		{"BIC", inv.Payment.BIC}, {"Référence à rappeler", inv.Payment.Reference},
	} {
		p.Left(45, y, plain(9).in(grey), pair[0])
		p.Left(160, y, plain(9), pair[1])
		y += 14
	}
	small := plain(7.5).in(grey)
	p.Block(45, 690, 10, small,
		"En cas de retard de paiement : pénalités au taux de trois fois l'intérêt légal et indemnité forfaitaire de 40 € pour frais",
		"de recouvrement. Pas d'escompte pour paiement anticipé.")
	p.Rule(45, 550, 776, 0.5, hair)
	s := inv.Seller
	p.Center(p.W/2, 790, small, s.Name+" — SIREN "+s.Reg+" — TVA intracommunautaire "+s.VATID)
}
