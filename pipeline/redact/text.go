package redact

import (
	"bytes"
	"fmt"
	"unicode/utf16"

	"docpipe/pipeline"
)

// The font of the invisible text has no glyphs: a character is its UTF-16 code, and the map to
// Unicode says so. Each is half as wide as high; Tz stretches a word to its box.
const (
	glyphWidth = 0.5
	descent    = 0.2 // of the height of a word's box that is under the base line
)

func (p *Writer) font() {
	p.object(font, fmt.Sprintf("<< /Type /Font /Subtype /Type0 /BaseFont /Invisible /Encoding /Identity-H /DescendantFonts [%d 0 R] /ToUnicode %d 0 R >>", glyphs, unicodeMap))
	p.object(glyphs, fmt.Sprintf("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Invisible /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor %d 0 R /DW %d /CIDToGIDMap /Identity >>", descriptor, int(1000*glyphWidth)))
	p.object(descriptor, "<< /Type /FontDescriptor /FontName /Invisible /Flags 5 /FontBBox [0 -200 500 800] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 800 /StemV 80 >>")
	p.stream(unicodeMap, "", []byte(toUnicode))
}

const toUnicode = `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
1 beginbfrange
<0000> <FFFF> <0000>
endbfrange
endcmap
CMapName currentdict /CMap defineresource pop
end
end`

// content paints the image over the page and lays the words over it, unseen (text rendering
// mode 3).
func (page Page) content() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "q %.2f 0 0 %.2f 0 0 cm /P Do Q\n", page.Width, page.Height)
	if len(page.Words) == 0 {
		return b.Bytes()
	}
	b.WriteString("BT 3 Tr\n")
	for _, w := range page.Words {
		page.word(&b, w)
	}
	b.WriteString("ET\n")
	return b.Bytes()
}

// word writes one word along its line, which on a page that lies on its side goes up or down.
func (page Page) word(b *bytes.Buffer, w pipeline.Word) {
	codes := basic(w.Text)
	if len(codes) == 0 || w.Box.Empty() {
		return
	}
	left, right := w.Box[0]*page.Width, w.Box[2]*page.Width
	top, bottom := (1-w.Box[1])*page.Height, (1-w.Box[3])*page.Height
	size, length := top-bottom, right-left
	if page.Turn%180 != 0 {
		size, length = length, size
	}
	matrix := fmt.Sprintf("1 0 0 1 %.2f %.2f", left, bottom+descent*size)
	switch page.Turn {
	case 90:
		matrix = fmt.Sprintf("0 1 -1 0 %.2f %.2f", right-descent*size, bottom)
	case 180:
		matrix = fmt.Sprintf("-1 0 0 -1 %.2f %.2f", right, top-descent*size)
	case 270:
		matrix = fmt.Sprintf("0 -1 1 0 %.2f %.2f", left+descent*size, top)
	}
	stretch := 100 * length / (glyphWidth * size * float64(len(codes)))
	fmt.Fprintf(b, "/F %.2f Tf %.2f Tz %s Tm <%04X> Tj\n", size, stretch, matrix, codes)
}

// basic returns the UTF-16 codes of text. A character beyond the basic plane has two, which the
// map cannot join: it becomes a replacement character.
func basic(text string) codes {
	var all codes
	for _, r := range text {
		if utf16.RuneLen(r) != 1 {
			r = '\uFFFD'
		}
		all = append(all, uint16(r))
	}
	return all
}

type codes []uint16

// Format writes the codes as hexadecimal digits, four for each.
func (c codes) Format(s fmt.State, _ rune) {
	for _, code := range c {
		fmt.Fprintf(s, "%04X", code)
	}
}
