package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"docpipe/compliance/pii"
	"docpipe/pipeline"
	"docpipe/pipeline/audit"
)

// Programs that have nothing to do with ours find nothing in the copy that was to go: not in its
// text, not in its pixels, not in any object of the file.
func TestRedact(t *testing.T) {
	t.Parallel()
	s := newSamplesRun(t)
	dir := t.TempDir()
	dirty, clean := filepath.Join(dir, "dirty.pdf"), filepath.Join(dir, "clean.pdf")
	if err := os.WriteFile(dirty, dirtyPDF(), 0o600); err != nil {
		t.Fatal(err)
	}
	redactTo(t, s, dirty, clean, pii.Classes)

	for _, said := range []string{
		outside(t, "pdftotext", clean, "-"), outside(t, "pdftotext", "-layout", clean, "-"),
		outside(t, "qpdf", "--qdf", "--object-streams=disable", clean, "-"), asUnicode(t, clean),
	} {
		lacks(t, said)
	}
	text := outside(t, "pdftotext", "-layout", clean, "-")
	for _, want := range []string{"Order 2026-0417, total 119.00 EUR", "hope that you will come back"} {
		if !strings.Contains(text, want) {
			t.Errorf("the copy says %q, want %q in it", text, want)
		}
	}
	objects := outside(t, "qpdf", "--qdf", "--object-streams=disable", clean, "-")
	for _, key := range []string{"/Metadata", "/Info", "/Annots", "/OCProperties", "/OCG", "/EmbeddedFile", "/Names", "/Thumb", "/AcroForm", "/Prev"} {
		if strings.Contains(objects, key) {
			t.Errorf("the copy has %s", key)
		}
	}
	if n := strings.Count(readAll(t, clean), "%%EOF"); n != 1 {
		t.Errorf("the copy has %d revisions, want 1", n)
	}
	if said := outside(t, "pdfdetach", "-list", clean); !strings.HasPrefix(said, "0 ") {
		t.Errorf("attachments: %s", said)
	}
	for _, word := range []string{"4111", "DE89", dirtyEmail} {
		black(t, clean, placeOf(t, dirty, word))
	}
}

// Only what is asked for goes.
func TestRedactClass(t *testing.T) {
	t.Parallel()
	s := newSamplesRun(t)
	dir := t.TempDir()
	dirty, clean := filepath.Join(dir, "dirty.pdf"), filepath.Join(dir, "clean.pdf")
	if err := os.WriteFile(dirty, dirtyPDF(), 0o600); err != nil {
		t.Fatal(err)
	}
	redactTo(t, s, dirty, clean, []pii.Class{pii.PAN})
	text := outside(t, "pdftotext", "-layout", clean, "-")
	if strings.Contains(text, "1111") || !strings.Contains(text, dirtyIBAN) || !strings.Contains(text, dirtyEmail) {
		t.Errorf("the copy says %q, want all but the card number", text)
	}
}

// A page that was not read could hold anything.
func TestRedactUnread(t *testing.T) {
	t.Parallel()
	s := newSamplesRun(t)
	dir := t.TempDir()
	dirty, clean := filepath.Join(dir, "dirty.pdf"), filepath.Join(dir, "clean.pdf")
	if err := os.WriteFile(dirty, dirtyPDF(), 0o600); err != nil {
		t.Fatal(err)
	}
	o := redactRun(s)
	d, err := o.read(t.Context(), s.app, dirty)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	d.Pages[0].State = pipeline.PageSuspectBlank
	var b bytes.Buffer
	if _, err := newRedactor(s.app).copy(t.Context(), d, redaction{classes: pii.Classes}, &b); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(clean, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	black(t, clean, pipeline.Box{0, 0, 1, 1})
	if said := strings.TrimSpace(outside(t, "pdftotext", clean, "-")); said != "" {
		t.Errorf("the copy says %q, want nothing", said)
	}
}

func redactRun(s *samplesRun) *redactOptions { return &redactOptions{batch: *s.work.options} }

func redactTo(t *testing.T, s *samplesRun, from, to string, classes []pii.Class) {
	t.Helper()
	d, err := redactRun(s).read(context.WithoutCancel(t.Context()), s.app, from)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	var b bytes.Buffer
	if _, err := newRedactor(s.app).copy(t.Context(), d, redaction{classes: classes}, &b); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

// lacks fails when text has a piece of what was to go, however it is spaced.
func lacks(t *testing.T, text string) {
	t.Helper()
	tight := strings.Join(strings.Fields(text), "")
	for _, secret := range []string{"41111111", "111111111111", "DE893704", "04400532", "mustermann", "post.example"} {
		if at := strings.Index(tight, secret); at >= 0 {
			t.Errorf("the copy holds %s: …%q…", secret, tight[max(0, at-80):min(len(tight), at+80)])
		}
	}
}

// asUnicode reads the hexadecimal strings of the text layer as their characters.
func asUnicode(t *testing.T, path string) string {
	t.Helper()
	raw := outside(t, "qpdf", "--qdf", "--normalize-content=n", path, "-")
	var b strings.Builder
	for _, m := range regexp.MustCompile(`<([0-9A-F]{4,})> Tj`).FindAllStringSubmatch(raw, -1) {
		for i := 0; i+4 <= len(m[1]); i += 4 {
			r, err := strconv.ParseUint(m[1][i:i+4], 16, 16)
			if err != nil {
				t.Fatal(err)
			}
			b.WriteRune(rune(r))
		}
	}
	if !strings.Contains(b.String(), "119.00") {
		t.Errorf("the text layer decodes to %q: this test looks at nothing", b.String())
	}
	return b.String()
}

// placeOf asks another program where a word stands in the original.
func placeOf(t *testing.T, path, word string) pipeline.Box {
	t.Helper()
	said := outside(t, "pdftotext", "-bbox", path, "-")
	m := regexp.MustCompile(`xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">` + regexp.QuoteMeta(word) + `<`).FindStringSubmatch(said)
	if m == nil {
		t.Fatalf("%s is not in the original: %s", word, said)
	}
	var box pipeline.Box
	for i, size := range []float64{595, 842, 595, 842} {
		v, err := strconv.ParseFloat(m[i+1], 64)
		if err != nil {
			t.Fatal(err)
		}
		box[i] = v / size
	}
	return box
}

// black fails when a pixel of the place, drawn by another program, is not black.
func black(t *testing.T, path string, place pipeline.Box) {
	t.Helper()
	raw := outside(t, "pdftoppm", "-r", "150", "-gray", "-singlefile", path)
	var width, height, most int
	head := regexp.MustCompile(`^P5\s(?:#[^\n]*\n)?(\d+)\s(\d+)\s(\d+)\s`).FindStringSubmatch(raw)
	if head == nil {
		t.Fatalf("not a picture: %.20q", raw)
	}
	for i, v := range []*int{&width, &height, &most} {
		*v, _ = strconv.Atoi(head[i+1])
	}
	pixels := raw[len(head[0]):]
	for y := int(place[1]*float64(height)) + 1; y < int(place[3]*float64(height))-1; y++ {
		for x := int(place[0]*float64(width)) + 1; x < int(place[2]*float64(width))-1; x++ {
			if pixels[y*width+x] > 24 {
				t.Fatalf("pixel %d,%d of %v is %d, want black", x, y, place, pixels[y*width+x])
			}
		}
	}
}

func readAll(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// outside runs a program that has nothing to do with ours. Without it the test is skipped,
// except in CI.
func outside(t *testing.T, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("%s is not installed", name)
		}
		t.Skipf("%s is not installed", name)
	}
	out, err := exec.CommandContext(t.Context(), name, args...).Output()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return string(out)
}

// A service's document is redacted long after it was read, when the cache has let its pages go.
func TestServedRedactor(t *testing.T) {
	t.Parallel()
	k := newKeptRun(t)
	s := servedRedactor{newRedactor(k.app), k.stores}
	d := k.prepared(t, "encrypted")
	if err := s.Redacted(t.Context(), d, nil, &bytes.Buffer{}); pipeline.KindOf(err) != pipeline.ErrNotFound {
		t.Errorf("a document without a result: %v, want not_found", err)
	}
	unread := &pipeline.Document{Pages: []*pipeline.Page{{Words: []pipeline.Word{{Text: "Mustermann", Box: pipeline.Box{0.1, 0.1, 0.2, 0.2}}}}}}
	if s.Mask(unread); unread.Pages[0].Words[0].Text == "Mustermann" {
		t.Error("masked, a document without a result says a name")
	}
	k.stores.attach(d)
	runStage(t, k.app.route()[1], d)
	k.evict(t, d)
	var b bytes.Buffer
	if err := s.Redacted(t.Context(), d, []string{"account", "contact"}, &b); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "copy.pdf")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	text := outside(t, "pdftotext", path, "-")
	iban := regexp.MustCompile(`[A-Z]{2}\d{2}( ?[A-Z0-9]{4}){3}`)
	if iban.MatchString(text) || !iban.MatchString(d.Text()) {
		t.Errorf("the copy says %q, want no account number, which the document has", text)
	}
	s.Mask(d)
	if iban.MatchString(d.Text()) {
		t.Errorf("masked, the words still say %q", iban.FindString(d.Text()))
	}
	if _, err := s.RedactedPage(t.Context(), d, 1, nil); err != nil {
		t.Errorf("page 1: %v", err)
	}
	if _, err := s.RedactedPage(t.Context(), d, 1, []string{"names"}); pipeline.KindOf(err) != pipeline.ErrInvalid {
		t.Errorf("an unknown class: %v, want invalid_request", err)
	}
	var booked []string
	err := k.stores.ledger.AuditEntries(t.Context(), d.Tenant, 0, func(e audit.Entry) error {
		if e.Action == audit.Redacted {
			booked = append(booked, e.Object+" "+string(e.Detail))
		}
		return nil
	})
	all, _ := json.Marshal(pii.Classes)
	want := []string{d.ID + ` {"classes":["account","contact"]}`, d.ID + ` {"page":1,"classes":` + string(all) + `}`}
	if diff := cmp.Diff(booked, want); err != nil || diff != "" {
		t.Errorf("copies in the audit log: %v (-got +want):\n%s", err, diff)
	}
}

// Who gets a copy learns on which pages something may stand that nobody could read.
func TestTellDoubtful(t *testing.T) {
	t.Parallel()
	words := func(source string, confidences ...float64) *pipeline.Page {
		p := &pipeline.Page{Number: 2}
		for _, c := range confidences {
			p.Words = append(p.Words, pipeline.Word{Text: "AN", Source: source, Confidence: c, Box: pipeline.Box{0.1, 0.1, 0.2, 0.2}})
		}
		return p
	}
	for want, p := range map[string]*pipeline.Page{
		"":                               words(pipeline.SourceOCR, 0.9, 1),
		"page 2: 1 of 2 words were read": words(pipeline.SourceOCR, 0.4, 1),
	} {
		var b bytes.Buffer
		tellDoubtful(&b, &pipeline.Document{Pages: []*pipeline.Page{p}})
		if got := b.String(); !strings.HasPrefix(got, want) || (want == "") != (got == "") {
			t.Errorf("told %q, want %q", got, want)
		}
	}
}
