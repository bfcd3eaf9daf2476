package evidence

import (
	"testing"

	"docpipe/extractors"
)

func TestLegibility(t *testing.T) {
	t.Parallel()
	last := 0.0
	for c := 0.0; c <= 1; c += 0.05 {
		if got := extractors.Legibility(c); got < last {
			t.Errorf("legibility(%.2f) = %.3f falls below %.3f", c, got, last)
		} else {
			last = got
		}
	}
}
