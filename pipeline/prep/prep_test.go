package prep

import (
	"bytes"
	"context"
	"image/jpeg"
	"os"
	"strings"
	"sync"
	"testing"

	"docpipe/pipeline"
	"docpipe/pipeline/sandbox"
)

func TestMain(m *testing.M) {
	sandbox.Main(sandbox.Kind{Name: "page", Ops: Ops()})
	os.Exit(m.Run())
}

// shelf keeps artefacts in memory.
type shelf struct {
	mu    sync.Mutex
	saved map[string][]byte
}

func (s *shelf) Load(_ context.Context, _ *pipeline.Document, name string) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if b, ok := s.saved[name]; ok {
		return b, nil
	}
	return nil, pipeline.ErrNotFound
}

func (s *shelf) Save(_ context.Context, _ *pipeline.Document, name string, b []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.saved[name] = b
	return nil
}

func setup(t *testing.T) (pipeline.PageStep, *shelf) {
	t.Helper()
	store := &shelf{saved: map[string][]byte{}}
	return setupWith(t, store), store
}

func setupWith(t *testing.T, store pipeline.Artefacts) pipeline.PageStep {
	t.Helper()
	cfg := sandbox.DefaultConfig()
	cfg.Mode = sandbox.BestEffort
	sb, err := sandbox.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	pages := sb.Pool("page", 1)
	t.Cleanup(pages.Close)
	return New(DefaultConfig(), pages, store).Step()
}

func TestStep(t *testing.T) {
	t.Parallel()
	step, store := setup(t)
	original := marked(t, 150, 11)
	leaned, lean := leaning(original, 3)
	lying, distorted := turn(leaned, 1)
	w, h := lying.Size()
	p := &pipeline.Page{File: 1, Index: 4, Pixels: &pipeline.Pixels{Width: w, Height: h, Channels: 3, DPI: 150, Data: coloured(lying)}}
	if err := step.Do(t.Context(), &pipeline.Document{Tenant: "t"}, p); err != nil {
		t.Fatal(err)
	}
	px := p.Pixels
	if px.Channels != 1 || len(px.Data) != px.Width*px.Height || px.Height < px.Width {
		t.Fatalf("pixels = %d x %d of %d channels, %d bytes", px.Width, px.Height, px.Channels, len(px.Data))
	}
	if p.Turn != 90 {
		t.Errorf("turn = %d, want 90", p.Turn)
	}
	back := p.ToPage.Then(pipeline.Scale(float64(w), float64(h)))
	wantBack(t, original, NewSheet(px.Width, px.Height, px.DPI, px.Data), back, distorted.Then(lean))

	image, err := jpeg.Decode(bytes.NewReader(store.saved["image/1-4.jpg"]))
	if err != nil || p.Image != "image/1-4.jpg" {
		t.Fatalf("image %q: %v", p.Image, err)
	}
	if b := image.Bounds(); b.Dx() != px.Width || b.Dy() != px.Height {
		t.Errorf("stored image is %v, want %d x %d", b, px.Width, px.Height)
	}
}

func coloured(s *Sheet) []byte {
	rgb := make([]byte, 0, 3*len(s.Grey.Pix))
	for _, v := range s.Grey.Pix {
		rgb = append(rgb, v, v, v)
	}
	return rgb
}

func TestStep_nothingToDo(t *testing.T) {
	t.Parallel()
	step, store := setup(t)
	digital := &pipeline.Page{Number: 1}
	if err := step.Do(t.Context(), &pipeline.Document{}, digital); err != nil || digital.Image != "" || len(store.saved) > 0 {
		t.Errorf("a page without pixels: %v, image %q", err, digital.Image)
	}
	short := &pipeline.Page{Pixels: &pipeline.Pixels{Width: 10, Height: 10, Channels: 3, Data: make([]byte, 299)}}
	if err := step.Do(t.Context(), &pipeline.Document{}, short); pipeline.KindOf(err) != pipeline.ErrRenderCrash {
		t.Errorf("pixels that end early: %v, want ErrRenderCrash", err)
	}
}

// Where nobody asks for images a page has the name of one that the cache has let go.
func TestStep_keepsNone(t *testing.T) {
	t.Parallel()
	page := marked(t, 150, 11)
	w, h := page.Size()
	p := &pipeline.Page{File: 2, Index: 3, Pixels: &pipeline.Pixels{Width: w, Height: h, Channels: 3, DPI: 150, Data: coloured(page)}}
	if err := setupWith(t, nil).Do(t.Context(), &pipeline.Document{Tenant: "t"}, p); err != nil {
		t.Fatal(err)
	}
	if p.Image != "image/2-3.jpg" || p.Pixels.Channels != 1 {
		t.Errorf("image %q, %d channels, want the name of an image, and grey pixels", p.Image, p.Pixels.Channels)
	}
}

func TestConfig(t *testing.T) {
	t.Parallel()
	if err := DefaultConfig().Validate(); err != nil {
		t.Errorf("the default settings: %v", err)
	}
	bad := DefaultConfig()
	bad.MaxSkew, bad.Quality = 90, 0
	err := bad.Validate()
	if err == nil || !strings.Contains(err.Error(), "prep.max_skew") || !strings.Contains(err.Error(), "prep.quality") {
		t.Errorf("error = %v, want both settings named", err)
	}
	same := &Prep{cfg: DefaultConfig()}
	other := &Prep{cfg: DefaultConfig()}
	other.cfg.MinSkew = 2
	if same.key(nil) == other.key(nil) {
		t.Error("two settings have one key")
	}
}
