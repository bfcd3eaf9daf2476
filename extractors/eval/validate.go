package eval

import (
	"maps"
	"math"
	"slices"

	"docpipe/extractors"
)

// ByGroup makes a part of each group of documents that are alike.
func ByGroup(s Sample) string { return s.Group }

// BySet makes a part of each set: what holds for documents of another kind.
func BySet(s Sample) string { return s.Set }

// A Validation is what the confidence of values is worth where nothing was learned from them.
type Validation struct {
	Estimates Ranking // the readers' own
	Learned   Ranking // by what all other parts taught
}

// Validate leaves out one part after the other, learns from all others, and ranks the values of
// all parts together by what was learned without them.
func Validate(samples []Sample, part func(Sample) string) Validation {
	parts := map[string][]Sample{}
	for _, s := range samples {
		parts[part(s)] = append(parts[part(s)], s)
	}
	var raw, learned []Case
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		c := Fit(slices.DeleteFunc(slices.Clone(samples), func(s Sample) bool { return part(s) == name }))
		for _, s := range parts[name] {
			raw = append(raw, sampleCase(s, 1/(1+math.Exp(-s.Traits[extractors.Estimate]))))
			learned = append(learned, sampleCase(s, c.Confidence(s.Traits)))
		}
	}
	return Validation{Estimates: Rank(raw), Learned: Rank(learned)}
}

// InSample ranks the values by what a calibration says that was learned from them: what cannot
// be reached elsewhere.
func InSample(samples []Sample, c *extractors.Calibration) Ranking {
	var all []Case
	for _, s := range samples {
		all = append(all, sampleCase(s, c.Confidence(s.Traits)))
	}
	return Rank(all)
}

func sampleCase(s Sample, confidence float64) Case {
	outcome := Wrong
	if s.Right {
		outcome = Right
	}
	return Case{Document: s.Document, Outcome: outcome, Values: []Value{{Confidence: thousandths(confidence), Right: s.Right}}}
}
