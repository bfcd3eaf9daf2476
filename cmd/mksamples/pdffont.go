package main

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"
)

// An embedded face is a font of the file with the glyphs that its pages use.
type embedded struct {
	face   *Face
	object int          // the Type0 font, reserved until the end
	runes  map[int]rune // by glyph
}

// use notes the glyphs of t and returns the font's resource name and the text as glyph codes.
func (f *PDF) use(t Text) (name, hex string) {
	i := slices.IndexFunc(f.faces, func(e *embedded) bool { return e.face == t.Face })
	if i < 0 {
		i = len(f.faces)
		f.faces = append(f.faces, &embedded{face: t.Face, object: f.add(""), runes: map[int]rune{}})
	}
	var b strings.Builder
	for _, r := range t.S {
		g := int(t.Face.Glyph(r))
		if seen, ok := f.faces[i].runes[g]; !ok || r < seen { // a space, not a no-break space
			f.faces[i].runes[g] = r
		}
		fmt.Fprintf(&b, "%04X", g)
	}
	return fmt.Sprintf("/F%d", i), b.String()
}

// fontNames lists the fonts as resources of a page.
func (f *PDF) fontNames() string {
	var b strings.Builder
	for i, e := range f.faces {
		fmt.Fprintf(&b, "/F%d %d 0 R ", i, e.object)
	}
	return b.String()
}

// embedFonts writes each face as a composite font: Identity-H codes are glyph indices.
func (f *PDF) embedFonts() {
	for i, e := range f.faces {
		glyphs := e.glyphs()
		name := fmt.Sprintf("/DPSM%c%c+%s", 'A'+i, 'A'+len(glyphs)%26, e.face.Name)
		ttf := e.face.Subset(glyphs)
		file := f.stream(fmt.Sprintf("/Length1 %d", len(ttf)), ttf)
		unicode := f.stream("", []byte(e.toUnicode(glyphs)))
		descriptor := f.add(fmt.Sprintf("<< /Type /FontDescriptor /FontName %s /Flags 4 /FontBBox [-200 -300 1200 1000] /ItalicAngle 0 /Ascent %.0f /Descent %.0f /CapHeight 700 /StemV 80 /FontFile2 %d 0 R >>",
			name, e.face.ascent*1000, -e.face.descent*1000, file))
		cid := f.add(fmt.Sprintf("<< /Type /Font /Subtype /CIDFontType2 /BaseFont %s /CIDSystemInfo << /Registry %s /Ordering %s /Supplement 0 >> /FontDescriptor %d 0 R /CIDToGIDMap /Identity /DW 600 /W [%s] >>",
			name, f.text("Adobe"), f.text("Identity"), descriptor, e.widths(glyphs)))
		f.objects[e.object-1] = fmt.Sprintf("<< /Type /Font /Subtype /Type0 /BaseFont %s /Encoding /Identity-H /DescendantFonts [%d 0 R] /ToUnicode %d 0 R >>", name, cid, unicode)
	}
}

func (e *embedded) glyphs() []int {
	var out []int
	for g := range e.runes {
		out = append(out, g)
	}
	slices.Sort(out)
	return out
}

func (e *embedded) widths(glyphs []int) string {
	var b strings.Builder
	for _, g := range glyphs {
		fmt.Fprintf(&b, "%d [%s] ", g, num(e.face.Advance(e.runes[g])*1000))
	}
	return strings.TrimSpace(b.String())
}

// toUnicode returns the CMap that turns codes back into text; a block holds at most 100.
func (e *embedded) toUnicode(glyphs []int) string {
	var b strings.Builder
	b.WriteString("/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n1 begincodespacerange <0000> <FFFF> endcodespacerange\n")
	for block := range slices.Chunk(glyphs, 100) {
		fmt.Fprintf(&b, "%d beginbfchar\n", len(block))
		for _, g := range block {
			fmt.Fprintf(&b, "<%04X> <%04X>\n", g, e.runes[g])
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap CMapName currentdict /CMap defineresource pop end end\n")
	return b.String()
}

func ascii(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > 126 })
}

// bom16 returns s in UTF-16 with the byte order mark that PDF strings want.
func bom16(s string) []byte {
	out := []byte{0xFE, 0xFF}
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u>>8), byte(u))
	}
	return out
}
