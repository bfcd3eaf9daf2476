package eval

import (
	"math"

	"docpipe/extractors"
)

// A Sample is one value that was taken from print, with its evidence and the truth.
type Sample struct {
	Set      string
	Document string
	Group    string
	Traits   extractors.Traits
	Right    bool
}

// signs say which way evidence may speak; 0 is either. Learning keeps to them, so that a few
// odd documents cannot make a check digit that holds a bad sign.
var signs = map[extractors.Trait]float64{
	extractors.Estimate: 1, extractors.Proven: 1, extractors.Labelled: 1, extractors.Repeated: 1,
	extractors.OCR: -1, extractors.Illegible: -1, extractors.Disputed: -1, extractors.Spaced: -1, extractors.PageHard: -1,
	extractors.Rival: -1, extractors.Rivals: -1, extractors.Adjoined: -1, extractors.Longer: -1, extractors.Ragged: -1, extractors.Unlike: -1,
	extractors.TwoWays: -1, extractors.Formed: 1, extractors.Mixed: -1, extractors.Odd: -1, extractors.Long: -1,
}

// fitSweeps is how often learning goes over all weights, more than it takes to settle. fitDoubt is
// how much is held against a weight that is 1 away from what is expected of it, in samples, and
// fitPenalty the same for each sample, of a trait of deviation 1.
const (
	fitSweeps  = 40
	fitDoubt   = 1
	fitPenalty = 0.01
)

// expected are the weights that hold when nothing is learned: the readers' estimates as they are,
// and what is seldom seen and says much, such as print that goes on where the value ends.
var expected = map[extractors.Trait]float64{
	extractors.Estimate: 1, extractors.Longer: -2, extractors.Ragged: -1, extractors.Unlike: -2, extractors.Disputed: -1, extractors.Spaced: -1.5,
	extractors.TwoWays: -0.5,
}

// Fit learns a calibration: logistic regression, one weight after the other by Newton's step and
// each kept to its sign, so that a few odd documents cannot make good evidence speak against a
// value. Weights are drawn to what is expected of them, the more the fewer samples there are.
func Fit(samples []Sample) *extractors.Calibration {
	f := newFitting(samples)
	for range fitSweeps {
		for i := -1; i < len(f.weights); i++ {
			f.turn(i)
		}
	}
	return table(samples, f.weights, f.bias)
}

// A fitting is a regression in progress.
type fitting struct {
	samples []Sample
	sums    []float64         // of each sample, as the weights are
	doubt   extractors.Traits // how much is held against a weight that is 1 away from what is expected
	weights extractors.Traits
	bias    float64
}

func newFitting(samples []Sample) *fitting {
	f := &fitting{samples: samples, sums: make([]float64, len(samples))}
	for t, weight := range expected {
		f.weights[t] = weight
	}
	for i, weight := range f.weights {
		sum, squares := 0.0, 0.0
		for k, s := range samples {
			f.sums[k] += weight * s.Traits[i]
			sum, squares = sum+s.Traits[i], squares+s.Traits[i]*s.Traits[i]
		}
		f.doubt[i] = fitDoubt + fitPenalty*(squares-sum*sum/max(1, float64(len(samples))))
	}
	return f
}

// turn moves weight i to where the loss is less; -1 moves the bias, which nothing holds.
func (f *fitting) turn(i int) {
	slope, bend := 0.0, leastBend
	for k, sum := range f.sums {
		p, v := 1/(1+math.Exp(-sum)), f.value(i, k)
		slope += (p - indicator(f.samples[k].Right)) * v
		bend += p * (1 - p) * v * v
	}
	moved := -slope / bend
	if i >= 0 {
		before := f.weights[i]
		f.weights[i] = allowed(extractors.Trait(i), before-(slope+f.doubt[i]*(before-expected[extractors.Trait(i)]))/(bend+f.doubt[i]))
		moved = f.weights[i] - before
	} else {
		f.bias += moved
	}
	for k := range f.sums {
		f.sums[k] += moved * f.value(i, k)
	}
}

// leastBend keeps steps short where the loss is flat.
const leastBend = 0.5

func (f *fitting) value(i, k int) float64 {
	if i < 0 {
		return 1
	}
	return f.samples[k].Traits[i]
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

// table rounds what was learned.
func table(samples []Sample, weights extractors.Traits, bias float64) *extractors.Calibration {
	c := &extractors.Calibration{Values: len(samples), Bias: thousandths(bias), Weights: map[string]float64{}}
	for i, weight := range weights {
		if weight = thousandths(weight); weight != 0 {
			c.Weights[extractors.Trait(i).String()] = weight
		}
	}
	for _, s := range samples {
		if s.Right {
			c.Right++
		}
	}
	return c
}

func thousandths(v float64) float64 { return math.Round(v*1000) / 1000 }
