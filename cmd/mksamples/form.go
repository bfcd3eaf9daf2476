package main

import (
	"fmt"
	"strings"
)

// A field is one blank of an AcroForm. Its value stands in /V alone: there is no appearance
// stream for text, so a renderer of page contents shows an empty form.
type field struct {
	name, tip  string // /T, /TU
	x, y, w, h float64
	value      string
	box        bool // a check box; value "Yes" ticks it
}

// form adds fields to the file and returns the page entries that carry them.
func (f *PDF) form(page *Page, fields []field) (extra string) {
	helv := f.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
	dingbats := f.add("<< /Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats >>")
	fonts := fmt.Sprintf("<< /Font << /Helv %d 0 R /ZaDb %d 0 R >> >>", helv, dingbats)
	var refs strings.Builder
	for _, x := range fields {
		fmt.Fprintf(&refs, "%d 0 R ", f.widget(page, x, fonts))
	}
	list := "[" + strings.TrimSpace(refs.String()) + "]"
	acro := f.add(fmt.Sprintf("<< /Fields %s /NeedAppearances true /DR %s /DA %s >>", list, fonts, f.text("/Helv 10 Tf 0 g")))
	f.catalog += fmt.Sprintf("/AcroForm %d 0 R", acro)
	return "/Annots " + list
}

// widget adds one field, which is its own annotation.
func (f *PDF) widget(page *Page, x field, fonts string) int {
	common := fmt.Sprintf("/Type /Annot /Subtype /Widget /F 4 /T %s /TU %s /Rect [%s %s %s %s]",
		f.text(x.name), f.text(x.tip), num(x.x), num(page.H-x.y-x.h), num(x.x+x.w), num(page.H-x.y))
	if !x.box {
		return f.add(fmt.Sprintf("<< %s /FT /Tx /DA %s /V %s >>", common, f.text("/Helv 10 Tf 0 g"), f.text(x.value)))
	}
	state := "Off"
	if x.value == "Yes" {
		state = "Yes"
	}
	frame := fmt.Sprintf("/Type /XObject /Subtype /Form /BBox [0 0 %s %s] /Resources %s", num(x.w), num(x.h), fonts)
	on := f.stream(frame, []byte("q BT /ZaDb 9 Tf 1.5 2 Td (4) Tj ET Q"))
	off := f.stream(frame, nil)
	return f.add(fmt.Sprintf("<< %s /FT /Btn /DA %s /V /%s /AS /%s /MK << /CA %s >> /AP << /N << /Yes %d 0 R /Off %d 0 R >> >> >>",
		common, f.text("/ZaDb 0 Tf 0 g"), state, state, f.text("4"), on, off))
}
