package raster

import (
	"strings"
	"testing"

	"docpipe/pipeline"
)

func TestStep_marks_text_that_nobody_can_see(t *testing.T) {
	t.Parallel()
	needTools(t, "pdftotext")
	for name, c := range map[string]pdf{
		"white on white":       {content: "1 1 1 rg " + text(12, 100, 500, "SECRET ORDER")},
		"nearly white":         {content: "0.97 g " + text(12, 100, 500, "SECRET ORDER")},
		"tiny":                 {content: text(1, 100, 500, "SECRET ORDER")},
		"off the page":         {content: text(12, 100, 900, "SECRET ORDER")},
		"off the crop box":     {page: "/CropBox[0 550 595 842]", content: text(12, 100, 500, "SECRET ORDER")},
		"outside of a clip":    {content: "q 0 0 50 50 re W n " + text(12, 100, 500, "SECRET ORDER") + " Q"},
		"render mode 3":        {content: "q BT 3 Tr /F 12 Tf 100 500 Td (SECRET ORDER) Tj ET Q"},
		"under a white box":    {content: text(12, 100, 500, "SECRET ORDER") + "1 g 90 490 200 30 re f 0 g"},
		"under a black box":    {content: text(12, 100, 500, "SECRET ORDER") + "0 g 90 490 200 30 re f"},
		"under an image":       {content: text(12, 100, 500, "SECRET ORDER") + "q 200 0 0 30 90 490 cm /I Do Q", objects: []string{grey(40, 6, 200)}},
		"in the box's colour":  {content: "0.3 g 90 490 200 30 re f 0.3 g " + text(12, 100, 500, "SECRET ORDER") + "1 g 80 480 300 50 re f 0 g"},
		"white on a white box": {content: "0 g 0 400 595 200 re f 1 g 90 490 200 30 re f " + text(12, 100, 500, "SECRET ORDER") + "0 g"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.content += " 0 g " + text(12, 100, 700, "Invoice 4711 with much more text than is hidden here on this page of the contract")
			p := setup(t).page(t, mediaPDF, c.bytes())
			if seen := texts(p.VisibleWords()); !strings.HasPrefix(seen, "Invoice|4711|") || strings.Contains(seen, "ORDER") {
				t.Errorf("visible = %q, want the invoice without the order", seen)
			}
			if got := len(p.Words) - len(p.VisibleWords()); got != 2 {
				t.Errorf("%d hidden words, want 2", got)
			}
			if len(p.Reasons) != 1 || p.Reasons[0].Code != pipeline.ReasonHiddenText || p.Reasons[0].Page != 1 ||
				!strings.Contains(p.Reasons[0].Detail, "page 1 holds 2 words") || strings.Contains(p.Reasons[0].Detail, "SECRET") {
				t.Errorf("reasons = %v, want hidden_text of 2 words on page 1 without content", p.Reasons)
			}
			if p.TextFrom != pipeline.TextFromLayer {
				t.Errorf("text from %q, want the layer", p.TextFrom)
			}
		})
	}
}

func TestStep_does_not_suspect_what_can_be_seen(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{
		"white on a dark box":    "0.2 g 90 690 400 40 re f 1 g " + text(12, 100, 700, "Total due") + " 0 g",
		"white on a dark circle": "0 g 90 600 m 90 800 400 800 400 600 c f 1 g " + text(12, 200, 640, "Total due") + " 0 g",
		"beside an image":        text(12, 100, 700, "Total due") + "q 50 0 0 50 300 600 cm /I Do Q",
		"on an image":            "q 400 0 0 50 90 680 cm /I Do Q " + text(12, 100, 700, "Total due"),
		"under a frame":          text(12, 100, 700, "Total due") + "90 690 200 30 re S",
		"light grey":             "0.8 g " + text(12, 100, 700, "Total due"),
		"five points":            text(5, 100, 700, "Total due"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := setup(t).page(t, mediaPDF, pdf{content: content, objects: []string{grey(40, 6, 220)}}.bytes())
			if got := texts(p.VisibleWords()); got != "Total|due" || len(p.Reasons) != 0 {
				t.Errorf("visible = %q, reasons %v, want both words and no reason", got, p.Reasons)
			}
		})
	}
}
