package code

import "slices"

// A hit is a code that was read, in pixels.
type hit struct {
	read
	At rect
}

// readAll reads the codes of an image at places. What could not be read comes back as rest.
func readAll(img *plane, places []rect) (hits []hit, rest []rect) {
	covered := func(place rect) bool {
		return slices.ContainsFunc(hits, func(h hit) bool { return h.At.overlap(place) > 0.5 })
	}
	for _, place := range places {
		if covered(place) {
			continue
		}
		if r, ok := readPlace(img, place); ok {
			hits = append(hits, hit{r, place})
		} else {
			rest = append(rest, place)
		}
	}
	return hits, slices.DeleteFunc(rest, covered)
}
