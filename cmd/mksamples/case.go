package main

import (
	"bytes"
	"encoding/json"
	"math"

	"docpipe/testdata"
)

// cases lists the samples. Each function builds one from nothing.
var cases = []func() sample{
	invoiceEN,
	invoiceDEVatWrong,
	invoiceFR,
	codedInvoice,
	invoiceScan,
	searchableScan,
	photoInvoice,
	encryptedInvoice,
	blankPage,
	brokenInvoice,
	notADocument,
	hiddenText,
	tiffTwoPages,
	receiptEXIF,
	stackOfThree,
	einvoiceXML,
	taxForm,
	statementFR,
	passport,
}

// A sample is one folder of testdata before it is written.
type sample struct {
	name  string
	docs  []file
	want  testdata.Want
	words []testdata.Word // nil: no words.json
}

// A file is a name and what stands in it.
type file struct {
	name string
	data []byte
}

// files returns everything that the folder holds.
func (s sample) files() ([]file, error) {
	files := s.docs
	for _, d := range s.docs {
		s.want.Files = append(s.want.Files, d.name)
	}
	want, err := pretty(s.want)
	if err != nil {
		return nil, err
	}
	files = append(files, file{"want.json", want})
	if s.words == nil {
		return files, nil
	}
	words, err := wordLines(s.words)
	return append(files, file{"words.json", words}), err
}

// pretty is indented JSON in which <, > and & stay readable.
func pretty(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(v)
	return b.Bytes(), err
}

// wordLines is a JSON array with a word a line.
func wordLines(words []testdata.Word) ([]byte, error) {
	b := bytes.NewBufferString("[")
	for i, w := range words {
		line, err := json.Marshal(w)
		if err != nil {
			return nil, err
		}
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
		b.Write(line)
	}
	b.WriteString("\n]\n")
	return b.Bytes(), nil
}

// raw turns the values that were printed into the data of a want.
func raw(v any) json.RawMessage {
	out, err := json.Marshal(v)
	if err != nil {
		panic(err) // structs of strings always marshal
	}
	return out
}

// readFrom is the one page of a document that was read without trouble.
func readFrom(source string) []testdata.WantPage {
	return []testdata.WantPage{{State: "read", TextFrom: source}}
}

// foundInvoice are the fields of an invoice that no reader may miss on a digital page.
var foundInvoice = map[string]string{
	"/number": "found", "/issue_date": "found", "/seller/name": "found", "/payment/iban": "found",
	"/totals/net": "found", "/totals/vat": "found", "/totals/gross": "found",
}

// A View maps a point of a page (points from the top left) into the pixels or points of the
// frame that a viewer shows.
type View func(x, y float64) (float64, float64)

// upright is the view of a digital page.
func upright(x, y float64) (float64, float64) { return x, y }

// wordsIn returns the page's words as boxes in parts of a frame of w by h, as seen through
// view. A box is the smallest upright rectangle around the turned one.
func wordsIn(p *Page, number int, view View, w, h float64) []testdata.Word {
	var out []testdata.Word
	for _, word := range p.Words() {
		out = append(out, testdata.Word{Page: number, Text: word.S,
			Box: hull(word.Ink, view, w, h), Cell: hull(word.Cell, view, w, h)})
	}
	return out
}

func hull(box [4]float64, view View, w, h float64) [4]float64 {
	out := [4]float64{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for i := range 4 {
		x, y := view(box[i&1*2], box[i>>1*2+1])
		out = union(out, [4]float64{x / w, y / h, x / w, y / h})
	}
	for i, v := range out {
		out[i] = math.Round(v*1e5) / 1e5
	}
	return out
}
