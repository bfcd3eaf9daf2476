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
	readers := byReader(others)
	for _, reader := range slices.Sorted(maps.Keys(readers)) {
		its := readers[reader]
		same := sameRows(places, rowPlaces(list, its))
		for _, pointer := range slices.Sorted(maps.Keys(its)) {
			if row, ok := same[rowOf(list, pointer)]; ok {
				at := renumber(list, pointer, row)
				kept[at] = append(kept[at], its[pointer]...)
			}
		}
	}
}

// byReader sorts claims by who made them.
func byReader(all map[string][]Claim) map[string]map[string][]Claim {
	readers := map[string]map[string][]Claim{}
	for pointer, claims := range all {
		for _, c := range claims {
			if readers[c.Reader] == nil {
				readers[c.Reader] = map[string][]Claim{}
			}
			readers[c.Reader][pointer] = append(readers[c.Reader][pointer], c)
		}
	}
	return readers
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

// sameRows says for each of the others which row stands in the same place.
func sameRows(places, others map[int]rowPlace) map[int]int {
	rows := slices.Sorted(maps.Keys(places))
	same := map[int]int{}
	for other, place := range others {
		share := alike
		for _, row := range rows {
			if p := places[row]; p.page == place.page {
				if s := shared(p.box, place.box); s > share {
					same[other], share = row, s
				}
			}
		}
	}
	return same
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
