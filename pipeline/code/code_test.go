package code

import (
	"context"
	"os"
	"os/exec"
	"testing"

	"docpipe/pipeline"
	"docpipe/pipeline/sandbox"
)

func TestMain(m *testing.M) {
	sandbox.Main(sandbox.Kind{Name: "page", Ops: Ops()})
	os.Exit(m.Run())
}

// easel draws every page alike.
type easel struct{ px *pipeline.Pixels }

func (e easel) Grey(context.Context, *pipeline.Document, *pipeline.Page, float64) (*pipeline.Pixels, error) {
	return e.px, nil
}

func newReader(t *testing.T, paint Painter) *Reader {
	t.Helper()
	cfg := sandbox.DefaultConfig()
	cfg.Mode = sandbox.BestEffort
	sb, err := sandbox.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	pages := sb.Pool("page", 1)
	t.Cleanup(pages.Close)
	return New(DefaultConfig(), pages, sb, paint)
}

func specimenOf(t *testing.T, name string) specimen {
	t.Helper()
	for _, c := range specimens(t) {
		if c.name == name {
			return c
		}
	}
	t.Fatalf("no specimen %s", name)
	return specimen{}
}

// A scanned page gives its codes where a viewer shows them.
func TestStep(t *testing.T) {
	t.Parallel()
	s := newSheet(t, 130, 110)
	want := map[string]pipeline.Box{
		"epc": s.print(specimenOf(t, "epc"), 90, 14), "gs1-128": s.print(specimenOf(t, "gs1-128"), 20, 70),
	}
	px, to := s.scan(3, 0.5, 1)
	p := &pipeline.Page{Number: 1, Pixels: px, ToPage: pipeline.Scale(1/float64(px.Width), 1/float64(px.Height))}
	if err := newReader(t, nil).Step().Do(t.Context(), &pipeline.Document{Tenant: "t"}, p); err != nil {
		t.Fatal(err)
	}
	if len(p.Codes) != 2 || p.Codes[0].Kind != pipeline.CodeQR || p.Codes[1].Kind != pipeline.Code128 || !p.Codes[1].GS1 {
		t.Fatalf("codes = %v, want a QR code above a GS1-128", p.Codes)
	}
	for i, name := range []string{"epc", "gs1-128"} {
		b := want[name]
		if box := to.Box(b[0], b[1], b[2], b[3]); p.Codes[i].Box.IoU(box) < 0.7 {
			t.Errorf("%s at %v, want %v", name, p.Codes[i].Box, box)
		}
	}
	if p.Separator {
		t.Error("the page is a separator, want none: its codes are of goods and money")
	}
}

// A page with a text layer is drawn only when it shows more than text.
func TestStep_drawn(t *testing.T) {
	t.Parallel()
	s := newSheet(t, 100, 80)
	s.print(specimenOf(t, "qr"), 40, 30)
	px, _ := s.scan(0, 0, 1)
	r := newReader(t, easel{px})
	plain, figured := &pipeline.Page{Cheap: true}, &pipeline.Page{Cheap: true, Figures: []pipeline.Box{{0.35, 0.3, 0.6, 0.6}}}
	for _, p := range []*pipeline.Page{plain, figured} {
		if err := r.Step().Do(t.Context(), &pipeline.Document{Tenant: "t"}, p); err != nil {
			t.Fatal(err)
		}
	}
	if len(plain.Codes) != 0 || plain.Shown != nil || !plain.Cheap {
		t.Errorf("page of text only: codes %v, drawn %v, cheap %v, want it left alone", plain.Codes, plain.Shown != nil, plain.Cheap)
	}
	if len(figured.Codes) != 1 || figured.Cheap {
		t.Errorf("page with a figure: codes %v, cheap %v, want one that is kept", figured.Codes, figured.Cheap)
	}
}

// zbarimg reads what is left, and says which place it read.
func TestZbar(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath(program); err != nil {
		t.Skipf("%s: %v", program, err)
	}
	s := newSheet(t, 130, 110)
	boxes := []pipeline.Box{s.print(specimenOf(t, "code39"), 20, 14), s.print(specimenOf(t, "gs1-128"), 20, 60)}
	px, _ := s.scan(0, 0.5, 1)
	var places []rect
	for _, b := range append([]pipeline.Box{{0.5, 0.95, 0.6, 1}}, boxes...) {
		w, h := float64(px.Width), float64(px.Height)
		places = append(places, rect{int(b[0] * w), int(b[1] * h), int(b[2] * w), int(b[3] * h)})
	}
	hits, err := newReader(t, nil).zbar(t.Context(), grey(px), places)
	if err != nil {
		t.Fatal(err)
	}
	if len(hits) != 2 || hits[0].Text != "DOC-4711" || hits[0].At != places[1] || !hits[1].GS1 || hits[1].At != places[2] {
		t.Errorf("hits = %v, want both codes at %v", hits, places[1:])
	}
}

func TestParts(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"PATCH T": true, "*Separator page*": true, "Trennblatt": true, "SEPARATOR VALVE 12": false, "4711": false, "": false,
	} {
		if got := parts(pipeline.Code{Kind: pipeline.Code128, Text: text}); got != want {
			t.Errorf("%q: parts = %v, want %v", text, got, want)
		}
	}
}
