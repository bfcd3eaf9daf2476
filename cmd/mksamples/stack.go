package main

import "docpipe/testdata"

// cafeReceipt is a receipt in English.
func cafeReceipt() Receipt {
	r := Receipt{
		Merchant: Merchant{locale: english, Party: Party{Name: "The Copper Kettle Café", VATID: vatIE("5540182"), Phone: "+353 91 555 0167",
			Address: at("H91 T8KE", "Galway", "3 Weir Lane")}},
		Number: "20931", Date: "2026-10-08", Time: "13:05", Currency: "EUR",
		Items: []ReceiptItem{
			{Description: "Soup of the day", Quantity: "2", UnitPrice: "7.50", rate: "13.5"},
			{Description: "Brown bread", Quantity: "1", UnitPrice: "3.20", rate: "13.5"},
			{Description: "Sparkling water", Quantity: "2", UnitPrice: "2.95", rate: "23"},
		},
		Payments: []ReceiptPaid{{Method: "Card", Last4: "8812"}},
	}
	r.total()
	return r
}

var englishReceipt = receiptWords{
	vat: "VAT No.", number: "Receipt", total: "TOTAL", taxHead: "VAT ", card: "****", thanks: "Thank you, see you again!",
	columns: [3]string{"Rate", "Net", "VAT"},
}

// vigneDelivery is a delivery note in French.
func vigneDelivery() Delivery {
	return Delivery{
		Number: "BL-2209", Date: "2026-09-24", OrderRef: "CDE-1187", Carrier: "Messagerie du Jura",
		Sender: Party{Name: "Verrerie des Trois Fontaines", Phone: "03 84 55 01 92",
			Address: at("39600", "Arbois", "2 chemin des Forges")},
		Receiver: Party{Name: "Cave coopérative Saint-Vernier",
			Address: at("39800", "Poligny", "18 route de Dole")},
		Lines: []DeliveryLine{
			{"Bouteille bordelaise 75 cl, feuille morte", "1200", "1200", "pièce", "V26-118"},
			{"Bouchon liège naturel 44 mm", "1500", "1500", "pièce", "L26-044"},
			{"Carton six bouteilles, séparateurs", "200", "180", "pièce", "K26-207"},
		},
		Packages: "5", Weight: "712 kg",
	}
}

var frenchDelivery = deliveryWords{
	title: "Bon de livraison", to: "Adresse de livraison", number: "N° de bon", date: "Date", order: "Commande",
	carrier: "Transporteur", columns: [6]string{"N°", "Article", "Commandé", "Livré", "Unité", "Lot"},
	packages: "Colis", weight: "Poids", received: "Reçu le", signature: "Signature", page: "Page %d sur %d",
}

// stackOfThree is what comes out of a feeder: three documents in one file. The receipt's page
// is stored turned, in a crop box smaller than its sheet.
func stackOfThree() sample {
	inv, receipt, note := talhofInvoice("RE-2026-1088", "0"), cafeReceipt(), vigneDelivery()
	pdf := NewPDF()
	pdf.Draw(inv.drawDE(), Sheet{})
	pdf.Draw(receipt.draw(english, englishReceipt), Sheet{Turn: 90, Margin: 18})
	for _, p := range note.draw(french, frenchDelivery, 20) {
		pdf.Draw(p, Sheet{})
	}
	return sample{
		name: "stack",
		docs: []file{{"stack.pdf", pdf.Bytes("Stack")}},
		want: testdata.Want{
			About:   "A German invoice, an English receipt and a French delivery note in one PDF.",
			Doctype: "stack", Languages: []string{"de", "en", "fr"}, PageCount: 3,
			Status: []string{"completed", "needs_review"},
			Pages:  append(append(readFrom("text"), readFrom("text")...), readFrom("text")...),
			Parts: []testdata.WantPart{
				{Doctype: "invoice", Pages: []int{1}, Data: raw(inv)},
				{Doctype: "receipt", Pages: []int{2}, Data: raw(receipt)},
				{Doctype: "delivery_note", Pages: []int{3}, Data: raw(note)},
			},
		},
	}
}
