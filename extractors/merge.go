package extractors

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"docpipe/pipeline"
	"docpipe/schemas"
)

// A book gathers the claims about one document and settles them field by field.
type book struct {
	schema  *schemas.Schema
	ran     bool // whether any reader ran
	claims  map[string][]Claim
	settled map[string]settled
	rows    map[string]int // rows of each list, by its pointer
	reasons []pipeline.Reason
	ground  *grounder
	traits  map[string]Traits // of values that rules took from print

	unlabelled map[string]string // the reader that says so, by pointer
}

// settled is one field after all readers were heard.
type settled struct {
	value any // nil unless found
	field pipeline.Field
}

func newBook(s *schemas.Schema, ran bool) *book {
	return &book{schema: s, ran: ran, claims: map[string][]Claim{}, settled: map[string]settled{}, rows: map[string]int{}, unlabelled: map[string]string{}}
}

// add takes a claim: its value must fit the schema's type and stand on the document, else it
// is only offered. A claim about a field that the schema does not have is dropped.
func (b *book) add(g *grounder, c Claim) {
	n := nodeAt(b.schema.Root, c.Pointer)
	if n == nil {
		return
	}
	if c.Unlabelled {
		if !c.witness {
			b.unlabelled[c.Pointer] = c.Reader
		}
		return
	}
	if c.Code != "" {
		b.remark(c)
		return
	}
	if c.found() {
		value, ok := Convert(n, c.Value)
		switch {
		case !ok:
			c = offer(c, pipeline.FieldNotFound, "the value does not fit the type of the field")
		case !g.prove(n, &c, value):
			c.Value = value
			c = offer(c, pipeline.FieldUngrounded, "the value is not on the pages")
		default:
			c.Value = value
		}
	}
	b.claims[c.Pointer] = append(b.claims[c.Pointer], c)
}

// remark records a reason that a reader gives.
func (b *book) remark(c Claim) {
	r := pipeline.Reason{Code: c.Code, Path: c.Pointer, Detail: c.Reason}
	if len(c.Evidence) > 0 {
		r.Page = c.Evidence[0].Page
	}
	b.reasons = append(b.reasons, r)
}

// offer takes the value out of a claim and leaves it as a candidate.
func offer(c Claim, state pipeline.FieldState, why string) Claim {
	c.Candidates = append([]pipeline.Candidate{candidate(c)}, c.Candidates...)
	c.State, c.Value, c.Reason, c.Evidence = state, nil, why, nil
	return c
}

func candidate(c Claim) pipeline.Candidate {
	return pipeline.Candidate{Value: c.Value, Confidence: rounded(c.Confidence), Evidence: orEmpty(c.Evidence)}
}

// merge settles every field: lists first, because their rows come from one reader.
func (b *book) merge() {
	b.calibrate()
	b.weighModels()
	b.pickRows()
	for _, pointer := range slices.Sorted(maps.Keys(b.claims)) {
		b.settled[pointer] = b.settle(pointer, b.claims[pointer])
	}
}

// settle lets claims about one field raise or contradict each other.
func (b *book) settle(pointer string, claims []Claim) settled {
	groups := agreeing(claims)
	if len(groups) == 0 {
		return b.unsettled(pointer, claims)
	}
	best := groups[0]
	first := best.claims[0]
	if first.witness {
		return b.unsettled(pointer, witnessed(claims))
	}
	f := pipeline.Field{
		State: pipeline.FieldFound, Source: first.Source, Reader: first.Reader, Reason: first.Reason,
		Evidence: []pipeline.Evidence{}, Candidates: []pipeline.Candidate{},
	}
	for _, c := range best.claims {
		f.Evidence = append(f.Evidence, c.Evidence...)
		f.Candidates = append(f.Candidates, c.Candidates...)
	}
	if n := len(best.claims); n > 1 {
		f.Reason = strings.TrimSuffix(fmt.Sprintf("%d readers agree; %s", n, first.Reason), "; ")
	}
	confidence := best.confidence
	for _, g := range groups[1:] {
		f.Candidates = append(f.Candidates, candidate(g.claims[0]))
		before := confidence
		confidence = against(first, confidence, g)
		if g.confidence >= contradicts && (first.proof == nil && g.claims[0].proof == nil || confidence < min(before, settledAt)) {
			b.reasons = append(b.reasons, pipeline.Reason{Code: pipeline.ReasonContradiction, Path: pointer,
				Detail: fmt.Sprintf("%s says %q, %s says %q", first.Reader, printed(first.Value), g.claims[0].Reader, printed(g.claims[0].Value))})
		}
	}
	f.Confidence = rounded(confidence)
	return settled{value: first.Value, field: f}
}

// witnessed turns what only witnesses found into candidates.
func witnessed(claims []Claim) []Claim {
	all := make([]Claim, len(claims))
	for i, c := range claims {
		if c.witness && c.found() {
			c = offer(c, pipeline.FieldNotFound, c.Reader+" found a value, and was only asked to check")
		}
		all[i] = c
	}
	return all
}

// A group is the claims of one value, the strongest first.
type group struct {
	claims     []Claim
	confidence float64
}

// agreeing groups found claims by value; groups with exact sources and strong ones come first.
func agreeing(claims []Claim) []group {
	var groups []group
	for _, c := range claims {
		if !c.found() {
			continue
		}
		i := slices.IndexFunc(groups, func(g group) bool { return same(g.claims[0].Value, c.Value) })
		if i < 0 {
			groups, i = append(groups, group{}), len(groups)
		}
		groups[i].claims = append(groups[i].claims, c)
	}
	for i := range groups {
		slices.SortStableFunc(groups[i].claims, stronger)
		groups[i].confidence = together(groups[i].claims)
	}
	slices.SortStableFunc(groups, func(a, b group) int {
		return cmp.Or(witnessLast(a.claims[0], b.claims[0]), exactFirst(a.claims[0], b.claims[0]), cmp.Compare(b.confidence, a.confidence))
	})
	return groups
}

func stronger(a, b Claim) int {
	return cmp.Or(witnessLast(a, b), exactFirst(a, b), cmp.Compare(b.Confidence, a.Confidence))
}

func witnessLast(a, b Claim) int {
	switch {
	case a.witness == b.witness:
		return 0
	case a.witness:
		return 1
	}
	return -1
}

func exactFirst(a, b Claim) int { return cmp.Compare(b.rank(), a.rank()) }

// zoneChecked is the confidence from which a check digit stands behind what a machine-readable
// zone says.
const zoneChecked = 0.95

// rank orders claims before their confidence does: exact sources, then zones whose check digits
// hold, then all that was read from print.
func (c *Claim) rank() int {
	switch {
	case c.Exact():
		return 2
	case c.Source == pipeline.SourceMRZ && c.Confidence >= zoneChecked:
		return 1
	}
	return 0
}

// together is the confidence in a value that several readers claim: they are wrong only if
// each one is. Never certain.
func together(claims []Claim) float64 {
	wrong, heard := 1.0, map[string]bool{}
	for _, c := range claims {
		if !heard[c.Reader] {
			heard[c.Reader] = true
			wrong *= 1 - c.Confidence
		}
	}
	return min(1-wrong, 0.999)
}

// weight of states when no reader found a value: the first that any reader names holds.
var stateOrder = []pipeline.FieldState{
	pipeline.FieldUnreadable, pipeline.FieldUngrounded, pipeline.FieldNotFound, pipeline.FieldAbsent,
}

// unsettled describes a field that no reader found, and says why when a person should look.
func (b *book) unsettled(pointer string, claims []Claim) settled {
	f := blank(true)
	at := slices.IndexFunc(stateOrder, func(s pipeline.FieldState) bool {
		return slices.ContainsFunc(claims, func(c Claim) bool { return c.State == s })
	})
	for _, c := range claims {
		f.Candidates = append(f.Candidates, c.Candidates...)
		if at >= 0 && c.State == stateOrder[at] && f.Reader == "" {
			f.State, f.Source, f.Reader, f.Reason = c.State, c.Source, c.Reader, c.Reason
			f.Evidence, f.Confidence = orEmpty(c.Evidence), nil
			if c.State == pipeline.FieldAbsent {
				f.Confidence = rounded(c.Confidence)
			}
		}
	}
	if code := doubtOf(f.State, claims); code != "" {
		b.reasons = append(b.reasons, pipeline.Reason{Code: code, Path: pointer, Detail: f.Reason})
	}
	return settled{field: f}
}

func doubtOf(state pipeline.FieldState, claims []Claim) string {
	switch {
	case state == pipeline.FieldUngrounded:
		return pipeline.ReasonUngrounded
	case state == pipeline.FieldUnreadable:
		return pipeline.ReasonUnreadable
	case slices.ContainsFunc(claims, func(c Claim) bool { return c.Ambiguous }):
		return pipeline.ReasonAmbiguous
	}
	return ""
}

// blank is the field that nobody said anything about.
func blank(ran bool) pipeline.Field {
	f := pipeline.Field{State: pipeline.FieldNotFound, Evidence: []pipeline.Evidence{}, Candidates: []pipeline.Candidate{}}
	if !ran {
		f.State = pipeline.FieldSkipped
	}
	return f
}

func orEmpty[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
