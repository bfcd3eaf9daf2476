package extractors

import (
	"fmt"
	"testing"

	"docpipe/pipeline"
)

// A list of thousands of rows is aligned at once: work for each pair of its cells takes minutes,
// in which nobody can cancel.
func TestAlignsLongLists(t *testing.T) {
	t.Parallel()
	const rows, cells = 3200, 5
	kept, others := map[string][]Claim{}, map[string][]Claim{}
	for i := range rows * cells {
		row, cell := i/cells, float64(i%cells)
		top := float64(row) / rows
		box := pipeline.Box{cell / cells, top, (cell + 0.9) / cells, top + 0.9/rows}
		c := Claim{State: pipeline.FieldFound, Value: "x", Evidence: []pipeline.Evidence{{Page: 1, Box: &box}}}
		c.Pointer = fmt.Sprintf("/lines/%d/cell%d", row, i%cells)
		c.Reader = "model"
		kept[c.Pointer] = []Claim{c}
		c.Reader = "local"
		others[fmt.Sprintf("/lines/%d/cell%d", row+1, i%cells)] = []Claim{c} // counts from another row
	}
	(&book{}).align("/lines", kept, others)
	for pointer, claims := range kept {
		if len(claims) != 2 || claims[1].Pointer != pointer {
			t.Fatalf("%s has %d claims, want its own and the one from the same place", pointer, len(claims))
		}
	}
}
