package main

import (
	"strings"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/oned"
	"github.com/makiuchi-d/gozxing/qrcode"
	"github.com/makiuchi-d/gozxing/qrcode/decoder"

	"docpipe/testdata"
)

// codedInvoice is an invoice whose account stands in its payment code alone.
func codedInvoice() sample {
	inv := talhofInvoice("RE-2026-1107", "0")
	p, l := A4(), german
	inv.headDE(p, l)
	rows := [][]string{}
	for _, x := range inv.Lines {
		rows = append(rows, []string{x.Description, l.Number(x.Quantity), x.Unit, l.Number(x.UnitPrice), l.Number(x.Net)})
	}
	columns := []Column{
		{"Bezeichnung", 70, 230, false}, {"Menge", 300, 42, true}, {"Einheit", 346, 44, false}, {"Einzelpreis", 390, 62, true}, {"Gesamt EUR", 452, 86, true},
	}
	y := p.Table(356, columns, Grid{Head: bold(9), Cell: plain(9.5), Shade: pale, Row: 19, Rules: true}, rows)
	inv.totalsDE(p, l, y+18)
	p.Left(70, 632, plain(9).in(grey), "Bezahlen mit dem Telefon:")
	p.qr(70, 642, 82, inv.epc())
	p.Left(384, 632, plain(9).in(grey), "Für unsere Ablage:")
	p.code128(384, 646, 150, 34, inv.Number)
	inv.Seller.footWithoutBank(p)
	pdf := NewPDF()
	pdf.Draw(p, Sheet{})
	return sample{
		name: "invoice-codes",
		docs: []file{{"rechnung.pdf", pdf.Bytes("Rechnung " + inv.Number)}},
		want: testdata.Want{
			About:   "A digital German invoice with a payment code, which alone says the account, and a Code 128.",
			Doctype: "invoice", Schema: "invoice.v1", Languages: []string{"de"}, PageCount: 1,
			Status: []string{"completed", "needs_review"}, Pages: readFrom("text"), Data: raw(inv), States: foundInvoice,
		},
	}
}

// epc is the payment as the guideline EPC069-12 of the European Payments Council encodes it.
func (inv Invoice) epc() string {
	return strings.Join([]string{
		"BCD", "002", "1", "SCT", inv.Payment.BIC, inv.Seller.Name, inv.Payment.IBAN, inv.Currency + inv.Totals.Gross, "", "", inv.Payment.Reference,
	}, "\n")
}

func (s Party) footWithoutBank(p *Page) {
	p.Rule(70, 538, 756, 0.5, hair)
	small := plain(7.5).in(grey)
	p.Block(70, 769, 10, small, s.Name, s.Address.Lines[0], s.town(german), "Tel. "+s.Phone)
	p.Block(410, 769, 10, small, "USt-IdNr. "+s.VATID, s.Registry, s.Reg, s.Email)
}

// qr draws a QR code in a square.
func (p *Page) qr(x, y, side float64, text string) {
	p.modules(x, y, side, side, qrcode.NewQRCodeWriter(), gozxing.BarcodeFormat_QR_CODE, text)
}

// code128 draws a bar code, and its text below it.
func (p *Page) code128(x, y, w, h float64, text string) {
	p.modules(x, y, w, h, oned.NewCode128Writer(), gozxing.BarcodeFormat_CODE_128, text)
	p.Center(x+w/2, y+h+11, plain(9), text)
}

// modules draws the dark modules of a code, each run of a row as one box.
func (p *Page) modules(x, y, w, h float64, writer gozxing.Writer, format gozxing.BarcodeFormat, text string) {
	m, err := writer.Encode(text, format, 0, 0, map[gozxing.EncodeHintType]any{
		gozxing.EncodeHintType_ERROR_CORRECTION: decoder.ErrorCorrectionLevel_M, gozxing.EncodeHintType_MARGIN: 0, gozxing.EncodeHintType_CHARACTER_SET: "UTF-8",
	})
	if err != nil {
		panic(err) // the texts are fixed
	}
	dx, dy := w/float64(m.GetWidth()), h/float64(m.GetHeight())
	for row := range m.GetHeight() {
		for col := 0; col < m.GetWidth(); col++ {
			from := col
			for col < m.GetWidth() && m.Get(col, row) {
				col++
			}
			if col > from {
				p.Box(x+dx*float64(from), y+dy*float64(row), dx*float64(col-from), dy, black)
			}
		}
	}
}
