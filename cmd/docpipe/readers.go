package main

import (
	"time"

	"docpipe/extractors"
	"docpipe/extractors/barcode"
	"docpipe/extractors/einvoice"
	"docpipe/extractors/form"
	"docpipe/extractors/local"
	"docpipe/extractors/mark"
	"docpipe/extractors/mrz"
)

// readers are the field readers of the route, in the order in which they are heard.
func readers(xml *einvoice.Reader, zones *mrz.Reader, words *local.Reader) []extractors.Named {
	return []extractors.Named{
		{Name: "einvoice", Extractor: xml},
		{Name: "form", Extractor: form.Reader{}},
		{Name: "barcode", Extractor: barcode.New(time.Now)},
		{Name: "mrz", Extractor: zones},
		{Name: "mark", Extractor: mark.Reader{}},
		{Name: "local", Extractor: words, Local: true},
	}
}

// readerNames are those that --no-readers can leave out.
func readerNames() []string {
	var names []string
	for _, r := range readers(nil, nil, nil) {
		names = append(names, r.Name)
	}
	return names
}
