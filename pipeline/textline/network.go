package textline

import (
	"fmt"
	"math"
)

// A network is a PP-OCRv4 recogniser: PP-LCNetV3 (blocks), then the light transformer of SVTR
// (neck), then a score for each character at each place (head).
// Sources: PaddleOCR, ppocr/modeling/backbones/rec_lcnetv3.py and necks/rnn.py (EncoderWithSVTR).
type network struct {
	loops  loops
	stem   depthwise
	first  activation
	blocks []block
	neck   neck
	head   product
}

// A block looks at each map apart and then mixes the maps.
type block struct {
	each    depthwise
	squeeze *squeeze // nil in most
	mix     product
	acts    [2]activation
}

// layout is what the weights do not say of the blocks: window and steps.
var layout = []struct{ maps, out, size, stepY, stepX int }{
	{16, 32, 3, 1, 1}, {32, 64, 3, 1, 1}, {64, 64, 3, 1, 1}, {64, 128, 3, 2, 1}, {128, 128, 3, 1, 1}, {128, 240, 3, 1, 2},
	{240, 240, 5, 1, 1}, {240, 240, 5, 1, 1}, {240, 240, 5, 1, 1}, {240, 240, 5, 1, 1},
	{240, 480, 5, 2, 1}, {480, 480, 5, 1, 1}, {480, 480, 5, 2, 1}, {480, 480, 5, 1, 1},
}

// Numbers in the names of the weights.
const (
	firstBlock = 136 // of conv2d: two for each block
	stemMaps   = 16
)

// squeezed tells the blocks with a squeeze, and the numbers of its two layers.
var squeezed = map[int][2]int{10: {96, 97}, 11: {107, 108}}

func newNetwork(w weights, l loops) *network {
	n := &network{loops: l, neck: newNeck(w), head: w.linear("linear_8", 120)}
	n.stem, n.first = newStem(w)
	for i, s := range layout {
		b := block{each: depthwise{size: s.size, stepY: s.stepY, stepX: s.stepX}}
		var bias []float32
		b.each.weights, bias, b.acts[0] = w.affine(firstBlock+2*i, 4*i)
		b.acts[0].bias = bias
		mixing, bias, act := w.affine(firstBlock+2*i+1, 4*i+2)
		b.mix, b.acts[1] = newProduct(s.out, s.maps, mixing, nil), act
		b.acts[1].bias = bias
		if at, ok := squeezed[i]; ok {
			b.squeeze = newSqueeze(w, at, s.maps)
		}
		n.blocks = append(n.blocks, b)
	}
	return n
}

// newStem makes the first layer of one that wants three colours: grey is the same in each.
func newStem(w weights) (depthwise, activation) {
	scale, bias := w.norm("batch_norm2d_0")
	c := depthwise{size: 3, stepY: 2, stepX: 2, weights: make([]float32, stemMaps*9)}
	for i, v := range w["conv2d_0.w_0"] {
		m := i / 27
		c.weights[m*9+i%9] += v * scale[m]
	}
	return c, activation{bias: bias}
}

// scores returns for each place along the line, from left to right, how likely each character
// is; character 0 is none. The line is 48 pixels high, its values -1 (black) to 1 (white).
func (n *network) scores(line tensor) [][]float32 {
	r := &run{loops: n.loops}
	x := newTensor(stemMaps, line.height, line.width)
	for m := range x.maps {
		copy(x.of(m), line.of(0))
	}
	x = n.stem.apply(r, x)
	n.first.shift(x)
	for _, b := range n.blocks {
		x = b.apply(r, x)
	}
	x = n.head.biased(r, n.neck.apply(r, pooled(x)))
	out := make([][]float32, x.width)
	for i := range out {
		out[i] = make([]float32, x.maps)
		for m := range out[i] {
			out[i][m] = x.of(m)[i]
		}
		softmax(out[i])
	}
	return out
}

func (b block) apply(r *run, x tensor) tensor {
	y := b.each.apply(r, x)
	r.done(x)
	b.acts[0].apply(r, y)
	if b.squeeze != nil {
		b.squeeze.apply(r, y)
	}
	x = b.mix.apply(r, y)
	r.done(y)
	b.acts[1].apply(r, x)
	return x
}

// pooled takes the mean of pieces of three rows by two columns: one row is left.
func pooled(x tensor) tensor {
	y := newTensor(x.maps, x.height/3, x.width/2)
	for m := range x.maps {
		in, out := x.of(m), y.of(m)
		for i := range out {
			row, column := i/y.width*3, i%y.width*2
			for k := range 3 {
				out[i] += (in[(row+k)*x.width+column] + in[(row+k)*x.width+column+1]) / 6
			}
		}
	}
	return y
}

// softmax turns scores into shares of one.
func softmax(v []float32) {
	top, sum := v[0], float32(0)
	for _, x := range v {
		top = max(top, x)
	}
	for i, x := range v {
		v[i] = float32(math.Exp(float64(x - top)))
		sum += v[i]
	}
	for i := range v {
		v[i] /= sum
	}
}

// missing names what the network needs and w does not have.
func (w weights) missing() error {
	for i := range layout {
		for _, name := range []string{conv(firstBlock + 2*i), conv(firstBlock + 2*i + 1)} {
			if w[name+".w_0"] == nil {
				return fmt.Errorf("no weights %s: %w", name, errWeights)
			}
		}
	}
	return nil
}

func conv(n int) string { return fmt.Sprintf("conv2d_%d", n) }
