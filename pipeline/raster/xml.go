package raster

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"

	"golang.org/x/text/encoding/htmlindex"
)

// maxDepth is how deep elements may nest; invoices need twelve.
const maxDepth = 64

// checkXML reads b to its end, strictly, so that later readers meet no surprise. Entities of a
// document type are not known and therefore an error.
func checkXML(b []byte) error {
	d := xml.NewDecoder(bytes.NewReader(b))
	d.CharsetReader = decoded
	depth := 0
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("the XML is not well-formed: %w", err)
		}
		switch t.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		}
		if depth > maxDepth {
			return fmt.Errorf("the XML nests deeper than %d elements", maxDepth)
		}
	}
}

// decoded reads XML of other encodings than UTF-8.
func decoded(label string, r io.Reader) (io.Reader, error) {
	e, err := htmlindex.Get(label)
	if err != nil {
		return nil, fmt.Errorf("encoding %q: %w", label, err)
	}
	return e.NewDecoder().Reader(r), nil
}
