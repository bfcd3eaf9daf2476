package raster

import (
	"bytes"
	"fmt"
)

// A pdf is a handwritten file of one page: entries of its page dictionary beside the usual
// ones, its content stream, and further objects from number 10 on.
type pdf struct {
	page    string // "/Rotate 90"; a MediaBox of A4 when none is given
	content string
	catalog string // further entries of the catalog
	objects []string
}

// bytes writes the file with a right cross-reference table.
func (p pdf) bytes() []byte {
	page := p.page
	if !bytes.Contains([]byte(page), []byte("/MediaBox")) {
		page += "/MediaBox[0 0 595 842]"
	}
	numbered := map[int]string{
		1: "<</Type/Catalog/Pages 2 0 R" + p.catalog + ">>",
		2: "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		3: "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 R>>/XObject<</I 10 0 R>>>>" + page + ">>",
		4: stream("", p.content),
		5: "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
	}
	for i, o := range p.objects {
		numbered[10+i] = o
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	size := 10 + max(len(p.objects), 1)
	offsets := make([]int, size)
	for n := 1; n < size; n++ {
		if o, ok := numbered[n]; ok {
			offsets[n] = b.Len()
			fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", n, o)
		}
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n", size)
	for _, at := range offsets {
		if at == 0 {
			fmt.Fprintf(&b, "%010d 65535 f \n", 0)
			continue
		}
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n", size, xref)
	return b.Bytes()
}

func stream(entries, data string) string {
	return fmt.Sprintf("<<%s/Length %d>>stream\n%s\nendstream", entries, len(data), data)
}

// text shows s at x, y points from the bottom left.
func text(size, x, y float64, s string) string {
	return fmt.Sprintf("BT /F %g Tf %g %g Td (%s) Tj ET\n", size, x, y, s)
}

// grey is an image of one grey level, to be painted with "/I Do".
func grey(width, height int, level byte) string {
	return stream(fmt.Sprintf("/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace/DeviceGray", width, height),
		string(bytes.Repeat([]byte{level}, width*height)))
}

func ref(n int) string { return fmt.Sprintf("%d 0 R", n) }
