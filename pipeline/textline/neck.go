package textline

import "math"

// A neck lets the places along the line know of each other. It works on one row of 480 maps.
type neck struct {
	narrow, widen, back, beside, last product
	layers                            []layer
	norm                              norm
}

func newNeck(w weights) neck {
	n := neck{
		narrow: w.normed(131, 146, 480*3), widen: w.normed(132, 147, 60), back: w.normed(133, 148, 120),
		beside: w.normed(134, 149, 960*3), last: w.normed(135, 150, 60), norm: w.layerNorm("layer_norm_4", 1e-6),
	}
	for i := range 2 {
		n.layers = append(n.layers, newLayer(w, i))
	}
	return n
}

func (n neck) apply(r *run, x tensor) tensor {
	y := swish(n.narrow.biased(r, widened(x)))
	y = swish(n.widen.biased(r, y))
	for _, layer := range n.layers {
		y = layer.apply(r, y)
	}
	y = swish(n.back.biased(r, n.norm.apply(y)))
	y = swish(n.beside.biased(r, widened(stacked(x, y))))
	return swish(n.last.biased(r, y))
}

// swish turns x into x·sigmoid(x), in place.
func swish(x tensor) tensor {
	for m := range x.maps {
		row := x.of(m)
		for i, v := range row {
			row[i] = v / (1 + float32(math.Exp(float64(-v))))
		}
	}
	return x
}

// A norm brings the maps of each place to mean 0 and variance 1, and then scales and shifts them.
type norm struct {
	scale, shift []float32
	epsilon      float64
}

func (w weights) layerNorm(name string, epsilon float64) norm {
	return norm{scale: w[name+".w_0"], shift: w[name+".b_0"], epsilon: epsilon}
}

func (n norm) apply(x tensor) tensor {
	y := newTensor(x.maps, x.height, x.width)
	for i := range x.width {
		sum, squares := 0.0, 0.0
		for m := range x.maps {
			sum += float64(x.of(m)[i])
		}
		mean := sum / float64(x.maps)
		for m := range x.maps {
			d := float64(x.of(m)[i]) - mean
			squares += d * d
		}
		by := 1 / math.Sqrt(squares/float64(x.maps)+n.epsilon)
		for m := range x.maps {
			y.of(m)[i] = float32((float64(x.of(m)[i])-mean)*by)*n.scale[m] + n.shift[m]
		}
	}
	return y
}
