package intake

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf16"
)

// roots are the first elements of the e-invoice formats, with what their namespace begins.
var roots = map[string]string{
	"CrossIndustryInvoice":  "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:",
	"CrossIndustryDocument": "urn:ferd:CrossIndustryDocument:",
	"Invoice":               "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2",
	"CreditNote":            "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2",
}

// xmlText returns head as UTF-8 without a byte order mark, and whether it begins like XML.
func xmlText(head []byte) ([]byte, bool) {
	head = utf8Text(head)
	head = bytes.TrimLeft(head, " \t\r\n")
	return head, len(head) > 1 && head[0] == '<' && (head[1] == '?' || head[1] == '!' || isNameStart(head[1]))
}

func isNameStart(c byte) bool {
	return c == '_' || c >= 0x80 || 'a' <= c|0x20 && c|0x20 <= 'z'
}

// utf8Text undoes UTF-16, told by a mark or by the zero byte beside the first '<' (XML 1.0,
// appendix F), and drops the mark of UTF-8.
func utf8Text(head []byte) []byte {
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		return head[3:]
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		return fromUTF16(head[2:], binary.LittleEndian)
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		return fromUTF16(head[2:], binary.BigEndian)
	case bytes.HasPrefix(head, []byte("<\x00")):
		return fromUTF16(head, binary.LittleEndian)
	case bytes.HasPrefix(head, []byte("\x00<")):
		return fromUTF16(head, binary.BigEndian)
	}
	return head
}

func fromUTF16(b []byte, order binary.ByteOrder) []byte {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = order.Uint16(b[2*i:])
	}
	return []byte(string(utf16.Decode(units)))
}

// sniffXML finds the root element of text and takes it when it is that of an e-invoice.
func sniffXML(text []byte) (string, error) {
	root, err := rootElement(text)
	if err != nil {
		return "", refuse(markup(text))
	}
	if space, known := roots[root.Local]; known && strings.HasPrefix(root.Space, space) {
		return XML, nil
	}
	if strings.EqualFold(root.Local, "html") || root.Local == "svg" {
		return "", refuse(strings.ToUpper(root.Local))
	}
	return "", refuse(fmt.Sprintf("XML with the root element %q of the namespace %q", clip(root.Local), clip(root.Space)))
}

func rootElement(text []byte) (xml.Name, error) {
	d := xml.NewDecoder(bytes.NewReader(text))
	// Names of elements are ASCII in every format that is taken, so the letters of other
	// encodings need no care here.
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	d.Strict = false
	for {
		t, err := d.Token()
		if err != nil {
			return xml.Name{}, err
		}
		if e, ok := t.(xml.StartElement); ok {
			return e.Name, nil
		}
	}
}

// markup names text that begins like XML and has no root element in sight.
func markup(text []byte) string {
	lower := bytes.ToLower(text[:min(len(text), 256)])
	if bytes.Contains(lower, []byte("<html")) || bytes.Contains(lower, []byte("<!doctype html")) {
		return "HTML"
	}
	return "XML without a root element in its first 4 KiB"
}

// clip keeps a stranger's name short enough for an error text.
func clip(s string) string {
	r := slices.DeleteFunc([]rune(s), func(r rune) bool { return r < ' ' })
	if len(r) > 80 {
		return string(r[:80]) + "…"
	}
	return string(r)
}
