package redact

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"strings"

	"docpipe/pipeline"
)

// A Page is what a [Writer] writes.
type Page struct {
	JPEG          []byte // RGB or grey
	Columns, Rows int    // pixels of the image
	Grey          bool
	Width, Height float64         // points
	Turn          int             // as in [pipeline.Page]
	Words         []pipeline.Word // in the frame of the image; none for an image alone
}

// Numbers of the objects that every file has; those of pages follow.
const (
	catalog = 1 + iota
	pageTree
	font
	glyphs
	descriptor
	unicodeMap
	firstPage
)

// A Writer writes a PDF 1.7 page by page (ISO 32000-1). The same pages give the same bytes.
type Writer struct {
	w       io.Writer
	at      int64
	offsets map[int]int64
	next    int
	pages   []int
	err     error
}

// NewWriter returns a Writer to w. [Writer.Close] ends the file.
func NewWriter(w io.Writer) *Writer {
	p := &Writer{w: w, offsets: map[int]int64{}, next: firstPage}
	p.print("%%PDF-1.7\n%%\xe2\xe3\xcf\xd3\n")
	return p
}

// Page writes a page. The error is that of the writer below.
func (p *Writer) Page(page Page) error {
	space := "/DeviceRGB"
	if page.Grey {
		space = "/DeviceGray"
	}
	picture, content, leaf := p.next, p.next+1, p.next+2
	p.next += 3
	p.stream(picture, fmt.Sprintf("/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace %s /BitsPerComponent 8 /Filter /DCTDecode",
		page.Columns, page.Rows, space), page.JPEG)
	p.stream(content, "/Filter /FlateDecode", deflate(page.content()))
	p.object(leaf, fmt.Sprintf("<< /Type /Page /Parent %d 0 R /MediaBox [0 0 %.2f %.2f] /Contents %d 0 R /Resources << /XObject << /P %d 0 R >> /Font << /F %d 0 R >> >> >>",
		pageTree, page.Width, page.Height, content, picture, font))
	p.pages = append(p.pages, leaf)
	return p.err
}

// Close writes what the file ends with. It does not close the writer below.
func (p *Writer) Close() error {
	var kids strings.Builder
	for _, n := range p.pages {
		fmt.Fprintf(&kids, "%d 0 R ", n)
	}
	p.object(catalog, fmt.Sprintf("<< /Type /Catalog /Pages %d 0 R >>", pageTree))
	p.object(pageTree, fmt.Sprintf("<< /Type /Pages /Count %d /Kids [%s] >>", len(p.pages), kids.String()))
	p.font()
	start := p.at
	p.print("xref\n0 %d\n0000000000 65535 f \n", p.next)
	for n := 1; n < p.next; n++ {
		p.print("%010d 00000 n \n", p.offsets[n])
	}
	p.print("trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n", p.next, catalog, start)
	return p.err
}

func (p *Writer) object(n int, body string) {
	p.offsets[n] = p.at
	p.print("%d 0 obj\n%s\nendobj\n", n, body)
}

func (p *Writer) stream(n int, entries string, data []byte) {
	p.offsets[n] = p.at
	p.print("%d 0 obj\n<< %s /Length %d >>\nstream\n", n, entries, len(data))
	p.write(data)
	p.print("\nendstream\nendobj\n")
}

func (p *Writer) print(format string, args ...any) { p.write(fmt.Appendf(nil, format, args...)) }

func (p *Writer) write(b []byte) {
	if p.err != nil {
		return
	}
	var n int
	n, p.err = p.w.Write(b)
	p.at += int64(n)
}

func deflate(b []byte) []byte {
	var out bytes.Buffer
	z := zlib.NewWriter(&out)
	_, _ = z.Write(b) // a buffer takes everything
	_ = z.Close()
	return out.Bytes()
}
