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
	for i := range 200 {
		s := Sample{Document: fmt.Sprint(i), Group: fmt.Sprint(i / 20), Right: i%4 > 0}
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
	if c.Values != 200 || c.Right != 150 || c.Weights["repeated"] < 1 {
		t.Errorf("Fit = %+v, want 150 of 200 right, and weight on repetition", c)
	}
	if w := c.Weights["proven"]; w != 0 {
		t.Errorf("a check digit that holds weighs %v, want no weight rather than one against the value", w)
	}
	sum := 0.0
	for _, s := range samples {
		sum += c.Confidence(s.Traits)
	}
	if mean := sum / 200; mean < 0.74 || mean > 0.76 {
		t.Errorf("mean confidence = %.3f, want the share right, 0.75", mean)
	}
}

// What holds everywhere is learned without the part that is left out.
func TestValidate(t *testing.T) {
	t.Parallel()
	samples := learnable()
	for i := range samples {
		samples[i].Set = fmt.Sprint(i % 3)
	}
	for name, part := range map[string]func(Sample) string{"groups": ByGroup, "sets": BySet} {
		v := Validate(samples, part)
		if v.Estimates.AUROC != 0.5 || v.Learned.AUROC < 0.75 || v.Learned.Brier >= v.Estimates.Brier {
			t.Errorf("%s: AUROC %.3f of the estimates and %.3f learned, square error %.3f and %.3f; want 0.5, at least 0.75, and less error",
				name, v.Estimates.AUROC, v.Learned.AUROC, v.Estimates.Brier, v.Learned.Brier)
		}
	}
	if r := InSample(samples, Fit(samples)); r.AUROC < 0.75 {
		t.Errorf("AUROC %.3f on what was learned from, want at least 0.75", r.AUROC)
	}
}
