package extractors

import (
	"maps"
	"slices"

	"docpipe/pipeline"
)

// alike is how much of the smaller row's place two rows must share to be the same row.
const alike = 0.4

// align lets other readers speak about the rows that stand: their claims join those about the
// row in the same place on the page. Rows that nobody else has, and rows without a place, are
// not heard.
func (b *book) align(list string, kept, others map[string][]Claim) {
	places := rowPlaces(list, kept)
	for pointer, claims := range others {
		for _, c := range claims {
			place, ok := rowPlaces(list, ofReader(others, c.Reader))[rowOf(list, pointer)]
			if !ok {
				continue
			}
			if row, ok := sameRow(places, place); ok {
				at := renumber(list, pointer, row)
				kept[at] = append(kept[at], c)
			}
		}
	}
}

// ofReader are one reader's claims.
func ofReader(all map[string][]Claim, reader string) map[string][]Claim {
	its := map[string][]Claim{}
	for pointer, claims := range all {
		for _, c := range claims {
			if c.Reader == reader {
				its[pointer] = append(its[pointer], c)
			}
		}
	}
	return its
}

// A rowPlace is where a row stands.
type rowPlace struct {
	page int
	box  pipeline.Box
}

// rowPlaces gathers where the found values of each row stand.
func rowPlaces(list string, claims map[string][]Claim) map[int]rowPlace {
	places := map[int]rowPlace{}
	for _, pointer := range slices.Sorted(maps.Keys(claims)) {
		row := rowOf(list, pointer)
		for _, c := range claims[pointer] {
			for _, e := range c.Evidence {
				at, seen := places[row]
				if !c.found() || e.Box == nil || seen && at.page != e.Page {
					continue
				}
				places[row] = rowPlace{e.Page, at.box.Union(*e.Box)}
			}
		}
	}
	return places
}

// sameRow finds the row that shares most of its place with another one.
func sameRow(places map[int]rowPlace, other rowPlace) (int, bool) {
	best, share := -1, alike
	for _, row := range slices.Sorted(maps.Keys(places)) {
		if p := places[row]; p.page == other.page {
			if s := shared(p.box, other.box); s > share {
				best, share = row, s
			}
		}
	}
	return best, best >= 0
}

// shared is how much of the smaller box lies in the other.
func shared(a, b pipeline.Box) float64 {
	w, h := min(a[2], b[2])-max(a[0], b[0]), min(a[3], b[3])-max(a[1], b[1])
	least := min(a.Width()*a.Height(), b.Width()*b.Height())
	if w <= 0 || h <= 0 || least <= 0 {
		return 0
	}
	return w * h / least
}
