// Package layouttest sets pages for tests as a typewriter would.
package layouttest

import (
	"strings"

	"docpipe/pipeline"
)

// Page sets lines of text as a typewriter would: one character is 6 points wide, a line 12 high.
// Two and more spaces make a gap.
func Page(lines ...string) *pipeline.Page {
	const width, height, char, step = 600.0, 800.0, 6.0, 14.0
	p := &pipeline.Page{Number: 1, State: pipeline.PageRead, TextFrom: pipeline.TextFromLayer, Width: width, Height: height, Unit: "pt"}
	for n, line := range lines {
		x, top := 0, 20+float64(n)*step
		for word := range strings.SplitSeq(line, " ") {
			letters := len([]rune(word))
			if letters > 0 {
				p.Words = append(p.Words, pipeline.Word{Text: word, Confidence: 1, Source: pipeline.SourceText, Line: n,
					Box: pipeline.Box{(30 + float64(x)*char) / width, top / height, (30 + float64(x+letters)*char) / width, (top + 12) / height}})
			}
			x += letters + 1
		}
	}
	return p
}

// Document is pages in their order, numbered from 1.
func Document(pages ...*pipeline.Page) *pipeline.Document {
	d := &pipeline.Document{Settings: pipeline.Settings{Schema: "invoice"}, Pages: pages}
	for i, p := range pages {
		p.Number, p.Index = i+1, i
	}
	return d
}

// InvoicePage is an ordinary invoice.
func InvoicePage() *pipeline.Page {
	return Page(
		"Nordwind Handels GmbH",
		"Hafenweg 3",
		"20457 Hamburg",
		"",
		"Bill to:                                        Invoice No:    NW-2026-0042",
		"Karla Bergmann                                  Invoice date:  2 May 2026",
		"Lindenallee 8                                   Due date:      16 May 2026",
		"50668 Köln",
		"",
		"INVOICE",
		"",
		"Description               Quantity     Unit price     VAT %        Amount",
		"Desk lamp                        2          49.50        19         99.00",
		"with a long arm",
		"Screws, box of 100               4           2.50        19         10.00",
		"",
		"                                        Subtotal                   109.00 EUR",
		"                                        VAT 19%                     20.71 EUR",
		"                                        Total                      129.71 EUR",
		"",
		"IBAN: DE89 3704 0044 0532 0130 00   BIC: COBADEFFXXX",
		"VAT ID: DE136695976",
	)
}

// Recognised makes a page one that was read by recognition.
func Recognised(p *pipeline.Page) *pipeline.Page {
	p.TextFrom = pipeline.TextFromOCR
	for i := range p.Words {
		p.Words[i].Source, p.Words[i].Confidence = pipeline.SourceOCR, 0.95
	}
	return p
}

// SlipPage is as narrow as a till's paper.
func SlipPage(lines ...string) *pipeline.Page {
	p := Page(lines...)
	for i := range p.Words {
		p.Words[i].Box[0], p.Words[i].Box[2] = p.Words[i].Box[0]*2, p.Words[i].Box[2]*2
	}
	p.Width /= 2
	return p
}
