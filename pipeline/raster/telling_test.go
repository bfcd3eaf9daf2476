package raster

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/color"
	"image/png"
	"testing"
)

// drawnImage is a picture as a drawing carries it: dark where ink says so.
func drawnImage(t *testing.T, w, h int, ink func(x, y int) bool) painted {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			if img.SetGray(x, y, color.Gray{Y: 255}); ink(x, y) {
				img.SetGray(x, y, color.Gray{Y: 20})
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return painted{pixelsX: w, pixelsY: h, source: "data:image/png;base64," + base64.StdEncoding.EncodeToString(b.Bytes())}
}

func TestTelling_pictures(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		w, h           int
		ink            func(x, y int) bool
		telling, where bool // on any page, on one that asks for a signature
	}{
		"a matrix code": {100, 100, func(x, y int) bool { return (x/4*7+y/4*13+x/4*(y/4))%3 != 0 }, true, true},
		"a bar code":    {200, 60, func(x, _ int) bool { return x/3%2 == 0 }, true, true},
		"a logo":        {120, 100, func(x, y int) bool { return (x-60)*(x-60)+(y-50)*(y-50) < 1600 }, false, false},
		"a stroke":      {200, 60, func(x, y int) bool { return y/3 == 10 || x == y*3 }, false, true},
		"white":         {100, 100, func(int, int) bool { return false }, false, false},
	} {
		p := drawnImage(t, c.w, c.h, c.ink)
		if got := p.telling(false); got != c.telling {
			t.Errorf("%s: telling is %t, want %t", name, got, c.telling)
		}
		if got := p.telling(true); got != c.where {
			t.Errorf("%s, where a signature is asked for: telling is %t, want %t", name, got, c.where)
		}
	}
	if p := (painted{pixelsX: 10, pixelsY: 10, source: "data:image/png;base64,AAAA"}); !p.telling(false) {
		t.Error("a picture that cannot be looked at counts as a logo")
	}
}
