package textline

// A depthwise convolution looks at each map apart, through a window of its own.
type depthwise struct {
	size         int // of the square window
	stepY, stepX int
	weights      []float32 // size × size for each map
}

// apply returns the convolution without the bias, of a tensor as if zeros lay around it.
func (c depthwise) apply(r *run, x tensor) tensor {
	y := r.tensor(x.maps, (x.height-1)/c.stepY+1, (x.width-1)/c.stepX+1)
	f := newFrame(x.height, x.width, c.size)
	line := make([]float32, roundUp(x.width, 8))
	for m := range x.maps {
		f.fill(x.of(m))
		window, out := c.weights[m*c.size*c.size:], y.of(m)
		for row := range y.height {
			clear(line)
			for k := range c.size {
				r.slide(len(line), c.size, window[k*c.size:], f.row(row*c.stepY+k), line)
			}
			thinned(out[row*y.width:][:y.width], line, c.stepX)
		}
	}
	return y
}

// thinned takes each step-th value of a line.
func thinned(out, line []float32, step int) {
	if step == 1 {
		copy(out, line)
		return
	}
	for i := range out {
		out[i] = line[i*step]
	}
}

// A frame is a map with a margin of zeros wide enough for a window.
type frame struct {
	width, margin, stride int
	data                  []float32
}

func newFrame(height, width, size int) frame {
	margin := size / 2
	stride := roundUp(width, 8) + 2*margin
	return frame{width: width, margin: margin, stride: stride, data: make([]float32, (height+2*margin)*stride)}
}

// fill lays values into the frame.
func (f frame) fill(values []float32) {
	for y := 0; y*f.width < len(values); y++ {
		copy(f.data[(y+f.margin)*f.stride+f.margin:], values[y*f.width:][:f.width])
	}
}

// row returns row y, counted from the margin.
func (f frame) row(y int) []float32 { return f.data[y*f.stride:][:f.stride] }

// widened returns x as a product with a window of three beside each other needs it: for each
// map the left neighbours, the values, and the right neighbours, with zeros at the ends. The
// tensor has one row.
func widened(x tensor) tensor {
	y := newTensor(3*x.maps, 1, x.width)
	for m := range x.maps {
		row := x.of(m)
		copy(y.of(3 * m)[1:], row)
		copy(y.of(3*m+1), row)
		copy(y.of(3*m+2), row[1:])
	}
	return y
}
