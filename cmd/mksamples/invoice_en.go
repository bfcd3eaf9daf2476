package main

import (
	"strings"

	"docpipe/testdata"
)

var teal = Ink{0, 92, 104}

// harbourInvoice is the invoice that the English samples share: digital, scanned, searchable,
// photographed.
func harbourInvoice() Invoice {
	inv := Invoice{
		Number: "HL-2026-0417", IssueDate: "2026-10-14", DueDate: "2026-11-13", SupplyDate: "2026-10-09",
		Currency: "EUR", OrderRef: "PO-88213",
		Seller: Party{Name: "Harbour Light Supplies Ltd", VATID: vatIE("3628491"), Reg: "714902",
			Address: at("D02 XK47", "Dublin", "14 Lantern Quay"),
			Email:   "accounts@harbourlight.example", Phone: "+353 1 555 0142",
			Slogan: "Lighting and wiring for workshops"},
		Buyer: Party{Name: "Ballymore Print Works Ltd", VATID: vatIE("9174305"),
			Address: at("T12 P8RW", "Cork", "Unit 6, Kiln Road")},
		Lines: []Line{
			{Description: "LED panel 60 x 60 cm, 4000 K", Quantity: "24", Unit: "pcs", UnitPrice: "38.50", VATRate: "23"},
			{Description: "Cable tray, galvanised, 3 m length", Quantity: "15", Unit: "pcs", UnitPrice: "21.90", VATRate: "23"},
			{Description: "Emergency exit sign with battery", Quantity: "6", Unit: "pcs", UnitPrice: "64.25", VATRate: "23"},
			{Description: "Installation by certified electrician", Quantity: "11.5", Unit: "h", UnitPrice: "58.00", VATRate: "13.5"},
		},
		Payment: Payment{IBAN: iban("IE", "DPEX90001754328106"), BIC: "DPEXIE2D", Reference: "HL-2026-0417",
			Terms: "30 days net"},
	}
	inv.Seller.Address.Country = "IE" // the only one that is printed
	inv.total("0")
	return inv
}

func invoiceEN() sample {
	inv := harbourInvoice()
	page := inv.drawEN()
	pdf := NewPDF()
	pdf.Draw(page, Sheet{})
	return sample{
		name:  "invoice-en",
		docs:  []file{{"invoice-en.pdf", pdf.Bytes("Invoice " + inv.Number)}},
		words: wordsIn(page, 1, upright, page.W, page.H),
		want: testdata.Want{
			About:   "A digital invoice in English with two VAT rates and no mistakes.",
			Doctype: "invoice", Schema: "invoice.v1", Languages: []string{"en"}, PageCount: 1,
			Status: []string{"completed"}, Pages: readFrom("text"), Data: raw(inv), States: foundInvoice,
		},
	}
}

// drawEN sets the invoice with a coloured letterhead and the totals at the right.
func (inv Invoice) drawEN() *Page {
	p, l := A4(), english
	inv.headEN(p, l)
	columns := []Column{
		{"Description", 48, 206, false}, {"Qty", 254, 42, true}, {"Unit", 300, 36, false},
		{"Unit price", 336, 66, true}, {"VAT %", 402, 48, true}, {"Net amount", 450, 97, true},
	}
	var rows [][]string
	for _, x := range inv.Lines {
		rows = append(rows, []string{x.Description, l.Number(x.Quantity), x.Unit, l.Number(x.UnitPrice), l.Number(x.VATRate), l.Number(x.Net)})
	}
	y := p.Table(318, columns, Grid{Head: bold(9).in(white), Cell: plain(9.5), Shade: teal, Row: 20, Rules: true}, rows)
	y = inv.totalsEN(p, l, y+16)
	inv.footEN(p, y+34)
	return p
}

func (inv Invoice) headEN(p *Page, l Locale) {
	p.Box(0, 0, p.W, 10, teal)
	p.Box(48, 40, 26, 26, teal)
	p.Box(55, 47, 12, 12, white)
	p.Left(84, 56, bold(17).in(teal), inv.Seller.Name)
	p.Left(84, 68, plain(9).in(grey), inv.Seller.Slogan)
	s := inv.Seller
	y := 44.0
	for _, line := range []string{s.Address.Lines[0], s.town(l), "Ireland", s.Phone, s.Email, "VAT No. " + s.VATID, "Company No. " + s.Reg} {
		p.Right(547, y, plain(8.5), line)
		y += 12
	}
	p.Left(48, 168, bold(22), "INVOICE")
	p.Left(48, 196, bold(9).in(grey), "Bill to")
	y = p.Block(48, 211, 15, plain(10), inv.Buyer.envelope(l)...)
	p.Left(48, y, plain(10), "VAT No. "+inv.Buyer.VATID)
	y = 196
	for _, pair := range [][2]string{
		{"Invoice number", inv.Number}, {"Invoice date", l.Date(inv.IssueDate)}, {"Date of supply", l.Date(inv.SupplyDate)},
		{"Due date", l.Date(inv.DueDate)}, {"Your order", inv.OrderRef}, {"Currency", inv.Currency},
	} {
		p.Left(336, y, plain(9.5).in(grey), pair[0])
		p.Right(547, y, bold(9.5), pair[1])
		y += 15
	}
}

func (inv Invoice) totalsEN(p *Page, l Locale, y float64) float64 {
	top := y
	p.Left(48, y+8, bold(9).in(grey), "VAT summary")
	y += 24
	for _, v := range inv.VATLines {
		p.Left(48, y, plain(9), v.Rate+"% on "+l.Number(v.Base))
		p.Right(230, y, plain(9), l.Number(v.Tax))
		y += 16
	}
	y = top + 8
	for _, pair := range [][2]string{{"Net total", inv.Totals.Net}, {"Total VAT", inv.Totals.VAT}, {"Total including VAT", inv.Totals.Gross}} {
		p.Left(336, y, plain(10), pair[0])
		p.Right(543, y, plain(10), l.Money(pair[1]))
		y += 16
	}
	p.Box(330, y-6, 217, 22, pale)
	p.Left(336, y+9, bold(11), "Amount due")
	p.Right(543, y+9, bold(11), l.Money(inv.Totals.Due))
	return y + 24
}

func (inv Invoice) footEN(p *Page, y float64) {
	p.Left(48, y, bold(9).in(grey), "How to pay")
	y += 15
	for _, pair := range [][2]string{
		{"IBAN", grouped(inv.Payment.IBAN)}, {"BIC", inv.Payment.BIC},
		{"Reference", inv.Payment.Reference}, {"Payment terms", inv.Payment.Terms},
	} {
		p.Left(48, y, plain(9.5).in(grey), pair[0])
		p.Left(132, y, plain(9.5), pair[1])
		y += 14
	}
	p.Rule(48, 547, 780, 0.5, hair)
	note := "Goods remain the property of " + inv.Seller.Name + " until they are paid for."
	p.Center(p.W/2, 794, plain(8).in(grey), strings.TrimSpace(note))
}
