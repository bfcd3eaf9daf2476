package ocr

import "testing"

func TestOnHead(t *testing.T) {
	t.Parallel()
	upright := letter(t).pixels()
	turned, _ := turn(upright, 2)
	if onHead(upright) || !onHead(turned) {
		t.Errorf("onHead = %v for a letter and %v for it turned round, want false and true", onHead(upright), onHead(turned))
	}
	if onHead(newDrawing(t, 600, 800, 11).pixels()) {
		t.Error("onHead of a white page = true, want false")
	}
}

func TestRuns(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		words []word
		want  int
	}{
		"across":          {[]word{{text: "Invoice", box: [4]float64{0, 0, 70, 10}}, {text: "number", box: [4]float64{80, 0, 140, 10}}}, 0},
		"up":              {[]word{{text: "Invoice", box: [4]float64{0, 100, 10, 170}}, {text: "number", box: [4]float64{0, 30, 10, 90}}}, 90},
		"down":            {[]word{{text: "Invoice", box: [4]float64{0, 0, 10, 70}}, {text: "number", box: [4]float64{0, 80, 10, 140}}}, 270},
		"too short words": {[]word{{text: "1", box: [4]float64{0, 0, 5, 20}}}, 0},
	} {
		if got := runs(c.words); got != c.want {
			t.Errorf("%s: runs = %d, want %d", name, got, c.want)
		}
	}
}
