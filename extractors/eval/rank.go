package eval

import (
	"cmp"
	"math/rand/v2"
	"slices"
)

// A Ranking says what the confidence of values is worth.
type Ranking struct {
	Values   int        `json:"values"` // given ones of which the truth says whether they are right
	Right    int        `json:"right"`
	AUROC    float64    `json:"auroc"`    // how often a right value has more confidence than a wrong one; 0.5 when there is but one kind
	Coverage float64    `json:"coverage"` // share of the values that can be taken unseen with 99 % of them right
	Interval [2]float64 `json:"interval"` // of the coverage, 95 %, over documents drawn anew
	Above    float64    `json:"above"`    // the confidence from which they are taken; above 1 for none
	Fields   float64    `json:"fields"`   // share of all stated fields that are taken and right
	Brier    float64    `json:"brier"`    // mean square of confidence less outcome
}

// taken is the share of right values among those that are taken unseen.
const taken = 0.99

// draws is how many samples of documents the interval is made of; its seed is fixed, so that
// equal runs print equal figures.
const draws = 1000

// Rank measures the confidence of the values of cases. The interval draws whole documents,
// because the fields of one document go wrong together.
func Rank(all []Case) Ranking {
	var r Ranking
	var values []Value
	documents := map[string][]Value{}
	var names []string
	stated := 0
	for _, c := range all {
		if c.Stated() {
			stated++
		}
		if len(c.Values) == 0 {
			continue
		}
		values = append(values, c.Values...)
		if documents[c.Document] == nil {
			names = append(names, c.Document)
		}
		documents[c.Document] = append(documents[c.Document], c.Values...)
	}
	slices.SortFunc(values, surer)
	r.Values, r.AUROC = len(values), auroc(values)
	n, right := coverage(values)
	r.Coverage, r.Above = portion(n, len(values)), 1.001
	if n > 0 {
		r.Above = values[n-1].Confidence
	}
	r.Fields = portion(right, stated)
	for _, v := range values {
		miss := v.Confidence
		if v.Right {
			r.Right++
			miss = 1 - v.Confidence
		}
		r.Brier += miss * miss / float64(len(values))
	}
	r.Interval = interval(names, documents)
	return r
}

func surer(a, b Value) int { return cmp.Compare(b.Confidence, a.Confidence) }

func portion(part, whole int) float64 { return float64(part) / max(1, float64(whole)) }

// auroc is the area under the ROC curve by ranks, ties counting half (Mann and Whitney 1947).
// Values come with the surest first.
func auroc(values []Value) float64 {
	right, wrong, won := 0, 0, 0.0
	for from := 0; from < len(values); {
		to, r, w := from, 0, 0
		for ; to < len(values) && values[to].Confidence == values[from].Confidence; to++ {
			if values[to].Right {
				r++
			} else {
				w++
			}
		}
		won += float64(w) * (float64(right) + float64(r)/2)
		right, wrong, from = right+r, wrong+w, to
	}
	if right == 0 || wrong == 0 {
		return 0.5
	}
	return won / (float64(right) * float64(wrong))
}

// coverage returns how many of the surest values can be taken with enough of them right, and
// how many of those are. Values of one confidence are taken together or not at all.
func coverage(values []Value) (n, right int) {
	correct := 0
	for i, v := range values {
		if v.Right {
			correct++
		}
		last := i+1 == len(values) || values[i+1].Confidence != v.Confidence
		if last && float64(correct) >= taken*float64(i+1) {
			n, right = i+1, correct
		}
	}
	return n, right
}

// interval is where the middle 95 % of the coverage lie over documents drawn with replacement
// (Efron 1979).
func interval(names []string, documents map[string][]Value) [2]float64 {
	if len(names) == 0 {
		return [2]float64{}
	}
	random := rand.New(rand.NewPCG(1, 99))
	shares := make([]float64, draws)
	var drawn []Value
	for i := range shares {
		drawn = drawn[:0]
		for range names {
			drawn = append(drawn, documents[names[random.IntN(len(names))]]...)
		}
		slices.SortFunc(drawn, surer)
		n, _ := coverage(drawn)
		shares[i] = portion(n, len(drawn))
	}
	slices.Sort(shares)
	return [2]float64{shares[draws*25/1000], shares[draws*975/1000-1]}
}
