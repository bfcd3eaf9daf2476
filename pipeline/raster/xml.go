package raster

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"

	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
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

// plainXML returns b in UTF-8 when it is UTF-16, told by a mark or by the zero byte beside the
// first '<' (XML 1.0, appendix F): readers of XML take an encoding from a declaration that they
// can already read. The declaration goes, since it would not be true any more.
func plainXML(b []byte) ([]byte, error) {
	order, mark := unicode.BigEndian, unicode.UseBOM
	switch {
	case bytes.HasPrefix(b, []byte("\xfe\xff")), bytes.HasPrefix(b, []byte("\xff\xfe")):
	case bytes.HasPrefix(b, []byte("\x00<")):
		mark = unicode.IgnoreBOM
	case bytes.HasPrefix(b, []byte("<\x00")):
		order, mark = unicode.LittleEndian, unicode.IgnoreBOM
	default:
		return b, nil
	}
	text, err := unicode.UTF16(order, mark).NewDecoder().Bytes(b)
	if err != nil {
		return nil, fmt.Errorf("the XML is not UTF-16 throughout: %w", err)
	}
	text = bytes.TrimSpace(text)
	if bytes.HasPrefix(text, []byte("<?xml")) {
		_, text, _ = bytes.Cut(text, []byte("?>"))
	}
	return text, nil
}

// decoded reads XML of other encodings than UTF-8.
func decoded(label string, r io.Reader) (io.Reader, error) {
	e, err := htmlindex.Get(label)
	if err != nil {
		return nil, fmt.Errorf("encoding %q: %w", label, err)
	}
	return e.NewDecoder().Reader(r), nil
}
