package textline

// A tensor is maps of one height and width, one after the other. Each has room for a multiple
// of sixteen values, and there is room for a multiple of six maps, so that products are made
// of whole pieces; what is in that room means nothing.
type tensor struct {
	maps, height, width int
	room                int // values from one map to the next
	data                []float32
}

func newTensor(maps, height, width int) tensor {
	room := roundUp(height*width, columns)
	return tensor{maps: maps, height: height, width: width, room: room, data: make([]float32, roundUp(maps, rows)*room)}
}

// A run is one line on its way through the network: the loops that it uses, and memory that
// steps are done with, for the next ones.
type run struct {
	loops
	spare [][]float32
}

// tensor is newTensor in memory that may have been used: its values mean nothing yet.
func (r *run) tensor(maps, height, width int) tensor {
	room := roundUp(height*width, columns)
	n := roundUp(maps, rows) * room
	for i, s := range r.spare {
		if cap(s) >= n {
			r.spare = append(r.spare[:i], r.spare[i+1:]...)
			return tensor{maps: maps, height: height, width: width, room: room, data: s[:n]}
		}
	}
	return newTensor(maps, height, width)
}

// done says that nobody needs x any more.
func (r *run) done(x tensor) { r.spare = append(r.spare, x.data) }

// of returns map i.
func (t tensor) of(i int) []float32 { return t.data[i*t.room:][:t.height*t.width] }

// padded returns map i with the room behind it.
func (t tensor) padded(i int) []float32 { return t.data[i*t.room:][:t.room] }

// stacked returns the maps of a and then those of b, which are of one size.
func stacked(a, b tensor) tensor {
	t := newTensor(a.maps+b.maps, a.height, a.width)
	copy(t.data, a.data[:a.maps*a.room])
	copy(t.data[a.maps*a.room:], b.data[:b.maps*b.room])
	return t
}

func roundUp(n, to int) int { return (n + to - 1) / to * to }
