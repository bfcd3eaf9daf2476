package main

import (
	"archive/zip"
	"bytes"

	"docpipe/testdata"
)

// encryptedInvoice is a German invoice that opens with the password "docpipe" only.
func encryptedInvoice() sample {
	inv := talhofInvoice("RE-2026-1077", "0")
	pdf := NewPDF()
	pdf.lock = newLock("docpipe", 61)
	pdf.Draw(inv.drawDE(), Sheet{})
	return sample{
		name: "encrypted",
		docs: []file{{"encrypted.pdf", pdf.Bytes("Rechnung " + inv.Number)}},
		want: testdata.Want{
			About:    "A German invoice in a PDF that a password protects (AES-256).",
			Password: "docpipe", NoPassword: "encrypted", Wrong: "password_wrong",
			Doctype: "invoice", Schema: "invoice.v1", Languages: []string{"de"}, PageCount: 1,
			Status: []string{"completed"}, Pages: readFrom("text"), Data: raw(inv), States: foundInvoice,
		},
	}
}

// blankPage is a sheet that somebody scanned the wrong side of, without the noise.
func blankPage() sample {
	pdf := NewPDF()
	pdf.Draw(A4(), Sheet{})
	return sample{
		name: "blank",
		docs: []file{{"blank.pdf", pdf.Bytes("Blank")}},
		want: testdata.Want{
			About:     "One page with nothing on it: nothing may be read, and that must be said.",
			PageCount: 1, Status: []string{"needs_review", "partial"},
			Pages: []testdata.WantPage{{State: "blank"}},
		},
	}
}

// brokenInvoice ends in the middle of its file, as after a lost connection.
func brokenInvoice() sample {
	inv := papeterieInvoice()
	pdf := NewPDF()
	pdf.Draw(inv.drawFR(), Sheet{})
	whole := pdf.Bytes("Facture " + inv.Number)
	return sample{
		name: "broken",
		docs: []file{{"broken.pdf", whole[:len(whole)/2]}},
		want: testdata.Want{
			About:  "The first half of a PDF file, without its list of objects: an error and no empty success.",
			Status: []string{"failed"}, Error: "damaged",
		},
	}
}

// notADocument is a ZIP archive that calls itself a PDF.
func notADocument() sample {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("readme.txt") // no time stamp: the same bytes every day
	if err == nil {
		_, err = w.Write([]byte("This is an archive and not a document.\n"))
	}
	if err != nil || z.Close() != nil {
		panic("an archive in memory cannot fail")
	}
	return sample{
		name: "not-a-document",
		docs: []file{{"order.pdf", b.Bytes()}},
		want: testdata.Want{
			About:  "A ZIP archive under the name of a PDF: refused, and told what it is.",
			Status: []string{"failed"}, Error: "unsupported_type",
		},
	}
}
