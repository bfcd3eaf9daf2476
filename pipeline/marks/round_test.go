package marks

import (
	"math"
	"testing"

	"docpipe/pipeline"
)

// arc draws an ellipse that leans by degrees, in millimetres.
func (d *drawing) arc(x, y, a, b, degrees, width float64) {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	at := func(t float64) (float64, float64) {
		u, v := a*math.Cos(t), b*math.Sin(t)
		return x + u*cos - v*sin, y + u*sin + v*cos
	}
	px, py := at(0)
	for i := 1; i <= 90; i++ {
		nx, ny := at(2 * math.Pi * float64(i) / 90)
		d.stroke(px, py, nx, ny, width)
		px, py = nx, ny
	}
}

// frame draws a rectangle around a middle that leans by degrees.
func (d *drawing) frame(x, y, w, h, degrees, width float64) {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	at := func(u, v float64) (float64, float64) { return x + u*cos - v*sin, y + u*sin + v*cos }
	corners := [][2]float64{{-w / 2, -h / 2}, {w / 2, -h / 2}, {w / 2, h / 2}, {-w / 2, h / 2}, {-w / 2, -h / 2}}
	for i := range 4 {
		x0, y0 := at(corners[i][0], corners[i][1])
		x1, y1 := at(corners[i+1][0], corners[i+1][1])
		d.stroke(x0, y0, x1, y1, width)
	}
	for i := range 3 { // something that stands for words
		x0, y0 := at(-w/3, -h/5+h/5*float64(i))
		x1, y1 := at(w/3, -h/5+h/5*float64(i))
		d.stroke(x0, y0, x1, y1, width)
	}
}

// Circles beside words are read, the chosen one by its dot; letters and bullets are none.
func TestStep_circles(t *testing.T) {
	t.Parallel()
	for _, dpi := range []float64{150, 250} {
		d := newDrawing(dpi, 0.005)
		d.write(t, 10, 10, "OO O0 Options for payment of 100 Q")
		for i := range 3 {
			y := 20 + 12*float64(i)
			for k, radius := range []float64{1.5, 2.2, 3} {
				x := 14 + 36*float64(k)
				d.arc(x, y+d.slope*x, radius, radius, 0, 0.3)
				if i == 1 {
					for r := 0.1; r < 0.5*radius; r += 0.2 {
						d.arc(x, y+d.slope*x, r, r, 0, 0.3)
					}
				}
				d.write(t, x+radius+2, y+1.3, "Monthly")
			}
		}
		for i := range 3 {
			for r := 0.1; r < 0.9; r += 0.2 {
				d.arc(20, 60+8*float64(i), r, r, 0, 0.3)
			}
			d.write(t, 24, 61+8*float64(i), "point of a list")
		}
		found := d.marks(t)[pipeline.MarkRadio]
		set := 0
		for i, m := range found {
			if m.Set {
				set++
			}
			if y := m.Box.CenterY() * 90; m.Set != (math.Abs(y-32-d.slope*m.Box.CenterX()*120) < 2) || m.Confidence < 0.9 {
				t.Errorf("%g dpi: circle %d at %.1f mm is set: %v, %v", dpi, i, y, m.Set, m.Confidence)
			}
		}
		if len(found) != 9 || set != 3 {
			t.Errorf("%g dpi: %d circles, %d chosen, want 9 and 3: %v", dpi, len(found), set, found)
		}
	}
}

// Round and leaning stamps are found where they are, upright ones by their words; tables, boxes
// with text and signatures are none.
func TestStep_stamps(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		draw func(d *drawing)
		want *pipeline.Box
	}{
		"ring": {func(d *drawing) {
			d.arc(60, 50, 15, 15, 0, 0.6)
			d.arc(60, 50, 10, 10, 0, 0.4)
			d.stroke(53, 50, 67, 50, 0.5)
		}, &pipeline.Box{45.0 / 120, 35.0 / 90, 75.0 / 120, 65.0 / 90}},
		"oval": {func(d *drawing) {
			d.arc(60, 50, 22, 13, 12, 0.6)
			d.stroke(50, 50, 70, 53, 0.5)
		}, &pipeline.Box{38.0 / 120, 36.0 / 90, 82.0 / 120, 64.0 / 90}},
		"leaning frame": {func(d *drawing) { d.frame(60, 50, 45, 20, -9, 0.6) }, &pipeline.Box{36.0 / 120, 36.5 / 90, 84.0 / 120, 63.5 / 90}},
		"upright frame that says what it is": {func(d *drawing) {
			d.frame(60, 50, 45, 20, 0, 0.6)
			d.write(t, 45, 45, "EINGEGANGEN")
			d.write(t, 45, 55, "12.03.2026")
		}, &pipeline.Box{37.5 / 120, 40.0 / 90, 82.5 / 120, 60.0 / 90}},
		"box with text": {func(d *drawing) {
			d.frame(60, 50, 45, 20, 0, 0.4)
			d.write(t, 45, 45, "Total due")
		}, nil},
		"table": {func(d *drawing) {
			for i := range 5 {
				d.stroke(30, 35+6*float64(i), 90, 35+6*float64(i), 0.3)
				d.stroke(30+15*float64(i), 35, 30+15*float64(i), 59, 0.3)
			}
		}, nil},
		"logo of a letterhead": {func(d *drawing) {
			d.arc(60, 12, 11, 11, 0, 0.6)
			d.stroke(53, 12, 67, 12, 0.5)
		}, nil},
		"signature":    {func(d *drawing) { d.scribble(40, 50) }, nil},
		"empty circle": {func(d *drawing) { d.arc(60, 50, 15, 15, 0, 0.4) }, nil},
	} {
		d := newDrawing(150, 0)
		d.write(t, 10, 80, "Received in good order by the carrier")
		c.draw(d)
		found := d.marks(t)[pipeline.MarkStamp]
		switch {
		case c.want == nil && len(found) > 0:
			t.Errorf("%s: stamps = %v, want none", name, found)
		case c.want != nil && (len(found) != 1 || found[0].Box.IoU(*c.want) < 0.75):
			t.Errorf("%s: stamps = %v, want one at %v", name, found, *c.want)
		}
	}
}
