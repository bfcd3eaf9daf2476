package code

import (
	"fmt"
	"testing"
)

// TestMatrix reads every kind of code however the page lies, sharp and blurred, at 150 dpi: 95 of
// 100 at least, each kind four times out of five, and nothing that is not there.
func TestMatrix(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("reads many pages, one after the other")
	}
	const atLeast, eachAtLeast = 0.95, 0.8
	all, readWell := 0, 0
	for i, c := range specimens(t) {
		s := newSheet(t, 105, 75)
		s.print(c, 22, 14)
		n, ok := 0, 0
		for _, degrees := range []float64{0, 90, 180, 270, 7, -7} {
			for _, blur := range []float64{0.4, 0.8} {
				n++
				if err := readOne(s, c, degrees, blur, uint64(i)); err != nil {
					t.Logf("%s at %g degrees, blur %g: %v", c.name, degrees, blur, err)
				} else {
					ok++
				}
			}
		}
		if float64(ok) < eachAtLeast*float64(n) {
			t.Errorf("%s: %d of %d read, want a share of %v", c.name, ok, n, eachAtLeast)
		}
		all, readWell = all+n, readWell+ok
	}
	if share := float64(readWell) / float64(all); share < atLeast {
		t.Errorf("%d of %d read, want a share of %v", readWell, all, atLeast)
	}
}

func readOne(s sheet, c specimen, degrees, blur float64, seed uint64) error {
	px, _ := s.scan(degrees, blur, seed)
	img := grey(px)
	hits, rest := readAll(img, find(img, px.DPI))
	if len(hits) == 0 {
		return fmt.Errorf("nothing was read, left are %v", rest)
	}
	if got := (read{hits[0].Kind, hits[0].Text, hits[0].GS1}); len(hits) > 1 || got != (read{c.want.Kind, c.want.Text, c.want.GS1}) {
		return fmt.Errorf("read %v", hits)
	}
	return nil
}
