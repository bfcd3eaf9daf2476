package raster

import (
	"testing"

	"docpipe/pipeline"
)

// One word at a known place of an A4 sheet, seen through boxes and rotations.
func TestStep_boxes_are_of_the_page_as_shown(t *testing.T) {
	t.Parallel()
	const x, y = 100, 600 // of the baseline's left end
	onSheet := rect{x, y, x + 41, y + 8.7}
	for name, c := range map[string]struct {
		page  string
		frame pageFrame
		turn  int
	}{
		"plain":               {"", pageFrame{Box: rect{0, 0, 595, 842}}, 0},
		"a quarter turn":      {"/Rotate 90", pageFrame{Box: rect{0, 0, 595, 842}, Rotate: 90}, 270},
		"half a turn":         {"/Rotate 180", pageFrame{Box: rect{0, 0, 595, 842}, Rotate: 180}, 180},
		"a turn back":         {"/Rotate -90", pageFrame{Box: rect{0, 0, 595, 842}, Rotate: 270}, 90},
		"a crop box":          {"/CropBox[50 400 450 800]", pageFrame{Box: rect{50, 400, 450, 800}}, 0},
		"cropped and turned":  {"/CropBox[50 400 450 800]/Rotate 90", pageFrame{Box: rect{50, 400, 450, 800}, Rotate: 90}, 270},
		"a media box aside":   {"/MediaBox[50 400 450 800]", pageFrame{Box: rect{50, 400, 450, 800}}, 0},
		"a unit of two":       {"/UserUnit 2", pageFrame{Box: rect{0, 0, 595, 842}}, 0},
		"a crop box too wide": {"/CropBox[-500 -500 2000 2000]", pageFrame{Box: rect{0, 0, 595, 842}}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			p := b.page(t, mediaPDF, pdf{page: c.page, content: text(12, x, y, "Invoice")}.bytes())
			if len(p.Words) != 1 || p.Words[0].Hidden {
				t.Fatalf("words = %v, want the one visible word", p.Words)
			}
			want := c.frame.shown(onSheet)
			if iou := p.Words[0].Box.IoU(want); iou < 0.8 {
				t.Errorf("box = %v, want about %v (IoU %.2f)", p.Words[0].Box, want, iou)
			}
			if p.Turn != c.turn {
				t.Errorf("turn = %d, want %d", p.Turn, c.turn)
			}
		})
	}
}

// The pixels of Render prove the boxes: ink inside, none around.
func TestRender_shows_ink_where_the_words_are(t *testing.T) {
	t.Parallel()
	b := setup(t)
	d := b.inspected(t, mediaPDF, pdf{page: "/CropBox[50 400 450 800]/Rotate 90", content: text(20, 100, 600, "HEHEHE")}.bytes())
	p := d.Pages[0]
	if err := b.Step().Do(t.Context(), d, p); err != nil {
		t.Fatal(err)
	}
	px, err := b.Render(t.Context(), d, p, 144)
	if err != nil {
		t.Fatal(err)
	}
	if px.Width != 800 || px.Height != 800 || px.Channels != 3 {
		t.Fatalf("pixels = %dx%dx%d, want 800x800x3", px.Width, px.Height, px.Channels)
	}
	inside, outside := 0, 0
	box := p.Words[0].Box
	for y := range px.Height {
		for x := range px.Width {
			if px.Data[3*(y*px.Width+x)] > 128 {
				continue
			}
			fx, fy := (float64(x)+0.5)/800, (float64(y)+0.5)/800
			if fx > box[0]-0.002 && fx < box[2]+0.002 && fy > box[1]-0.002 && fy < box[3]+0.002 {
				inside++
			} else {
				outside++
			}
		}
	}
	if inside < 500 || outside > 0 {
		t.Errorf("dark pixels: %d inside of %v, %d outside, want all inside", inside, box, outside)
	}
}

func TestStep_reduces_the_resolution_of_a_giant_page(t *testing.T) {
	t.Parallel()
	cfg := DefaultConfig()
	cfg.PagePixels = 2e6
	b := setupWith(t, cfg)
	p := b.page(t, mediaPDF, pdf{page: "/MediaBox[0 0 14400 14400]", content: "0 0 7000 7000 re f"}.bytes())
	if p.Pixels == nil {
		t.Fatal("no pixels, want just below 2 million")
	}
	if n := p.Pixels.Width * p.Pixels.Height; n > 2e6 || n < 1.9e6 {
		t.Errorf("%d pixels, want just below 2 million", n)
	}
	if p.State != pipeline.PageRead || p.Width != 14400 {
		t.Errorf("page = %v, %v points wide, want read, 14400", p.State, p.Width)
	}
}
