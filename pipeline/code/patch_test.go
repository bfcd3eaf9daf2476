package code

import (
	"testing"

	"docpipe/pipeline"
)

// patchSpecimen is a patch code of the standard's size, as it lies on an upright page; sideways it
// is read from the right.
func patchSpecimen(text string, sideways bool) specimen {
	var dark []bool
	for bars, name := range patchTexts {
		if name != text {
			continue
		}
		for i, b := range bars {
			if i > 0 {
				dark = append(dark, false, false)
			}
			dark = append(dark, true, true)
			if b == 'w' {
				dark = append(dark, true, true, true)
			}
		}
	}
	s := specimen{wide: 55, high: 1.016, columns: 1, rows: len(dark), dark: func(_, y int) bool { return dark[y] }}
	if sideways {
		s = specimen{wide: 1.016, high: 55, columns: len(dark), rows: 1, dark: func(x, _ int) bool { return dark[len(dark)-1-x] }}
	}
	s.want = pipeline.Code{Kind: pipeline.CodePatch, Text: text}
	return s
}

// Every patch is read on leaning and blurred sheets, and where it lies.
func TestPatches(t *testing.T) {
	t.Parallel()
	for i, text := range []string{"1", "2", "3", "4", "6", "T"} {
		for _, sideways := range []bool{false, true} {
			degrees := 1.5*float64(i) - 4
			s := newSheet(t, 100, 90)
			b := s.printFar(patchSpecimen(text, sideways))
			px, to := s.scan(degrees, 0.8, 5)
			hits := patches(grey(px), px.DPI)
			if len(hits) != 1 || hits[0].Text != text {
				t.Errorf("patch %s, sideways %v, %g degrees: %v", text, sideways, degrees, hits)
				continue
			}
			at := inFrame(hits, pipeline.Scale(1/float64(px.Width), 1/float64(px.Height)))[0].Box
			if want := to.Box(b[0], b[1], b[2], b[3]); at.IoU(want) < 0.6 {
				t.Errorf("patch %s, sideways %v, %g degrees: at %v, want %v", text, sideways, degrees, at, want)
			}
		}
	}
}

// printFar puts a patch where there is room for it, with its quiet zone.
func (s sheet) printFar(c specimen) pipeline.Box {
	white := c
	white.dark = func(int, int) bool { return false }
	for _, by := range []float64{-3, 3} {
		s.print(white, 28+by, 22+by)
	}
	return s.print(c, 28, 22)
}

// A sheet with a patch and nothing else parts documents; text and other codes are no patches.
func TestPatches_none(t *testing.T) {
	t.Parallel()
	s := newSheet(t, 130, 110)
	for i, c := range specimens(t)[:4] {
		s.print(c, 10+60*float64(i%2), 10+50*float64(i/2))
	}
	px, _ := s.scan(0, 0.5, 1)
	if hits := patches(grey(px), px.DPI); len(hits) != 0 {
		t.Errorf("patches = %v, want none", hits)
	}
	for text, want := range map[string]bool{"T": true, "2": true, "3": true, "1": false, "4": false, "6": false} {
		if got := parts(pipeline.Code{Kind: pipeline.CodePatch, Text: text}); got != want {
			t.Errorf("patch %s: parts = %v, want %v", text, got, want)
		}
	}
}
