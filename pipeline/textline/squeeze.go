package textline

// A squeeze weighs maps by what all of them hold on the whole ("squeeze and excitation").
type squeeze struct{ narrow, widen product }

func newSqueeze(w weights, at [2]int, maps int) *squeeze {
	layer := func(number, in int) product {
		bias := w[conv(number)+".b_0"]
		return newProduct(len(bias), in, w[conv(number)+".w_0"], bias)
	}
	return &squeeze{narrow: layer(at[0], maps), widen: layer(at[1], maps/4)}
}

func (s *squeeze) apply(r *run, x tensor) {
	means := newTensor(x.maps, 1, 1)
	for m := range x.maps {
		sum := float32(0)
		for _, v := range x.of(m) {
			sum += v
		}
		means.of(m)[0] = sum / float32(x.height*x.width)
	}
	narrow := s.narrow.biased(r, means)
	for m := range narrow.maps {
		narrow.of(m)[0] = max(narrow.of(m)[0], 0)
	}
	gates := s.widen.biased(r, narrow)
	for m := range x.maps {
		gate := min(max(gates.of(m)[0]/6+0.5, 0), 1) // hard sigmoid
		row := x.of(m)
		for i := range row {
			row[i] *= gate
		}
	}
}
