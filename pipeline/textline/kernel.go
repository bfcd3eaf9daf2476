package textline

// The size of the piece of a product that multiply makes at once: as many rows and columns as
// fit into the registers of AVX2.
const (
	rows    = 6
	columns = 16
)

// loops are the three that take nearly all the time. Their callers pad what they hand over,
// so that no loop has to look for an end.
type loops struct {
	// multiply sets rows × columns of c, stride apart, to the product of a and b over k terms:
	// a has rows values for each term, b columns values.
	multiply func(k int, a, b, c []float32, stride int)
	// slide adds to n of y the weighted sums of taps neighbours in x; n is a multiple of 8.
	slide func(n, taps int, w, x, y []float32)
	// activate turns n of x into t·clip(t+3, 0, 6)·scale + shift with t = x+bias (hard swish
	// and an affine step); p is bias, 3, 0, 6, scale, shift; n is a multiple of 8.
	activate func(n int, x []float32, p *[6]float32)
}

// plain returns the loops as any processor can run them.
func plain() loops {
	return loops{multiply: multiplyPlain, slide: slidePlain, activate: activatePlain}
}

func multiplyPlain(k int, a, b, c []float32, stride int) {
	for i := range rows {
		row := c[i*stride:][:columns]
		clear(row)
		for t := range k {
			w := a[t*rows+i]
			for j, v := range b[t*columns:][:columns] {
				row[j] += w * v
			}
		}
	}
}

func slidePlain(n, taps int, w, x, y []float32) {
	for t, f := range w[:taps] {
		for i, v := range x[t:][:n] {
			y[i] += f * v
		}
	}
}

func activatePlain(n int, x []float32, p *[6]float32) {
	for i, v := range x[:n] {
		t := v + p[0]
		x[i] = t*(min(max(t+p[1], p[2]), p[3])*p[4]) + p[5]
	}
}
