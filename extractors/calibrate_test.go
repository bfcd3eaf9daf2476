package extractors

import (
	"slices"
	"testing"
)

// The shipped table names traits only, and never lets good evidence speak against a value.
func TestCalibration_shipped(t *testing.T) {
	t.Parallel()
	if shipped.Values < 500 || shipped.Right >= shipped.Values {
		t.Errorf("learned from %d values, %d of them right; want 500 at least, and some wrong", shipped.Values, shipped.Right)
	}
	for name, weight := range shipped.Weights {
		i := slices.Index(traitNames[:], name)
		if i < 0 {
			t.Errorf("%q is no trait", name)
			continue
		}
		good := []Trait{Estimate, Proven, Labelled, Repeated, Formed}
		bad := []Trait{OCR, Illegible, Disputed, Spaced, PageHard, Rival, Rivals, Adjoined, Longer, Ragged, Unlike, TwoWays, Mixed, Long, Odd}
		if slices.Contains(good, Trait(i)) && weight < 0 || slices.Contains(bad, Trait(i)) && weight > 0 {
			t.Errorf("%s weighs %v: it speaks the wrong way", name, weight)
		}
	}
}

func TestCalibration_ranks(t *testing.T) {
	t.Parallel()
	var clear, hard Traits
	clear[Estimate], hard[Estimate] = logOdds(0.9), logOdds(0.9)
	hard[OCR], hard[Illegible], hard[PageHard], hard[Odd] = 1, 0.6, 0.3, 0.2
	if a, b := shipped.Confidence(clear), shipped.Confidence(hard); a <= b || a > 1 || b < 0 {
		t.Errorf("confidence %v of clear print and %v of hard print, want more for clear print", a, b)
	}
}
