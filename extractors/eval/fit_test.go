package eval

import (
	"fmt"
	"testing"

	"docpipe/extractors"
)

// learnable are values whose repetition tells whether they are right, four times in five, and
// whose check digits, by a freak of the sample, speak against them.
func learnable() []Sample {
	var all []Sample
	for i := range 400 {
		s := Sample{Document: fmt.Sprint(i), Group: fmt.Sprint(i / 4), Right: i%4 > 0}
		s.Traits[extractors.Repeated] = indicator(s.Right != (i%5 == 0))
		s.Traits[extractors.Proven] = indicator(!s.Right)
		all = append(all, s)
	}
	return all
}

func TestFit(t *testing.T) {
	t.Parallel()
	samples := learnable()
	c := Fit(samples)
	if c.Values != 400 || c.Right != 300 || c.Weights["repeated"] < 1 {
		t.Errorf("Fit = %+v, want 300 of 400 right, and weight on repetition", c)
	}
	if w := c.Weights["proven"]; w != 0 {
		t.Errorf("a check digit that holds weighs %v, want no weight rather than one against the value", w)
	}
	sum := 0.0
	for _, s := range samples {
		sum += c.Confidence(s.Traits)
	}
	if mean := sum / 400; mean < 0.74 || mean > 0.76 {
		t.Errorf("mean confidence = %.3f, want the share right, 0.75", mean)
	}
}

func TestCrossValidate(t *testing.T) {
	t.Parallel()
	before, after := CrossValidate(learnable())
	if before.AUROC != 0.5 || after.AUROC < 0.75 || after.Brier >= before.Brier {
		t.Errorf("AUROC %.3f before and %.3f after, square error %.3f and %.3f; want 0.5, at least 0.75, and less error",
			before.AUROC, after.AUROC, before.Brier, after.Brier)
	}
}
