package main

import (
	"bytes"
	"fmt"
)

// What the dirty PDF says, and the copy must not.
const (
	dirtyPAN   = "4111 1111 1111 1111"
	dirtyIBAN  = "DE89 3704 0044 0532 0130 00"
	dirtyEmail = "erika.mustermann@post.example.org"
)

// dirtyPDF hides personal data in all places that a PDF has for it: the page, text that nobody
// sees, a layer that is switched off, an annotation, a form field, an attachment, a thumbnail's
// place, document information, XMP, and a revision that a later one replaces.
func dirtyPDF() []byte {
	content := "BT /F 12 Tf 72 760 Td (Order 2026-0417, total 119.00 EUR) Tj ET\n" +
		"BT /F 12 Tf 72 720 Td (Card " + dirtyPAN + ") Tj ET\n" +
		"BT /F 12 Tf 72 690 Td (IBAN: " + dirtyIBAN + ") Tj ET\n" +
		"BT /F 12 Tf 72 660 Td (Mail " + dirtyEmail + ") Tj ET\n" +
		"BT /F 12 Tf 72 630 Td (We thank you for your order and hope that you will come back.) Tj ET\n" +
		"BT 3 Tr /F 12 Tf 72 600 Td (unseen " + dirtyPAN + ") Tj ET\n" +
		"1 1 1 rg BT /F 12 Tf 0 Tr 72 570 Td (white " + dirtyPAN + ") Tj ET 0 g\n" +
		"/OC /L BDC BT /F 12 Tf 72 540 Td (layer " + dirtyPAN + ") Tj ET EMC\n"
	info := "<< /Author (" + dirtyEmail + ") /Title (" + dirtyPAN + ") >>"
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R /Metadata 9 0 R /Names << /EmbeddedFiles << /Names [(a.txt) 10 0 R] >> >> " +
			"/OCProperties << /OCGs [8 0 R] /D << /OFF [8 0 R] >> >> /AcroForm << /Fields [13 0 R] >> >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Annots [6 0 R 13 0 R] /Thumb 7 0 R " +
			"/Resources << /Font << /F 5 0 R >> /Properties << /L 8 0 R >> >> >>",
		dirtyStream("", content),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
		"<< /Type /Annot /Subtype /Text /Rect [500 800 520 820] /F 2 /Contents (" + dirtyPAN + ") >>",
		dirtyStream("/Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8", string(bytes.Repeat([]byte{'4'}, 64))),
		"<< /Type /OCG /Name (off) >>",
		dirtyStream("/Type /Metadata /Subtype /XML", "<x:xmpmeta>"+dirtyEmail+"</x:xmpmeta>"),
		"<< /Type /Filespec /F (a.txt) /EF << /F 11 0 R >> >>",
		dirtyStream("/Type /EmbeddedFile", dirtyPAN),
		info,
		"<< /Type /Annot /Subtype /Widget /FT /Tx /T (card) /V (" + dirtyPAN + ") /Rect [300 500 500 520] /DA (/Helv 12 Tf 0 g) >>",
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	offsets := make([]int, len(objects))
	for i, o := range objects {
		offsets[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, at := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer << /Root 1 0 R /Info 12 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, xref)
	return b.Bytes()
}

func dirtyStream(entries, data string) string {
	return fmt.Sprintf("<< %s /Length %d >>\nstream\n%s\nendstream", entries, len(data), data)
}
