package main

import "docpipe/testdata"

// gartenReceipt is a German till receipt with both VAT rates.
func gartenReceipt() Receipt {
	r := Receipt{
		Merchant: Merchant{locale: german, Party: Party{Name: "Gartenmarkt Sonnenwinkel", VATID: vatDE("18273645"), Phone: "07071 555 0138",
			Address: at("72070", "Tübingen", "Lindenallee 23")}},
		Number: "004719", Date: "2026-10-17", Time: "14:32", Currency: "EUR",
		Items: []ReceiptItem{
			{Description: "Lavendel Topf 12 cm", Quantity: "3", UnitPrice: "4.99", rate: "7"},
			{Description: "Tomatenerde 20 l", Quantity: "1", UnitPrice: "7.49", rate: "19"},
			{Description: "Gießkanne grün 5 l", Quantity: "1", UnitPrice: "12.95", rate: "19"},
			{Description: "Salatsetzlinge 6er", Quantity: "2", UnitPrice: "2.79", rate: "7"},
		},
		Payments: []ReceiptPaid{{Method: "Girocard", Last4: "4417"}},
	}
	r.total()
	return r
}

var germanReceipt = receiptWords{
	vat: "USt-IdNr.", number: "Bon", total: "SUMME", taxHead: "MwSt ", card: "****", thanks: "Vielen Dank für Ihren Einkauf!",
	columns: [3]string{"Steuer", "Netto", "MwSt"},
}

// receiptEXIF is the German receipt as a phone stores it: pixels sideways, and a note to turn
// them clockwise.
func receiptEXIF() sample {
	const dpi = 240
	r := gartenReceipt()
	page := r.draw(german, germanReceipt)
	frame := &Page{W: page.H, H: page.W}
	scan := scannedPage(page, frame, sideways(page.W), dpi, 81, 3)
	return sample{
		name:  "receipt-exif",
		docs:  []file{{"kassenbon.jpg", withOrientation(jpegBytes(scan, 55), 6)}},
		words: wordsIn(page, 1, upright, page.W, page.H),
		want: testdata.Want{
			About:   "A German receipt whose pixels lie sideways; the EXIF orientation says how to turn them.",
			Doctype: "receipt", Schema: "receipt.v1", Languages: []string{"de"}, PageCount: 1,
			Status: []string{"completed", "needs_review"}, Pages: readFrom("ocr"), Data: raw(r),
		},
	}
}
