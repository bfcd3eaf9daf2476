package marks

// A piece is ink that hangs together: the rectangle around it and how many pixels it has.
type piece struct {
	rect
	n int
}

// connected returns the pieces of ink that are at least so many pixels wide and high.
func (img *ink) connected(least int) []piece {
	seen := make([]bool, len(img.dark))
	var found []piece
	var todo []int
	for i, dark := range img.dark {
		if !dark || seen[i] {
			continue
		}
		todo = append(todo[:0], i)
		seen[i] = true
		p := piece{rect: rect{img.w, img.h, 0, 0}}
		for len(todo) > 0 {
			at := todo[len(todo)-1]
			todo = todo[:len(todo)-1]
			x, y := at%img.w, at/img.w
			p.rect = rect{min(p.left, x), min(p.top, y), max(p.right, x+1), max(p.bottom, y+1)}
			p.n++
			for ny := max(0, y-1); ny <= min(img.h-1, y+1); ny++ {
				for nx := max(0, x-1); nx <= min(img.w-1, x+1); nx++ {
					if next := ny*img.w + nx; img.dark[next] && !seen[next] {
						seen[next] = true
						todo = append(todo, next)
					}
				}
			}
		}
		if p.right-p.left >= least && p.bottom-p.top >= least {
			found = append(found, p)
		}
	}
	return found
}

// coarse returns the image in cells of so many pixels; a cell with any ink has ink. Gaps smaller
// than a cell close.
func (img *ink) coarse(side int) *ink {
	out := &ink{w: (img.w + side - 1) / side, h: (img.h + side - 1) / side, mm: img.mm / float64(side)}
	out.dark = make([]bool, out.w*out.h)
	for y := range img.h {
		row := out.dark[y/side*out.w:]
		for x, dark := range img.dark[y*img.w : (y+1)*img.w] {
			if dark {
				row[x/side] = true
			}
		}
	}
	return out
}
