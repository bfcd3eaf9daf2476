package textline

import (
	"math"

	"docpipe/pipeline"
)

// What the network takes: lines of this height, and of any width that its steps divide.
const (
	lineHeight = 48
	widthStep  = 8
	maxWidth   = 3200
)

// A sampling says which part of an image becomes a line, and how wide that is.
type sampling struct {
	left, top, right, bottom float64
	width                    int
}

// newSampling takes some margin around the letters, as the network has learned lines. It is
// false for a box that has no area or that is no line.
func newSampling(img *pipeline.Pixels, box pipeline.Box) (sampling, bool) {
	margin := 1 + 0.12*(box[3]-box[1])
	s := sampling{
		left: max(box[0]-2*margin, 0), top: max(box[1]-margin, 0),
		right: min(box[2]+2*margin, float64(img.Width)), bottom: min(box[3]+margin, float64(img.Height)),
	}
	high, wide := s.bottom-s.top, s.right-s.left
	if !(high >= 4 && wide >= 2) {
		return s, false
	}
	s.width = min(max(roundUp(int(math.Round(wide*lineHeight/high)), widthStep), 2*widthStep), maxWidth)
	return s, true
}

// line returns the sampled pixels, -1 (black) to 1 (white). Where they become fewer, each is
// the mean of those it stands for.
func (s sampling) line(img *pipeline.Pixels) tensor {
	t := newTensor(1, lineHeight, s.width)
	out := t.of(0)
	stepX, stepY := (s.right-s.left)/float64(s.width), (s.bottom-s.top)/lineHeight
	looks := max(1, int(math.Ceil(max(stepX, stepY)-0.25)))
	for i := range out {
		x, y := i%s.width, i/s.width
		sum := 0.0
		for k := range looks * looks {
			dx, dy := (float64(k%looks)+0.5)/float64(looks), (float64(k/looks)+0.5)/float64(looks)
			sum += grey(img, s.left+(float64(x)+dx)*stepX-0.5, s.top+(float64(y)+dy)*stepY-0.5)
		}
		out[i] = float32(sum/float64(looks*looks)/127.5 - 1)
	}
	return t
}

// grey is the value between the four pixels around a place.
func grey(img *pipeline.Pixels, x, y float64) float64 {
	x, y = min(max(x, 0), float64(img.Width-1)), min(max(y, 0), float64(img.Height-1))
	left, top := int(x), int(y)
	right, bottom := min(left+1, img.Width-1), min(top+1, img.Height-1)
	fx, fy := x-float64(left), y-float64(top)
	at := func(x, y int) float64 { return float64(img.Data[y*img.Width+x]) }
	return (at(left, top)*(1-fx)+at(right, top)*fx)*(1-fy) + (at(left, bottom)*(1-fx)+at(right, bottom)*fx)*fy
}
