package textline

import (
	"fmt"
	"math"
)

// An activation is a hard swish of x + bias, and an affine step after it.
type activation struct {
	bias         []float32 // one for each map
	scale, after float32
}

func (a activation) apply(r *run, x tensor) {
	p := [6]float32{0, 3, 0, 6, a.scale / 6, a.after}
	for m := range x.maps {
		p[0] = a.bias[m]
		r.activate(x.room, x.padded(m), &p)
	}
}

// shift adds the bias alone.
func (a activation) shift(x tensor) {
	for m := range x.maps {
		row := x.of(m)
		for i := range row {
			row[i] += a.bias[m]
		}
	}
}

// affine returns the weights and the bias of a convolution with the affine step behind it
// folded in, and the activation with the affine step behind that.
func (w weights) affine(number, step int) (folded, bias []float32, a activation) {
	scale, shift := w.step(step)
	for _, v := range w[conv(number)+".w_0"] {
		folded = append(folded, v*scale)
	}
	for _, v := range w[conv(number)+".b_0"] {
		bias = append(bias, v*scale+shift)
	}
	a.scale, a.after = w.step(step + 1)
	return folded, bias, a
}

// step returns an affine step: factor and summand.
func (w weights) step(n int) (scale, shift float32) {
	name := fmt.Sprintf("learnable_affine_block_%d", n)
	return w[name+".w_0"][0], w[name+".w_1"][0]
}

// norm returns a batch normalisation as factor and summand of each map.
func (w weights) norm(name string) (scale, shift []float32) {
	const epsilon = 1e-5
	for i, gamma := range w[name+".w_0"] {
		s := gamma / float32(math.Sqrt(float64(w[name+".w_2"][i])+epsilon))
		scale, shift = append(scale, s), append(shift, w[name+".b_0"][i]-w[name+".w_1"][i]*s)
	}
	return scale, shift
}

// normed returns a convolution with the batch normalisation behind it folded in.
func (w weights) normed(number, norm, in int) product {
	scale, shift := w.norm(fmt.Sprintf("batch_norm2d_%d", norm))
	values := w[conv(number)+".w_0"]
	folded := make([]float32, len(values))
	for i, v := range values {
		folded[i] = v * scale[i/in]
	}
	return newProduct(len(shift), in, folded, shift)
}

// linear returns a layer of a transformer: its weights are in × out.
func (w weights) linear(name string, in int) product {
	values, bias := w[name+".w_0"], w[name+".b_0"]
	out := len(bias)
	turned := make([]float32, len(values))
	for i := range in {
		for o := range out {
			turned[o*in+i] = values[i*out+o]
		}
	}
	return newProduct(out, in, turned, bias)
}
