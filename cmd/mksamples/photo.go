package main

import "docpipe/testdata"

// photoInvoice is the English invoice on a desk, photographed by hand.
func photoInvoice() sample {
	const w, h = 1800, 2400
	inv := harbourInvoice()
	page := inv.drawEN()
	view := tilted(page.W, page.H, [4][2]float64{{196, 118}, {1648, 176}, {1734, 2296}, {92, 2226}})
	img := canvas(w, h, black)
	wood(img, 51)
	shadow := &Page{W: page.W, H: page.H}
	Render(img, shadow, then(view, func(x, y float64) (float64, float64) { return x + 14, y + 18 }), Ink{38, 28, 20})
	Render(img, page, view, Ink{244, 242, 236})
	lit(img, 52, 4)
	return sample{
		name:  "photo",
		docs:  []file{{"photo.jpg", jpegBytes(img, 55)}},
		words: wordsIn(page, 1, view, w, h),
		want: testdata.Want{
			About:   "The invoice of invoice-en as a colour photograph, tilted, on a dark desk in uneven light.",
			Doctype: "invoice", Schema: "invoice.v1", Languages: []string{"en"}, PageCount: 1,
			Status: []string{"completed", "needs_review"},
			Pages:  []testdata.WantPage{{State: "read", TextFrom: "ocr"}}, Data: raw(inv),
		},
	}
}
