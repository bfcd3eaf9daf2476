package textline

import (
	"fmt"
	"math"
)

// A layer is one of a transformer: attention, and two products.
type layer struct {
	norms              [2]norm
	ask, answer, widen product
	narrow             product
}

const heads = 8

func newLayer(w weights, i int) layer {
	name := func(n int) string { return fmt.Sprintf("linear_%d", 4*i+n) }
	return layer{
		norms: [2]norm{w.layerNorm(fmt.Sprintf("layer_norm_%d", 2*i), 1e-5), w.layerNorm(fmt.Sprintf("layer_norm_%d", 2*i+1), 1e-5)},
		ask:   w.linear(name(0), 120), answer: w.linear(name(1), 120), widen: w.linear(name(2), 120), narrow: w.linear(name(3), 240),
	}
}

func (y layer) apply(r *run, x tensor) tensor {
	add(x, y.answer.biased(r, attention(y.ask.biased(r, y.norms[0].apply(x)))))
	add(x, y.narrow.biased(r, swish(y.widen.biased(r, y.norms[1].apply(x)))))
	return x
}

func add(x, y tensor) {
	for m := range x.maps {
		to := x.of(m)
		for i, v := range y.of(m) {
			to[i] += v
		}
	}
}

// attention takes queries, keys and values, a third of the maps each, and returns for each
// place the values of all places, weighed by how well their keys fit its query.
func attention(x tensor) tensor {
	width, maps := x.width, x.maps/3
	size := maps / heads
	y := newTensor(maps, 1, width)
	by := float32(1 / math.Sqrt(float64(size)))
	fit := make([]float32, width)
	for h := range heads {
		for i := range width {
			clear(fit)
			for m := h * size; m < (h+1)*size; m++ {
				query := x.of(m)[i] * by
				for j, key := range x.of(maps + m) {
					fit[j] += query * key
				}
			}
			softmax(fit)
			for m := h * size; m < (h+1)*size; m++ {
				sum := float32(0)
				for j, v := range x.of(2*maps + m) {
					sum += fit[j] * v
				}
				y.of(m)[i] = sum
			}
		}
	}
	return y
}
