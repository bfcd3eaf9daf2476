package intake

import (
	"encoding/binary"
	"errors"
	"strings"
	"testing"
	"unicode/utf16"

	"docpipe/pipeline"
)

const (
	cii = `<?xml version="1.0" encoding="UTF-8"?><!-- made by hand --><rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"/>`
	ubl = `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">`
)

func TestSniff(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ head, want string }{
		"pdf":                      {"%PDF-1.7\n", PDF},
		"pdf after junk":           {strings.Repeat("x", 1000) + "%PDF-1.4", PDF},
		"pdf header at 1024":       {strings.Repeat("x", 1024) + "%PDF-1.4", PDF},
		"zip that is a pdf":        {"PK\x03\x04" + strings.Repeat("\x00", 80) + "%PDF-1.4", PDF},
		"image that holds a pdf":   {"\xff\xd8\xff\xe0....%PDF-1.4", JPEG},
		"png":                      {"\x89PNG\r\n\x1a\n\x00", PNG},
		"tiff, little-endian":      {"II*\x00\x08\x00", TIFF},
		"tiff, big-endian":         {"MM\x00*\x00\x00", TIFF},
		"gif":                      {"GIF89a\x01\x00", GIF},
		"webp":                     {"RIFF\x24\x00\x00\x00WEBPVP8 ", WebP},
		"bmp":                      {"BM\x46\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00\x28\x00\x00\x00", BMP},
		"heic":                     {"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", HEIC},
		"heif by compatible brand": {"\x00\x00\x00\x18ftypmsf1\x00\x00\x00\x00isomheix", HEIC},
		"cii":                      {cii, XML},
		"ubl":                      {"\xef\xbb\xbf\n" + ubl, XML},
		"ubl in utf-16":            {utf16LE("\ufeff" + ubl), XML},
		"ubl in latin-1":           {`<?xml version="1.0" encoding="ISO-8859-1"?>` + ubl, XML},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := Sniff([]byte(c.head))
			if err != nil || got != c.want {
				t.Errorf("Sniff = %q, %v, want %q", got, err, c.want)
			}
		})
	}
}

func TestSniff_names_what_it_refuses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ head, says string }{
		"word":          {"PK\x03\x04\x14\x00\x06\x00\x08\x00" + strings.Repeat("\x00", 20) + "[Content_Types].xml word/document.xml", "zip"},
		"plain text":    {"Dear Sir or Madam", "text/plain"},
		"bmp in text":   {"BMW invoices of last year, all of them", "text/plain"},
		"avif":          {"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00mif1avif", "avif"},
		"big tiff":      {"II+\x00\x08\x00\x00\x00", "BigTIFF"},
		"zeros":         {strings.Repeat("\x00", 64), "zero bytes"},
		"html":          {"<!DOCTYPE html><html><body>", "HTML"},
		"svg":           {`<svg xmlns="http://www.w3.org/2000/svg">`, "SVG"},
		"other xml":     {`<Order xmlns="urn:x">`, `"Order"`},
		"other invoice": {`<Invoice xmlns="urn:mine">`, `"urn:mine"`},
		"late pdf":      {strings.Repeat("x", 1025) + "%PDF-1.4", "text/plain"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := Sniff([]byte(c.head))
			if !errors.Is(err, pipeline.ErrUnsupportedType) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("Sniff = %q, %v, want unsupported_type that says %q", got, err, c.says)
			}
		})
	}
}

func TestSniff_empty(t *testing.T) {
	t.Parallel()
	if _, err := Sniff(nil); !errors.Is(err, pipeline.ErrEmpty) {
		t.Errorf("Sniff(nil) = %v, want empty", err)
	}
}

func FuzzSniff(f *testing.F) {
	for _, s := range []string{"%PDF-1.7", cii, ubl, utf16LE(ubl), "BM", "RIFF", "\x00\x00\x00\x18ftyp", "<!DOCTYPE a [<!ENTITY b \"c\">]>"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, head []byte) {
		mediaType, err := Sniff(head)
		if (mediaType == "") == (err == nil) {
			t.Errorf("Sniff = %q, %v, want either a type or an error", mediaType, err)
		}
		if k := pipeline.KindOf(err); err != nil && k != pipeline.ErrEmpty && k != pipeline.ErrUnsupportedType {
			t.Errorf("kind = %v, want empty or unsupported_type", k)
		}
	})
}

func utf16LE(s string) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return string(b)
}
