package extractors

import (
	"cmp"
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"docpipe/pipeline"
)

// A Calibration turns evidence into the share of right values among all with such evidence: the
// logistic function of the weighed sum of traits. It is learned from labelled documents with
// 'docpipe eval SET… --calibrate FILE'.
type Calibration struct {
	About   string             `json:"about"`
	Values  int                `json:"values"` // how many it was learned from
	Right   int                `json:"right"`
	Bias    float64            `json:"bias"`
	Weights map[string]float64 `json:"weights"` // by [Trait]; one that is missing weighs nothing

	// Recall is how often fields outside of lists were found, by schema and pointer.
	Recall map[string]map[string]Recall `json:"recall,omitempty"`
}

//go:embed calibration.json
var shippedCalibration []byte

// shipped is the calibration that this release was measured with.
var shipped = mustCalibration(shippedCalibration)

func mustCalibration(raw []byte) *Calibration {
	var c Calibration
	if err := json.Unmarshal(raw, &c); err != nil {
		panic(fmt.Sprintf("calibration.json: %v", err)) // embedded: broken only in a broken build
	}
	return &c
}

// Confidence is the estimated share of right values among those with these traits, 0..1.
func (c *Calibration) Confidence(t Traits) float64 {
	sum := c.Bias
	for i, v := range t {
		sum += c.Weights[Trait(i).String()] * v
	}
	return 1 / (1 + math.Exp(-sum))
}

// sayings are what a person reads of evidence that weighs much.
var sayings = map[Trait]string{
	Illegible: "a word of it is hard to read",
	Disputed:  "a second look read a word otherwise",
	Spaced:    "its spaces may be misread",
	PageHard:  "the page is hard to read",
	Rival:     "another value comes near",
	Adjoined:  "the line goes on behind it",
	Longer:    "printed elsewhere as part of a longer word",
	Ragged:    "it looks cut off",
	Unlike:    "it does not look like such a value",
	TwoWays:   "its day and month can be either",
	Mixed:     "digits stand among its words",
	Repeated:  "printed again elsewhere",
}

// heavy is how much evidence must move the log odds of a value to be named, and mostSaid how much
// of it is.
const (
	heavy    = 0.3
	mostSaid = 2
)

// heard names the evidence that moves a value's confidence most, the heaviest first.
func (c *Calibration) heard(t Traits) []string {
	var all []Trait
	weight := func(i Trait) float64 { return math.Abs(c.Weights[i.String()] * t[i]) }
	for i := range traitCount {
		if sayings[i] != "" && weight(i) >= heavy {
			all = append(all, i)
		}
	}
	slices.SortStableFunc(all, func(a, b Trait) int { return cmp.Compare(weight(b), weight(a)) })
	var said []string
	for _, i := range all[:min(len(all), mostSaid)] {
		said = append(said, sayings[i])
	}
	return said
}

// mostSure is as sure as print alone can make anybody.
const mostSure = 0.998

// sureBroken is as sure as anybody can be of a part of a sum that does not hold, and of what may
// belong to the next document.
const sureBroken = 0.5

// sureDisputed is as sure as anybody can be of what a document contradicts itself in: sure enough for
// rules to object to it, and not for nobody to look.
const sureDisputed = 0.85

// sureGuessed is as sure as anybody can be of a value that nothing names: below what needs no look.
const sureGuessed = 0.8

// calibrate replaces the estimates of readers that read print by rules, and notes the traits by
// pointer. The estimate of what stands in lists is left as it is: its place in the list is evidence
// that no trait tells of. What is known to be doubtful is so in lists as well.
func (b *book) calibrate() {
	all := b.fromPrint()
	b.traits = map[string]Traits{}
	for _, c := range all {
		if listOf(b.schema.Root, c.Pointer) == "" {
			b.traits[c.Pointer] = traitsOf(nodeAt(b.schema.Root, c.Pointer), c, b.ground)
		}
	}
	for _, c := range all {
		if t, ok := b.traits[c.Pointer]; ok {
			c.Confidence = min(shipped.Confidence(t), mostSure)
			c.Reason = strings.Join(append([]string{c.Reason}, shipped.heard(t)...), "; ")
		}
		switch {
		case c.Broken || c.Elsewhere:
			c.Confidence = min(c.Confidence, sureBroken)
		case c.Disputed:
			c.Confidence = min(c.Confidence, sureDisputed)
		case c.Guessed:
			c.Confidence = min(c.Confidence, sureGuessed)
		}
	}
}

// fromPrint are the values that rules took from print, in the order of their pointers.
func (b *book) fromPrint() []*Claim {
	var all []*Claim
	for _, pointer := range slices.Sorted(maps.Keys(b.claims)) {
		for i := range b.claims[pointer] {
			if c := &b.claims[pointer][i]; c.byRules && c.found() && fromWords(c.Source) {
				all = append(all, c)
			}
		}
	}
	return all
}

func fromWords(source string) bool {
	return source == pipeline.SourceText || source == pipeline.SourceOCR || source == pipeline.SourceDerived
}
