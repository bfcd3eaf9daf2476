package main

import (
	"fmt"

	"docpipe/testdata"
)

var germanDelivery = deliveryWords{
	title: "Lieferschein", to: "Lieferanschrift", number: "Lieferschein-Nr.", date: "Datum", order: "Ihre Bestellung",
	carrier: "Spedition", columns: [6]string{"Pos.", "Artikel", "Bestellt", "Geliefert", "Einheit", "Charge"},
	packages: "Packstücke", weight: "Gewicht", received: "Ware erhalten am", signature: "Unterschrift", page: "Seite %d von %d",
}

// schraubenDelivery is a note of 26 rows, so it takes two pages; two rows came short.
func schraubenDelivery() Delivery {
	n := Delivery{
		Number: "LS-40772", Date: "2026-10-06", OrderRef: "B-2026-311", Carrier: "Kurier Leinetal",
		Sender: Party{Name: "Eisenwaren Grünfeld KG", Phone: "+49 511 5550 62",
			Address: at("30159", "Hannover", "Werkstraße 4")},
		Receiver: Party{Name: "Tischlerei Voß & Partner",
			Address: at("37073", "Göttingen", "Am Sägewerk 19")},
		Packages: "3", Weight: "84,6 kg",
	}
	kinds := []string{"Senkkopfschraube", "Sechskantmutter", "Unterlegscheibe", "Möbelverbinder", "Schloßschraube"}
	sizes := []string{"M5 x 40", "M6 x 60", "M8 x 80", "M4 x 25", "M10 x 100", "M12 x 120"}
	for i := range 26 {
		ordered := 50 + 25*(i*7%9)
		delivered := ordered
		if i == 8 || i == 21 {
			delivered -= 25
		}
		n.Lines = append(n.Lines, DeliveryLine{
			Item: kinds[i%len(kinds)] + " " + sizes[i%len(sizes)], Ordered: fmt.Sprint(ordered),
			Delivered: fmt.Sprint(delivered), Unit: "Stk", Batch: fmt.Sprintf("C%d", 61040+37*i),
		})
	}
	return n
}

// tiffTwoPages is the German delivery note as a fax-like multi-page scan.
func tiffTwoPages() sample {
	note := schraubenDelivery()
	var images []tiffPage
	for i, p := range note.draw(german, germanDelivery, 16) {
		view := skewed(upright, 0.4, p.W/2, p.H/2)
		scan := scannedPage(p, p, view, 200, uint64(71+i), 2)
		images = append(images, tiffPage{jpegBytes(scan, 45), scan.Rect.Dx(), scan.Rect.Dy(), 200})
	}
	return sample{
		name: "tiff-two-pages",
		docs: []file{{"lieferschein.tif", tiff(images)}},
		want: testdata.Want{
			About:   "A German delivery note of two pages in one TIFF file, JPEG inside.",
			Doctype: "delivery_note", Schema: "delivery_note.v1", Languages: []string{"de"}, PageCount: 2,
			Status: []string{"completed", "needs_review"}, Data: raw(note),
			Pages: append(readFrom("ocr"), readFrom("ocr")...),
		},
	}
}
