package evidence

import (
	"fmt"
	"math"
	"strings"

	"docpipe/extractors"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
	"docpipe/pipeline"
)

// weakest is the strength below which an option is only offered, never filled in: a value is
// not true because it looks like one.
const weakest = 0.35

// sureMisprint is the confidence in an account number whose check digits do not hold: it is
// printed so, and cannot be what was meant.
const sureMisprint = 0.5

// overprinted is what is left of the confidence in a value that other print lies over.
const overprinted = 0.6

// FieldClaims states the fields; those of parties are given.
func (r *Reading) FieldClaims(parties map[int]extractors.Claim) []extractors.Claim {
	var all []extractors.Claim
	for i := range r.Plan.Fields {
		if r.Plan.Fields[i].List {
			all = append(all, r.listClaims(i)...)
		} else if c, ok := parties[i]; ok {
			all = append(all, c)
		} else if c, ok := r.claim(i); ok {
			all = append(all, c)
		}
	}
	return all
}

// claim states what was found for field i. It reports false when there is nothing to say.
func (r *Reading) claim(i int) (extractors.Claim, bool) {
	f := &r.Plan.Fields[i]
	if f.Kind == plan.Currency {
		return r.currencyClaim(f)
	}
	options := r.Options[i]
	if len(options) == 0 {
		return extractors.Claim{}, false
	}
	best := options[0]
	if f.Kind == plan.Date && f.Pattern != nil {
		text, ok := asPattern(f, best.Value, r.Sheets[best.Sheet].Text(best.Span), r.Style.Order == extractors.MonthFirst)
		if !ok {
			return extractors.Claim{}, false
		}
		best.Derived = best.Derived || text != best.Value
		best.Value, best.Readings = text, nil
	}
	if best.Amount.Text != "" && wantsMinorUnits(f) {
		best = inMinorUnits(best)
	}
	c := r.ClaimOf(plan.FirstRow(f.Node.Pointer), best, options[1:])
	if f.Kind == plan.IBAN && !plan.ValidIBAN(best.Value) {
		c.Confidence, c.Reason = min(c.Confidence, sureMisprint), "labelled; its check digits do not hold: compare it with another document of the payee"
	}
	if f.Kind == plan.Date && len(best.Readings) > 0 && !r.Style.sure {
		return Ambiguous(c, best), true
	}
	if f.Kind == plan.Number && len(best.Readings) > 0 && r.decimalSign() == 0 {
		return Ambiguous(c, best), true
	}
	if best.Strength < weakest && best.Proven == "" {
		return r.onlyOffered(c), true
	}
	return c, true
}

// ClaimOf states one option.
func (r *Reading) ClaimOf(pointer string, o Option, others []Option) extractors.Claim {
	s := r.Sheets[o.Sheet]
	c := extractors.Claim{
		Pointer: pointer, Value: o.Value, Source: sourceOf(s, o.Span), Reader: Version,
		Confidence: confidence(s, o, others), Reason: o.why(), Evidence: []pipeline.Evidence{s.Evidence(o.Span)},
		Proven: o.Proven != "", Labels: o.Places, Guessed: o.Guess,
	}
	if len(others) > 0 && o.Strength > 0 {
		c.Rival = min(others[0].Strength/o.Strength, 1)
	}
	switch {
	case o.Misread != "":
		c = reread(c, o.Misread)
	case o.Derived:
		c.Source = pipeline.SourceDerived
	}
	if s.Overprinted(o.Span) {
		c.Confidence *= overprinted
		c.Reason += "; other print lies over it"
	}
	for _, sp := range o.More {
		c.Evidence = append(c.Evidence, s.Evidence(sp))
	}
	for _, other := range others[:min(len(others), 3)] {
		c.Candidates = append(c.Candidates, r.candidate(other, others))
	}
	return c
}

func (r *Reading) candidate(o Option, others []Option) pipeline.Candidate {
	s := r.Sheets[o.Sheet]
	estimate := math.Round(1000*min(0.5, confidence(s, o, others))) / 1000
	return pipeline.Candidate{Value: o.Value, Confidence: &estimate, Evidence: []pipeline.Evidence{s.Evidence(o.Span)}}
}

// Ambiguous offers both readings of a place that reads two ways.
func Ambiguous(c extractors.Claim, o Option) extractors.Claim {
	half := 0.5
	values := append([]string{o.Value}, o.Readings...)
	c.Candidates = nil
	for _, v := range values {
		c.Candidates = append(c.Candidates, pipeline.Candidate{Value: v, Confidence: &half, Evidence: c.Evidence})
	}
	c.Reason = fmt.Sprintf("%q reads as %s or %s: set the locale", c.Evidence[0].Quote, values[0], values[1])
	c.State, c.Value, c.Ambiguous, c.Confidence = pipeline.FieldNotFound, nil, true, 0
	return c
}

// onlyOffered turns a weak claim into a candidate.
func (r *Reading) onlyOffered(c extractors.Claim) extractors.Claim {
	estimate := math.Round(1000*min(0.4, c.Confidence)) / 1000
	offered := pipeline.Candidate{Value: c.Value, Confidence: &estimate, Evidence: c.Evidence}
	c.Candidates = append([]pipeline.Candidate{offered}, c.Candidates...)
	c.State, c.Value, c.Confidence, c.Evidence = pipeline.FieldNotFound, nil, 0, nil
	c.Reason = "no label points clearly at a value"
	return c
}

func sourceOf(s *layout.Sheet, sp layout.Span) string {
	for _, t := range s.Tokens[sp.From:sp.To] {
		if t.OCR {
			return pipeline.SourceOCR
		}
	}
	return pipeline.SourceText
}

// why names the evidence in words.
func (o Option) why() string {
	switch {
	case o.Told != "":
		return strings.TrimSuffix(o.Told+"; "+o.Proven, "; ")
	case o.Proven != "" && o.Places > 0:
		return "labelled; " + o.Proven
	case o.Proven != "":
		return o.Proven
	case o.Places > 1:
		return fmt.Sprintf("%d labels point at it", o.Places)
	}
	return "labelled"
}

// confidence estimates how often a value with this evidence is right: how well label and place
// fit, what proves it, how near the next option is, how legible its words are.
func confidence(s *layout.Sheet, o Option, others []Option) float64 {
	c := 0.38 + 0.58*o.Strength
	if o.Proven != "" {
		c = 1 - (1-c)*0.25
	} else if len(others) > 0 && o.Strength > 0 {
		rival := min(others[0].Strength/o.Strength, 1)
		c *= 1 - 0.35*math.Max(0, rival-0.6)/0.4
	}
	if o.Exact {
		return min(c+0.03, 0.995)
	}
	if sourceOf(s, o.Span) == pipeline.SourceOCR {
		c *= extractors.Legibility(s.Legible(o.Span))
	}
	return min(c, 0.995)
}

// currencyClaim states the currency that is printed most.
func (r *Reading) currencyClaim(f *plan.Field) (extractors.Claim, bool) {
	if r.Style.currency == "" {
		return extractors.Claim{}, false
	}
	for n, s := range r.Sheets {
		for i := range s.Tokens {
			if printedCurrency(s.Tokens[i].Text) != r.Style.currency {
				continue
			}
			o := Option{Value: r.Style.currency, Sheet: n, Span: layout.Span{From: i, To: i + 1}, Strength: 0.85, Places: 1}
			switch {
			case strings.Contains(s.Tokens[i].Text, "€"):
				o.Strength = 0.93 // no other currency has this sign
			case s.Tokens[i].Fold == extractors.Fold(r.Style.currency):
				o.Strength, o.Proven = 0.95, "printed as its code"
			}
			o.Derived = !r.Plan.Stated && o.Proven == "" // the code of a sign
			c := r.ClaimOf(plan.FirstRow(f.Node.Pointer), o, nil)
			c.Reason = "printed beside amounts"
			return c, true
		}
	}
	return extractors.Claim{}, false
}

// Version names the reader in results.
const Version = "local@1"
