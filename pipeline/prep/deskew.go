package prep

import (
	"math"

	"docpipe/pipeline"
)

// Deskew turns a page whose text lines lean by at least MinSkew and at most MaxSkew degrees
// upright, the whole old page staying in view. Below a degree Tesseract does not mind
// (measured), and every resampling costs sharpness. The number is the clockwise lean in degrees.
func Deskew(s *Sheet, cfg Config) (*Sheet, pipeline.Transform, float64) {
	angle, sure := lean(s.look(), cfg.MaxSkew)
	if !sure || math.Abs(angle) < cfg.MinSkew {
		return s, pipeline.Identity, angle
	}
	width, height := s.Size()
	sin, cos := math.Sincos(math.Abs(angle) * math.Pi / 180)
	w, h := float64(width), float64(height)
	newW, newH := math.Ceil(w*cos+h*sin), math.Ceil(w*sin+h*cos)
	back := pipeline.Translate(-newW/2, -newH/2).Then(pipeline.Rotate(angle)).Then(pipeline.Translate(w/2, h/2))
	return warp(s, int(newW), int(newH), back, s.look().paper), back, angle
}

// minPoints of ink carry a measure of direction; fewer are specks.
const minPoints = 300

// lean finds the clockwise angle at which the ink falls into lines, and whether it does so
// clearly better than without turning.
func lean(t *thumb, limit float64) (angle float64, sure bool) {
	if len(t.points) < minPoints {
		return 0, false
	}
	straight := lineEnergy(t, 0)
	best := straight
	search := func(from, to, by float64) {
		for a := from; a <= to; a += by {
			if e := lineEnergy(t, a); e > best {
				best, angle = e, a
			}
		}
	}
	search(-limit, limit, 0.5)
	search(angle-0.4, angle+0.4, 0.1)
	search(angle-0.08, angle+0.08, 0.02)
	return angle, best > 1.1*straight
}

// lineEnergy says how sharply the ink falls into rows that lean clockwise by angle degrees:
// the sum of squared steps of the row profile, which text lines and rules make large.
func lineEnergy(t *thumb, angle float64) float64 {
	sin, cos := math.Sincos(angle * math.Pi / 180)
	s, c := float32(sin), float32(cos)
	shift := float32(0)
	if s > 0 {
		shift = s * float32(t.width)
	}
	rows := make([]int32, int(float64(t.height)+math.Abs(sin)*float64(t.width))+3)
	for _, p := range t.points {
		rows[int(p.y*c-p.x*s+shift)]++
	}
	return energy(rows)
}

func energy(rows []int32) float64 {
	sum := 0.0
	for i := 1; i < len(rows); i++ {
		d := float64(rows[i] - rows[i-1])
		sum += d * d
	}
	return sum
}
