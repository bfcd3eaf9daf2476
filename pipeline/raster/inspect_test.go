package raster

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"docpipe/pipeline"
)

func TestInspect_lists_pages(t *testing.T) {
	t.Parallel()
	d := setup(t).inspected(t, mediaPDF, pdf{content: text(12, 72, 720, "Invoice")}.bytes())
	f, p := d.Files[0], d.Pages[0]
	if f.PageCount != 1 || f.FirstPage != 1 || f.Work != "" || len(d.Pages) != 1 {
		t.Errorf("file = %d pages from %d, work %q, %d pages in the document; want 1 from 1 and no work", f.PageCount, f.FirstPage, f.Work, len(d.Pages))
	}
	if p.State != pipeline.PageSkipped || p.Number != 1 || p.Unit != "pt" || p.Width != 595 {
		t.Errorf("page = %+v, want number 1, skipped, 595 pt wide", p)
	}
}

func TestInspect_keeps_what_cost_more_than_a_look(t *testing.T) {
	t.Parallel()
	needTools(t, "qpdf")
	b := setup(t)
	content := pdf{content: text(12, 72, 720, "Invoice"), catalog: "/AcroForm<</Fields[]>>"}.bytes()
	first := b.inspected(t, mediaPDF, content)
	again := document(t, mediaPDF, content)
	again.Files[0].Open = nil // a second run opens nothing
	if err := b.Inspect().Do(t.Context(), again); err != nil || len(again.Pages) != 1 || again.Files[0].Work != first.Files[0].Work {
		t.Errorf("second run = %d pages, work %q, %v, want 1 and %q from the store", len(again.Pages), again.Files[0].Work, err, first.Files[0].Work)
	}
	plain := document(t, mediaPDF, pdf{content: text(12, 72, 720, "Letter")}.bytes())
	if err := b.Inspect().Do(t.Context(), plain); err != nil {
		t.Fatal(err)
	}
	if kept, err := b.store.Load(t.Context(), plain, findingName(&plain.Files[0])); err == nil {
		t.Errorf("of a plain file %s is kept, want nothing", kept)
	}
}

func TestInspect_opens_a_file_once(t *testing.T) {
	t.Parallel()
	b := setup(t)
	d := b.inspected(t, mediaPDF, pdf{content: text(12, 72, 720, "Invoice")}.bytes())
	d.Files[0].Open = nil
	if err := b.Step().Do(t.Context(), d, d.Pages[0]); err != nil || texts(d.Pages[0].Words) != "Invoice" {
		t.Errorf("words = %q, %v, want Invoice from the bytes that inspection has open", texts(d.Pages[0].Words), err)
	}
}

func TestInspect_numbers_pages_over_all_files(t *testing.T) {
	t.Parallel()
	b := setup(t)
	d := document(t, mediaPDF, pdf{}.bytes())
	other := document(t, mediaPDF, pdf{content: "q Q"}.bytes())
	d.Files = append(d.Files, other.Files...)
	if err := b.Inspect().Do(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	if p := d.Pages[1]; p.Number != 2 || p.File != 1 || p.Index != 0 || d.Files[1].FirstPage != 2 {
		t.Errorf("second page = %+v of a file that begins at %d, want page 2, file 1, index 0, begins at 2", p, d.Files[1].FirstPage)
	}
}

func TestInspect_opens_encrypted_files_with_their_password(t *testing.T) {
	t.Parallel()
	needTools(t, "qpdf")
	content := qpdfOut(t, pdf{content: text(12, 72, 720, "Invoice 4711")}.bytes(), "--encrypt", "open sesame", "owner", "256", "--")
	b := setup(t)
	for password, want := range map[string]*pipeline.Kind{"": pipeline.ErrEncrypted, "wrong": pipeline.ErrPasswordWrong, "open sesame": nil} {
		d := document(t, mediaPDF, content)
		d.Settings.Password = password
		err := b.Inspect().Do(t.Context(), d)
		if pipeline.KindOf(err) != want {
			t.Errorf("password %q: %v, want %v", password, err, want)
			continue
		}
		if err != nil {
			if strings.Contains(err.Error(), "sesame") || !strings.Contains(err.Error(), "password") {
				t.Errorf("password %q: the text is %q", password, err)
			}
			continue
		}
		if err := b.Step().Do(t.Context(), d, d.Pages[0]); err != nil || texts(d.Pages[0].Words) != "Invoice|4711" {
			t.Errorf("words = %q, %v, want the invoice", texts(d.Pages[0].Words), err)
		}
		without := document(t, mediaPDF, content)
		if err := b.Inspect().Do(t.Context(), without); !errors.Is(err, pipeline.ErrEncrypted) {
			t.Errorf("without the password after it was once given: %v, want encrypted", err)
		}
	}
}

func TestInspect_refuses(t *testing.T) {
	t.Parallel()
	needTools(t, "qpdf")
	one := pdf{}.bytes()
	cfg := DefaultConfig()
	cfg.MaxPages = 1
	few := setupWith(t, cfg)
	two := document(t, mediaPDF, one)
	two.Files = append(two.Files, two.Files[0])
	if err := few.Inspect().Do(t.Context(), two); !errors.Is(err, pipeline.ErrTooManyPages) || !strings.Contains(err.Error(), "limits.pages") {
		t.Errorf("two pages of one = %v, want too_many_pages that names limits.pages", err)
	}
	for name, c := range map[string]struct {
		content []byte
		want    *pipeline.Kind
	}{
		"a header and nothing": {[]byte("%PDF-1.7\n%nothing follows here at all, really, not a single object or page of any kind\n"), pipeline.ErrDamaged},
		"a tree without pages": {bytes.Replace(one, []byte("/Kids[3 0 R]/Count 1"), []byte("/Kids[     ]/Count 0"), 1), pipeline.ErrNoPages},
	} {
		d := document(t, mediaPDF, c.content)
		err := few.Inspect().Do(t.Context(), d)
		if k := pipeline.KindOf(err); k != c.want && k != pipeline.ErrNoPages {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

// A file that takes too long is not damaged: with more time, or on another machine, it can be read.
func TestInspect_tells_a_deadline_from_damage(t *testing.T) {
	t.Parallel()
	needTools(t, "qpdf")
	cfg := DefaultConfig()
	cfg.InspectTime = time.Nanosecond
	b := setupWith(t, cfg)
	if err := b.Inspect().Do(t.Context(), document(t, mediaPDF, noPDF)); pipeline.KindOf(err) != pipeline.ErrRenderTimeout || !strings.Contains(err.Error(), "longer than") {
		t.Errorf("without time to inspect: %v, want render_timeout", err)
	}
	ended, end := context.WithTimeout(t.Context(), time.Nanosecond)
	defer end()
	<-ended.Done()
	if err := setup(t).Inspect().Do(ended, document(t, mediaPDF, noPDF)); pipeline.KindOf(err) != pipeline.ErrTimeout {
		t.Errorf("when the document's time has ended: %v, want timeout", err)
	}
}

var noPDF = []byte("%PDF-1.7\n%nothing follows here at all, really, not a single object or page of any kind\n")

// What people read says what failed and what to do, once, and in words of ours.
func TestInspect_speaks_to_people(t *testing.T) {
	t.Parallel()
	needTools(t, "qpdf")
	cfg := DefaultConfig()
	cfg.GivePassword = "send it again with the field password"
	b := setupWith(t, cfg)
	encrypted := qpdfOut(t, pdf{}.bytes(), "--encrypt", "open sesame", "owner", "256", "--")
	for want, content := range map[string][]byte{
		"test/pdf: it cannot be opened, not even after a repair: send the file again: the file is damaged":             noPDF,
		"test/pdf: it is encrypted: send it again with the field password: the file is encrypted and needs a password": encrypted,
	} {
		if err := b.Inspect().Do(t.Context(), document(t, mediaPDF, content)); err == nil || err.Error() != want {
			t.Errorf("the error is %q, want %q", err, want)
		}
	}
}

func TestInspect_survives_a_negative_count(t *testing.T) {
	t.Parallel()
	needTools(t, "qpdf")
	content := bytes.Replace(pdf{content: text(12, 72, 720, "Invoice")}.bytes(), []byte("/Count 1"), []byte("/Count -5"), 1)
	d := setup(t).inspected(t, mediaPDF, content)
	if len(d.Pages) != 1 {
		t.Errorf("%d pages after the repair, want 1", len(d.Pages))
	}
}

func TestInspect_reads_pages_behind_junk(t *testing.T) {
	t.Parallel()
	needTools(t, "qpdf")
	content := append([]byte(strings.Repeat("junk ", 100)), pdf{content: text(12, 72, 720, "Invoice")}.bytes()...)
	p := setup(t).page(t, mediaPDF, content)
	if texts(p.Words) != "Invoice" {
		t.Errorf("words = %q, want Invoice", texts(p.Words))
	}
}

func TestInspect_takes_out_form_and_draws_it(t *testing.T) {
	t.Parallel()
	needTools(t, "qpdf")
	content := pdf{
		page:    "/Annots[11 0 R 12 0 R]",
		catalog: "/AcroForm<</Fields[11 0 R 12 0 R]/DA(/F 12 Tf 0 g)/DR<</Font<</F 5 0 R>>>>/NeedAppearances true>>",
		content: text(12, 72, 720, "Name"),
		objects: []string{
			grey(1, 1, 0),
			"<</Type/Annot/Subtype/Widget/FT/Tx/T(buyer)/TU(Name of the buyer)/V(Ada Byron)/Rect[150 715 350 735]/F 4/P 3 0 R/DA(/F 12 Tf 0 g)>>",
			"<</Type/Annot/Subtype/Widget/FT/Btn/T(agreed)/V/Yes/AS/Yes/Rect[150 680 165 695]/F 4/P 3 0 R/AP<</N<</Yes 13 0 R/Off 13 0 R>>>>>>",
			stream("/Type/XObject/Subtype/Form/BBox[0 0 15 15]", "0 0 15 15 re S"),
		},
	}.bytes()
	b := setup(t)
	d := b.inspected(t, mediaPDF, content)
	form := d.Files[0].Form
	if len(form) != 2 {
		t.Fatalf("form = %+v, want two fields", form)
	}
	want := pipeline.Box{150.0 / 595, 107.0 / 842, 350.0 / 595, 127.0 / 842}
	if v := form[0]; v.Name != "buyer" || v.Label != "Name of the buyer" || v.Kind != "text" || v.Value != "Ada Byron" || v.Page != 1 || v.Box.IoU(want) < 0.99 {
		t.Errorf("field = %+v, want the buyer at %v", v, want)
	}
	if v := form[1]; v.Kind != "checkbox" || v.Value != "true" {
		t.Errorf("field = %+v, want a checkbox that is true", v)
	}
	if d.Files[0].Work == "" {
		t.Error("no readable copy, want the flattened file")
	}
	if err := b.Step().Do(t.Context(), d, d.Pages[0]); err != nil {
		t.Fatal(err)
	}
	if got := texts(d.Pages[0].Words); got != "Name|Ada|Byron" {
		t.Errorf("words = %q, want Name|Ada|Byron", got)
	}
}

func TestInspect_draws_annotations_that_have_a_look(t *testing.T) {
	t.Parallel()
	needTools(t, "qpdf")
	b := setup(t)
	for _, tt := range []struct {
		name, annotation, words string
		work                    bool
	}{
		{"a link", "<</Type/Annot/Subtype/Link/Rect[72 715 120 735]/A<</S/URI/URI(https://example.org)>>>>", "Invoice", false},
		{"a stamp", "<</Type/Annot/Subtype/Stamp/Rect[150 680 350 700]/F 4/AP<</N 12 0 R>>>>", "Invoice|Paid", true},
	} {
		look := stream("/Type/XObject/Subtype/Form/BBox[0 0 200 20]/Resources<</Font<</F 5 0 R>>>>", "BT /F 12 Tf 2 5 Td (Paid) Tj ET")
		objects := []string{grey(1, 1, 0), tt.annotation}
		if tt.work {
			objects = append(objects, look)
		}
		d := b.inspected(t, mediaPDF, pdf{page: "/Annots[11 0 R]", content: text(12, 72, 720, "Invoice"), objects: objects}.bytes())
		if err := b.Step().Do(t.Context(), d, d.Pages[0]); err != nil {
			t.Fatal(err)
		}
		if got := texts(d.Pages[0].Words); got != tt.words || (d.Files[0].Work != "") != tt.work {
			t.Errorf("%s: words = %q, readable copy %q, want %q and a copy: %v", tt.name, got, d.Files[0].Work, tt.words, tt.work)
		}
	}
}

func TestInspect_keeps_attachments(t *testing.T) {
	t.Parallel()
	needTools(t, "qpdf")
	invoice := filepath.Join(t.TempDir(), "invoice.xml")
	bomb := filepath.Join(t.TempDir(), "deep.xml")
	write(t, invoice, []byte("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><Invoice>M\xfcller</Invoice>"))
	write(t, bomb, []byte(strings.Repeat("<a>", 65)+strings.Repeat("</a>", 65)))
	content := qpdfOut(t, pdf{content: text(12, 72, 720, "Invoice")}.bytes(), "--add-attachment", invoice, "--mimetype=text/xml", "--", "--add-attachment", bomb, "--")
	b := setup(t)
	d := b.inspected(t, mediaPDF, content)
	all := d.Files[0].Attachments
	if len(all) != 1 || all[0].Name != "invoice.xml" || all[0].MediaType != "text/xml" {
		t.Fatalf("attachments = %+v, want invoice.xml alone", all)
	}
	kept, err := b.store.Load(t.Context(), d, all[0].Artefact)
	if err != nil || int64(len(kept)) != all[0].Bytes || !bytes.Contains(kept, []byte("M\xfcller")) {
		t.Errorf("kept %q, %v, want the file", kept, err)
	}
}

func TestInspect_keeps_an_einvoice_as_its_own_attachment(t *testing.T) {
	t.Parallel()
	b := setup(t)
	d := b.inspected(t, mediaXML, []byte(`<Invoice xmlns="urn:x"><ID>4711</ID></Invoice>`))
	if len(d.Pages) != 0 || len(d.Files[0].Attachments) != 1 || d.Files[0].PageCount != 0 {
		t.Fatalf("%d pages, attachments %+v, want none and one", len(d.Pages), d.Files[0].Attachments)
	}
	broken := document(t, mediaXML, []byte(`<!DOCTYPE a [<!ENTITY b "c">]><Invoice>&b;</Invoice>`))
	if err := b.Inspect().Do(t.Context(), broken); !errors.Is(err, pipeline.ErrDamaged) {
		t.Errorf("with an entity = %v, want damaged", err)
	}
}

func TestInspect_takes_UTF16_XML(t *testing.T) {
	t.Parallel()
	b := setup(t)
	const text = `<?xml version="1.0" encoding="UTF-16"?><Invoice xmlns="urn:x"><Name>Müller</Name></Invoice>`
	for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
		for _, mark := range []string{"", "\ufeff"} {
			var content []byte
			for _, u := range utf16.Encode([]rune(mark + text)) {
				content = order.AppendUint16(content, u)
			}
			d := b.inspected(t, mediaXML, content)
			got, err := b.store.Load(t.Context(), d, d.Files[0].Attachments[0].Artefact)
			if want := `<Invoice xmlns="urn:x"><Name>Müller</Name></Invoice>`; err != nil || string(got) != want {
				t.Errorf("%v, mark %q: kept %q, %v, want %q", order, mark, got, err, want)
			}
		}
	}
}

// qpdfOut runs the real qpdf over content.
func qpdfOut(t testing.TB, content []byte, args ...string) []byte {
	t.Helper()
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.pdf"), filepath.Join(dir, "out.pdf")
	write(t, in, content)
	if text, err := exec.Command("qpdf", append(append([]string{in}, args...), out)...).CombinedOutput(); err != nil {
		t.Fatalf("qpdf: %v: %s", err, text)
	}
	b, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func write(t testing.TB, name string, b []byte) {
	t.Helper()
	if err := os.WriteFile(name, b, 0o600); err != nil {
		t.Fatal(err)
	}
}
