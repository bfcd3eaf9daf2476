package main

import (
	"image"

	"docpipe/testdata"
)

// invoiceScan is the English invoice from a careless scanner: sideways, skewed, dusty.
func invoiceScan() sample {
	inv := harbourInvoice()
	page := inv.drawEN()
	frame := &Page{W: page.H, H: page.W}
	view := skewed(sideways(page.W), 2.3, frame.W/2, frame.H/2)
	scan := scannedPage(page, frame, view, 200, 41, 4)
	pdf := NewPDF()
	pdf.Scan(frame, jpegBytes(scan, 42), scan.Rect.Dx(), scan.Rect.Dy(), true)
	return sample{
		name:  "invoice-scan",
		docs:  []file{{"scan.pdf", pdf.Bytes("Scan")}},
		words: wordsIn(page, 1, view, frame.W, frame.H),
		want: testdata.Want{
			About:   "The invoice of invoice-en as an image-only scan, turned by 90 and skewed by 2.3 degrees.",
			Doctype: "invoice", Schema: "invoice.v1", Languages: []string{"en"}, PageCount: 1,
			Status: []string{"completed", "needs_review"},
			Pages:  []testdata.WantPage{{State: "read", TextFrom: "ocr", Turn: 90}}, Data: raw(inv),
		},
	}
}

// searchableScan is the same page with the invisible text that scanner software adds.
func searchableScan() sample {
	inv := harbourInvoice()
	page := inv.drawEN()
	scan := scannedPage(page, page, upright, 200, 42, 2)
	pdf := NewPDF()
	pdf.Scan(page, jpegBytes(scan, 50), scan.Rect.Dx(), scan.Rect.Dy(), true)
	return sample{
		name:  "searchable-scan",
		docs:  []file{{"searchable.pdf", pdf.Bytes("Searchable scan")}},
		words: wordsIn(page, 1, upright, page.W, page.H),
		want: testdata.Want{
			About:   "The invoice of invoice-en as a scan under invisible text that says the same.",
			Doctype: "invoice", Schema: "invoice.v1", Languages: []string{"en"}, PageCount: 1,
			Status: []string{"completed", "needs_review"},
			Pages:  []testdata.WantPage{{State: "read"}}, Data: raw(inv),
		},
	}
}

// scannedPage draws p as seen through view into a scanner's frame, all in points, and spoils it.
func scannedPage(p, frame *Page, view View, dpi float64, seed uint64, grain int) *image.Gray {
	img := canvas(int(frame.W*dpi/72+0.5), int(frame.H*dpi/72+0.5), Ink{214, 214, 214})
	Render(img, p, then(view, scaled(dpi)), Ink{250, 250, 250})
	return scanned(grayscale(img), seed, grain)
}
