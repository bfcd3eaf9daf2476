package extractors

import (
	"slices"
	"strings"

	"docpipe/pipeline"
)

// contradicts is the confidence from which another value counts, settledAt the one at which a
// model and another reader need nobody between them.
const (
	contradicts = 0.5
	settledAt   = 0.9
)

// against is what is left of a value's confidence when other readers say another. Against a
// model, or a model against others, it is the odds of both: exactly one of them is right.
func against(best Claim, confidence float64, other group) float64 {
	q := other.confidence
	switch {
	case overlaps(best, other.claims[0]):
		return confidence * cutDifferently
	case q < contradicts:
		return confidence
	case best.proof == nil && other.claims[0].proof == nil, best.Reader == other.claims[0].Reader:
		return confidence * (1 - q/2)
	}
	return confidence * (1 - q) / (confidence*(1-q) + q*(1-confidence))
}

// cutDifferently is how sure two readers remain who read the same place, one with a word more.
const cutDifferently = 0.98

// overlaps reports whether two readers took a different length of the same print, one of them
// a model that quotes it.
func overlaps(a, b Claim) bool {
	x, y := Fold(printed(a.Value)), Fold(printed(b.Value))
	if a.proof == nil && b.proof == nil || len(x) < leastLabel || len(y) < leastLabel || !strings.Contains(x, y) && !strings.Contains(y, x) {
		return false
	}
	return slices.ContainsFunc(a.Evidence, func(e pipeline.Evidence) bool {
		return slices.ContainsFunc(b.Evidence, func(o pipeline.Evidence) bool {
			return e.Page == o.Page && e.Box != nil && o.Box != nil && shared(*e.Box, *o.Box) > 0.5
		})
	})
}
