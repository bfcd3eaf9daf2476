package raster

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"docpipe/pipeline"
)

const scanned = "q 595 0 0 842 0 0 cm /I Do Q "

// noise is an image that is not blank.
func noise(width, height int) string {
	b := bytes.Repeat([]byte{255}, width*height)
	for i := range b {
		if i/width%40 < 12 && i%width > width/8 && i%width < width*7/8 && i%9 < 5 {
			b[i] = 0
		}
	}
	return stream("/Type/XObject/Subtype/Image/Width 620/Height 877/BitsPerComponent 8/ColorSpace/DeviceGray", string(b))
}

func TestStep_leaves_the_text_of_a_scan_to_ocr(t *testing.T) {
	t.Parallel()
	needTools(t, "pdftotext")
	for name, content := range map[string]string{
		"invisible text on the scan": scanned + "BT 3 Tr /F 12 Tf 100 500 Td (Invoice 4711) Tj ET",
		"invisible text first":       "BT 3 Tr /F 12 Tf 100 500 Td (Invoice 4711) Tj ET " + scanned,
		"text under the scan":        text(12, 100, 500, "Invoice 4711") + scanned,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := setup(t).page(t, mediaPDF, pdf{content: content, objects: []string{noise(620, 877)}}.bytes())
			if len(p.Words) != 0 || p.Pixels == nil || len(p.Reasons) != 0 {
				t.Fatalf("words %q, pixels %v, reasons %v, want pixels alone", texts(p.Words), p.Pixels != nil, p.Reasons)
			}
			if diff := cmp.Diff(p.Unread, wholePage()); diff != "" {
				t.Errorf("unread (-got +want):\n%s", diff)
			}
			if got := texts(p.Layer); got != "Invoice|4711" {
				t.Fatalf("layer = %q, want the claimed words", got)
			}
			if want := (pipeline.Box{100.0 / 595, 330.0 / 842, 138.0 / 595, 344.0 / 842}); p.Layer[0].Box.IoU(want) < 0.5 {
				t.Errorf("layer box = %v, want about %v", p.Layer[0].Box, want)
			}
		})
	}
}

func TestStep_reads_text_printed_on_a_background_image(t *testing.T) {
	t.Parallel()
	p := setup(t).page(t, mediaPDF, pdf{content: scanned + text(12, 100, 500, "Invoice 4711"), objects: []string{grey(620, 877, 230)}}.bytes())
	if p.TextFrom != pipeline.TextFromLayer || texts(p.Words) != "Invoice|4711" {
		t.Errorf("words = %q from %q, want the printed ones from the layer", texts(p.Words), p.TextFrom)
	}
}

func TestStep_lists_large_images_without_words(t *testing.T) {
	t.Parallel()
	content := text(12, 100, 780, strings.Repeat("a page with many words ", 6)) + "q 400 0 0 300 90 200 cm /I Do Q"
	p := setup(t).page(t, mediaPDF, pdf{content: content, objects: []string{noise(620, 877)}}.bytes())
	if p.TextFrom != pipeline.TextFromMixed || p.Pixels == nil || len(p.Unread) != 1 {
		t.Fatalf("text from %q, pixels %v, unread %v, want mixed with one region", p.TextFrom, p.Pixels != nil, p.Unread)
	}
	want := pipeline.Box{90.0 / 595, 342.0 / 842, 490.0 / 595, 642.0 / 842}
	if p.Unread[0].IoU(want) < 0.99 {
		t.Errorf("unread = %v, want %v", p.Unread[0], want)
	}
}

func TestStep_does_not_trust_letters_without_unicode(t *testing.T) {
	t.Parallel()
	needTools(t, "pdftotext")
	file := bytes.Replace(pdf{
		content: text(12, 100, 500, "Invoice 4711"),
		objects: []string{grey(1, 1, 0), stream("", "1 begincodespacerange <00><ff> endcodespacerange 1 beginbfrange <00><ff><e000> endbfrange")},
	}.bytes(), []byte("/Encoding/WinAnsiEncoding"), []byte("/ToUnicode 11 0 R        "), 1)
	p := setup(t).page(t, mediaPDF, file)
	if len(p.Words) != 0 || p.Pixels == nil || len(p.Unread) != 1 {
		t.Errorf("words %q, pixels %v, unread %v, want the page for OCR", texts(p.Words), p.Pixels != nil, p.Unread)
	}
}

func TestStep_reads_columns_one_after_the_other_and_tables_in_rows(t *testing.T) {
	t.Parallel()
	var prose, table strings.Builder
	for i, line := range []string{"one two three four five", "six seven eight nine ten", "eleven twelve more words here"} {
		prose.WriteString(text(10, 300, float64(700-12*i), "R "+line))
		prose.WriteString(text(10, 60, float64(700-12*i), "L "+line))
		table.WriteString(text(10, 300, float64(700-12*i), "9,00"))
		table.WriteString(text(10, 60, float64(700-12*i), "item"))
	}
	b := setup(t)
	got := texts(b.page(t, mediaPDF, pdf{content: prose.String()}.bytes()).Words)
	if want := "L|one|two|three|four|five|L|six"; !strings.HasPrefix(got, want) {
		t.Errorf("prose = %q, want it to begin %q", got, want)
	}
	words := b.page(t, mediaPDF, pdf{content: table.String()}.bytes()).Words
	if got, want := texts(words), "item|9,00|item|9,00|item|9,00"; got != want {
		t.Errorf("table = %q, want %q", got, want)
	}
	if words[0].Line != words[1].Line || words[0].Line >= words[2].Line || words[0].Block == words[1].Block || words[0].Block != words[2].Block {
		t.Errorf("words = %+v, want rows to share lines and columns to share blocks", words)
	}
}

func TestStep_ends_a_page_at_its_time_limit(t *testing.T) {
	t.Parallel()
	objects := []string{grey(1, 1, 0)}
	for level := range 12 { // 10^12 rectangles
		objects = append(objects, stream("/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</N "+ref(12+level)+">>>>", strings.Repeat("/N Do ", 10)))
	}
	objects = append(objects, stream("/Type/XObject/Subtype/Form/BBox[0 0 595 842]", "0 0 5 5 re f"))
	file := bytes.Replace(pdf{content: "/I Do", objects: objects}.bytes(), []byte("/I 10 0 R"), []byte("/I 11 0 R"), 1)
	cfg := DefaultConfig()
	cfg.PageTime = time.Second
	b := setupWith(t, cfg)
	d := b.inspected(t, mediaPDF, file)
	start := time.Now()
	err := b.Step().Do(t.Context(), d, d.Pages[0])
	if !errors.Is(err, pipeline.ErrRenderTimeout) || time.Since(start) > 5*time.Second {
		t.Errorf("Step = %v after %v, want render_timeout after a second", err, time.Since(start))
	}
}

func TestPageReply_check(t *testing.T) {
	t.Parallel()
	for name, reply := range map[string]pageReply{
		"too few bytes":     {Width: 1, Height: 1, Bitmap: bitmap{Width: 2, Height: 2, Channels: 1}},
		"a negative size":   {Width: 1, Height: 1, Bitmap: bitmap{Width: -1, Height: -3, Channels: 1}},
		"a page of no size": {Bitmap: bitmap{Width: 1, Height: 3, Channels: 1}},
		"five channels":     {Width: 1, Height: 1, Bitmap: bitmap{Width: 1, Height: 1, Channels: 5}},
	} {
		if err := reply.check([]byte{1, 2, 3}, 100); !errors.Is(err, pipeline.ErrRenderCrash) {
			t.Errorf("%s: %v, want render_crash", name, err)
		}
	}
	good := pageReply{Width: 1, Height: 1, Turn: -90, Words: []pipeline.Word{{Box: pipeline.Box{-5, 0, 1, 2}}}, Bitmap: bitmap{Width: 1, Height: 3, Channels: 1}}
	if err := good.check([]byte{1, 2, 3}, 100); err != nil || good.Turn != 270 || good.Words[0].Box != (pipeline.Box{0, 0, 1, 1}) {
		t.Errorf("check = %v, turn %d, box %v, want nil, 270 and the box cut to the page", err, good.Turn, good.Words[0].Box)
	}
}

func FuzzScanSVG(f *testing.F) {
	f.Add(`<svg width="9" height="9"><path id="font_1_2" d="M0 0H1V.5C1-2 3e-3.4 5 6Z"/><g transform="matrix(1,0,0,1,2,3)" mask="url(#m)"><use data-text="&#xe9;" xlink:href="#font_1_2" transform="matrix(9,0,0,-9,1,2)" fill="#ffffff"/></g></svg>`)
	f.Add(`<clipPath id="c"><path d="M0 0"/></clipPath><g clip-path="url(#c)"><image width="3" height="4"/></g>`)
	f.Fuzz(func(t *testing.T, svg string) {
		d := scanSVG(svg)
		words, origin, _ := layout(joinGlyphs(d.glyphs, svg), d.width, d.height)
		if len(words) != len(origin) || len(words) > len(d.glyphs) {
			t.Errorf("%d words of %d runs of %d glyphs", len(words), len(origin), len(d.glyphs))
		}
	})
}
