package eval

import (
	"hash/fnv"
	"math"
	"slices"

	"docpipe/extractors"
)

// A Sample is one value that was taken from print, with its evidence and the truth.
type Sample struct {
	Document string
	Group    string
	Traits   extractors.Traits
	Right    bool
}

// signs say which way evidence may speak; 0 is either. Learning keeps to them, so that a few
// odd documents cannot make a check digit that holds a bad sign.
var signs = map[extractors.Trait]float64{
	extractors.Estimate: 1, extractors.Proven: 1, extractors.Labelled: 1, extractors.Repeated: 1, extractors.Companions: 1,
	extractors.Illegible: -1, extractors.Disputed: -1, extractors.PageHard: -1, extractors.Rival: -1,
	extractors.Rivals: -1, extractors.Adjoined: -1, extractors.Odd: -1, extractors.Long: -1,
}

// Steps and their size are for traits of deviation 1; the penalty holds weights small.
const (
	fitSteps   = 1500
	fitRate    = 0.5
	fitPenalty = 0.02
)

// Fit learns a calibration: logistic regression on standardised traits, by gradient descent that
// is projected on the signs. The penalty draws it to what holds when nothing is learned: the
// readers' estimates as they are.
func Fit(samples []Sample) *extractors.Calibration {
	middle, width := spread(samples)
	prior := make([]float64, len(middle))
	prior[extractors.Estimate] = width[extractors.Estimate]
	w, bias := slices.Clone(prior), 0.0
	for range fitSteps {
		gradient, shift := make([]float64, len(w)), 0.0
		for _, s := range samples {
			sum := bias
			for i, v := range s.Traits {
				sum += w[i] * (v - middle[i]) / width[i]
			}
			off := 1/(1+math.Exp(-sum)) - indicator(s.Right)
			shift += off
			for i, v := range s.Traits {
				gradient[i] += off * (v - middle[i]) / width[i]
			}
		}
		n := float64(len(samples))
		bias -= fitRate * shift / n
		for i := range w {
			w[i] = allowed(extractors.Trait(i), w[i]-fitRate*(gradient[i]/n+fitPenalty*(w[i]-prior[i])))
		}
	}
	return table(samples, w, bias, middle, width)
}

func indicator(right bool) float64 {
	if right {
		return 1
	}
	return 0
}

func allowed(t extractors.Trait, weight float64) float64 {
	if signs[t]*weight < 0 {
		return 0
	}
	return weight
}

// spread is the mean and the standard deviation of each trait; one that never changes has 1.
func spread(samples []Sample) (middle, width []float64) {
	var t extractors.Traits
	middle, width = make([]float64, len(t)), make([]float64, len(t))
	n := max(1, float64(len(samples)))
	for i := range t {
		for _, s := range samples {
			middle[i] += s.Traits[i] / n
		}
		for _, s := range samples {
			width[i] += (s.Traits[i] - middle[i]) * (s.Traits[i] - middle[i]) / n
		}
		if width[i] = math.Sqrt(width[i]); width[i] < 1e-6 {
			width[i] = 1
		}
	}
	return middle, width
}

// table brings weights back to traits as they are.
func table(samples []Sample, w []float64, bias float64, middle, width []float64) *extractors.Calibration {
	c := &extractors.Calibration{Values: len(samples), Bias: bias, Weights: map[string]float64{}}
	for i := range w {
		weight := w[i] / width[i]
		c.Bias -= weight * middle[i]
		if weight = thousandths(weight); weight != 0 {
			c.Weights[extractors.Trait(i).String()] = weight
		}
	}
	c.Bias = thousandths(c.Bias)
	for _, s := range samples {
		if s.Right {
			c.Right++
		}
	}
	return c
}

func thousandths(v float64) float64 { return math.Round(v*1000) / 1000 }

// folds is into how many parts documents are dealt for cross-validation.
const folds = 10

// CrossValidate returns what the values' confidence would be worth on documents that nothing
// was learned from, before (the readers' own estimates) and after. Documents of one group stay
// in one part.
func CrossValidate(samples []Sample) (before, after Ranking) {
	part := func(s Sample) uint32 {
		h := fnv.New32a()
		h.Write([]byte(s.Group)) // never fails
		return h.Sum32() % folds
	}
	var raw, learned []Case
	for k := range uint32(folds) {
		c := Fit(slices.DeleteFunc(slices.Clone(samples), func(s Sample) bool { return part(s) == k }))
		for _, s := range samples {
			if part(s) != k {
				continue
			}
			raw = append(raw, sampleCase(s, 1/(1+math.Exp(-s.Traits[extractors.Estimate]))))
			learned = append(learned, sampleCase(s, c.Confidence(s.Traits)))
		}
	}
	return Rank(raw), Rank(learned)
}

func sampleCase(s Sample, confidence float64) Case {
	outcome := Wrong
	if s.Right {
		outcome = Right
	}
	return Case{Document: s.Document, Outcome: outcome, Values: []Value{{Confidence: thousandths(confidence), Right: s.Right}}}
}
