package textline

// A product maps every place of a tensor from its in values to out others: a convolution of
// one by one, or a layer of a transformer.
type product struct {
	in, out int
	packed  []float32 // weights in the order in which multiply takes them
	bias    []float32
}

// newProduct packs weights given row by row (out × in).
func newProduct(out, in int, weights, bias []float32) product {
	p := product{in: in, out: out, packed: make([]float32, roundUp(out, rows)*in), bias: bias}
	for o := range out {
		block := p.packed[o/rows*rows*in:]
		for i := range in {
			block[i*rows+o%rows] = weights[o*in+i]
		}
	}
	return p
}

// apply returns the product without the bias.
func (p product) apply(r *run, x tensor) tensor {
	y := r.tensor(p.out, x.height, x.width)
	panel := make([]float32, p.in*columns)
	for at := 0; at < x.room; at += columns {
		for i := range p.in {
			copy(panel[i*columns:][:columns], x.data[i*x.room+at:])
		}
		for o := 0; o < p.out; o += rows {
			r.multiply(p.in, p.packed[o*p.in:], panel, y.data[o*y.room+at:], y.room)
		}
	}
	return y
}

// biased returns the product with the bias.
func (p product) biased(r *run, x tensor) tensor {
	y := p.apply(r, x)
	for o, b := range p.bias {
		row := y.of(o)
		for i := range row {
			row[i] += b
		}
	}
	return y
}
