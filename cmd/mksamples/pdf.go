package main

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"strings"
)

// A PDF collects objects and writes them as one file (ISO 32000-1). Object 1 is the
// catalogue, object 2 the page tree; everything else is added as it is needed.
type PDF struct {
	objects []string // complete bodies; nil-length ones are reserved
	kids    []int
	faces   []*embedded
	catalog string // extra entries of the catalogue
	lock    *lock  // nil: not encrypted
}

// NewPDF returns an empty file.
func NewPDF() *PDF { return &PDF{objects: make([]string, 2)} }

// add appends an object and returns its number.
func (f *PDF) add(body string) int {
	f.objects = append(f.objects, body)
	return len(f.objects)
}

// stream appends a stream object, deflated unless dict names a filter already.
func (f *PDF) stream(dict string, data []byte) int {
	if !strings.Contains(dict, "/Filter") {
		data = deflate(data)
		dict += " /Filter /FlateDecode"
	}
	if f.lock != nil {
		data = f.lock.seal(data)
	}
	return f.add(fmt.Sprintf("<< %s /Length %d >>\nstream\n%s\nendstream", strings.TrimSpace(dict), len(data), data))
}

// text returns s as a PDF string: PDFDocEncoding where it fits ASCII, UTF-16 else.
func (f *PDF) text(s string) string {
	raw := []byte(s)
	if !ascii(s) {
		raw = bom16(s)
	}
	if f.lock != nil {
		raw = f.lock.seal(raw)
	}
	return fmt.Sprintf("<%X>", raw)
}

// A Sheet is how a page stands in the file: its viewer frame is the page turned clockwise.
type Sheet struct {
	Turn   int     // /Rotate
	Margin float64 // white points around the crop box, that no viewer shows
	Extra  string  // more entries of the page dictionary
}

// Draw appends p as a page of text and vector marks.
func (f *PDF) Draw(p *Page, s Sheet) { f.page(p, s, f.content(p, 0), "") }

// Scan appends a page that one JPEG covers, with invisible text over it where p has any.
func (f *PDF) Scan(p *Page, jpeg []byte, w, h int, gray bool) {
	space := "/DeviceRGB"
	if gray {
		space = "/DeviceGray"
	}
	image := f.stream(fmt.Sprintf("/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace %s /BitsPerComponent 8 /Filter /DCTDecode", w, h, space), jpeg)
	content := fmt.Sprintf("q %s 0 0 %s 0 0 cm /Im0 Do Q\n", num(p.W), num(p.H))
	f.page(p, Sheet{}, content+f.content(p, 3), fmt.Sprintf("/XObject << /Im0 %d 0 R >>", image))
}

// page appends the page object. A turned sheet is stored so that /Rotate brings it upright.
func (f *PDF) page(p *Page, s Sheet, content, resources string) {
	w, h, place := p.W, p.H, fmt.Sprintf("1 0 0 1 %s %s cm\n", num(s.Margin), num(s.Margin))
	if s.Turn == 90 {
		w, h = p.H, p.W
		place = fmt.Sprintf("0 1 -1 0 %s %s cm\n", num(p.H+s.Margin), num(s.Margin))
	}
	body := f.stream("", []byte(place+content))
	box := fmt.Sprintf("/MediaBox [0 0 %s %s]", num(w+2*s.Margin), num(h+2*s.Margin))
	if s.Margin > 0 {
		box += fmt.Sprintf(" /CropBox [%s %s %s %s]", num(s.Margin), num(s.Margin), num(w+s.Margin), num(h+s.Margin))
	}
	if s.Turn != 0 {
		box += fmt.Sprintf(" /Rotate %d", s.Turn)
	}
	f.kids = append(f.kids, f.add(fmt.Sprintf("<< /Type /Page /Parent 2 0 R %s /Resources << /Font << %s>> %s >> /Contents %d 0 R %s >>",
		box, f.fontNames(), resources, body, s.Extra)))
}

// content returns the operators that paint p with the given text rendering mode; fills are
// painted only in mode 0, because under an image nobody needs them.
func (f *PDF) content(p *Page, mode int) string {
	var b strings.Builder
	for _, r := range p.Fills {
		if mode == 0 {
			fmt.Fprintf(&b, "%s rg %s %s %s %s re f\n", r.Ink, num(r.X), num(p.H-r.Y-r.H), num(r.W), num(r.H))
		}
	}
	for _, t := range p.Texts {
		name, hex := f.use(t)
		fmt.Fprintf(&b, "BT %d Tr %s %s Tf %s rg 1 0 0 1 %s %s Tm <%s> Tj ET\n",
			mode, name, num(t.Size), t.Ink, num(t.X), num(p.H-t.Y), hex)
	}
	return b.String()
}

// String returns the ink as operands of rg.
func (i Ink) String() string {
	return num(float64(i.R)/255) + " " + num(float64(i.G)/255) + " " + num(float64(i.B)/255)
}

// Bytes writes the file: fonts, catalogue, page tree, cross-reference table, trailer.
func (f *PDF) Bytes(title string) []byte {
	f.embedFonts()
	var kids strings.Builder
	for _, k := range f.kids {
		fmt.Fprintf(&kids, "%d 0 R ", k)
	}
	f.objects[0] = "<< /Type /Catalog /Pages 2 0 R " + f.catalog + " >>"
	f.objects[1] = fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", strings.TrimSpace(kids.String()), len(f.kids))
	info := f.add("<< /Title " + f.text(title) + " /Producer " + f.text("mksamples") + " >>")
	trailer := fmt.Sprintf("/Root 1 0 R /Info %d 0 R /ID [<%032X> <%032X>]", info, len(title), len(title))
	if f.lock != nil {
		trailer += fmt.Sprintf(" /Encrypt %d 0 R", f.add(f.lock.dict()))
	}
	return f.write(trailer)
}

func (f *PDF) write(trailer string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	offsets := make([]int, len(f.objects))
	for i, body := range f.objects {
		offsets[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, body)
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(f.objects)+1)
	for _, at := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n", len(f.objects)+1, trailer, xref)
	return b.Bytes()
}

// num prints a coordinate: a hundredth of a point is finer than any eye.
func num(v float64) string {
	s := strings.TrimRight(strings.TrimRight(fmt.Sprintf("%.3f", v), "0"), ".")
	if s == "-0" {
		return "0"
	}
	return s
}

func deflate(data []byte) []byte {
	var b bytes.Buffer
	w, _ := zlib.NewWriterLevel(&b, zlib.BestCompression) // the level is a constant of the package
	_, _ = w.Write(data)                                  // a bytes.Buffer takes everything
	_ = w.Close()
	return b.Bytes()
}
