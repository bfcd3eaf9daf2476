package local

import (
	"fmt"
	"math"
	"strings"

	"docpipe/extractors"
	"docpipe/pipeline"
)

// weakest is the strength below which an option is only offered, never filled in: a value is
// not true because it looks like one.
const weakest = 0.35

// sureMisprint is the confidence in an account number whose check digits do not hold: it is
// printed so, and cannot be what was meant.
const sureMisprint = 0.5

// fieldClaims states the fields; those of parties are given.
func (r *reading) fieldClaims(parties map[int]extractors.Claim) []extractors.Claim {
	var all []extractors.Claim
	for i := range r.plan.fields {
		if r.plan.fields[i].list {
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
func (r *reading) claim(i int) (extractors.Claim, bool) {
	f := &r.plan.fields[i]
	if f.kind == kindCurrency {
		return r.currencyClaim(f)
	}
	options := r.options[i]
	if len(options) == 0 {
		return extractors.Claim{}, false
	}
	best := options[0]
	if f.kind == kindDate && f.pattern != nil {
		text, ok := asPattern(f, best.value, r.sheets[best.sheet].text(best.span), r.style.order == extractors.MonthFirst)
		if !ok {
			return extractors.Claim{}, false
		}
		best.derived = best.derived || text != best.value
		best.value, best.readings = text, nil
	}
	if best.amount.Text != "" && wantsMinorUnits(f) {
		best = inMinorUnits(best)
	}
	c := r.claimOf(firstRow(f.node.Pointer), best, options[1:])
	if f.kind == kindIBAN && !validIBAN(best.value) {
		c.Confidence, c.Reason = min(c.Confidence, sureMisprint), "labelled; its check digits do not hold: compare it with another document of the payee"
	}
	if f.kind == kindDate && len(best.readings) > 0 && !r.style.sure {
		return ambiguous(c, best), true
	}
	if f.kind == kindNumber && len(best.readings) > 0 && r.decimalSign() == 0 {
		return ambiguous(c, best), true
	}
	if best.strength < weakest && best.proven == "" {
		return r.onlyOffered(c), true
	}
	return c, true
}

// claimOf states one option.
func (r *reading) claimOf(pointer string, o option, others []option) extractors.Claim {
	s := r.sheets[o.sheet]
	c := extractors.Claim{
		Pointer: pointer, Value: o.value, Source: sourceOf(s, o.span), Reader: Version,
		Confidence: confidence(s, o, others), Reason: o.why(), Evidence: []pipeline.Evidence{s.evidence(o.span)},
		Proven: o.proven != "", Labels: o.places,
	}
	switch {
	case o.misread != "":
		c = reread(c, o.misread)
	case o.derived:
		c.Source = pipeline.SourceDerived
	}
	for _, sp := range o.more {
		c.Evidence = append(c.Evidence, s.evidence(sp))
	}
	for _, other := range others[:min(len(others), 3)] {
		c.Candidates = append(c.Candidates, r.candidate(other, others))
	}
	return c
}

func (r *reading) candidate(o option, others []option) pipeline.Candidate {
	s := r.sheets[o.sheet]
	estimate := math.Round(1000*min(0.5, confidence(s, o, others))) / 1000
	return pipeline.Candidate{Value: o.value, Confidence: &estimate, Evidence: []pipeline.Evidence{s.evidence(o.span)}}
}

// ambiguous offers both readings of a place that reads two ways.
func ambiguous(c extractors.Claim, o option) extractors.Claim {
	half := 0.5
	values := append([]string{o.value}, o.readings...)
	c.Candidates = nil
	for _, v := range values {
		c.Candidates = append(c.Candidates, pipeline.Candidate{Value: v, Confidence: &half, Evidence: c.Evidence})
	}
	c.Reason = fmt.Sprintf("%q reads as %s or %s: set the locale", c.Evidence[0].Quote, values[0], values[1])
	c.State, c.Value, c.Ambiguous, c.Confidence = pipeline.FieldNotFound, nil, true, 0
	return c
}

// onlyOffered turns a weak claim into a candidate.
func (r *reading) onlyOffered(c extractors.Claim) extractors.Claim {
	estimate := math.Round(1000*min(0.4, c.Confidence)) / 1000
	offered := pipeline.Candidate{Value: c.Value, Confidence: &estimate, Evidence: c.Evidence}
	c.Candidates = append([]pipeline.Candidate{offered}, c.Candidates...)
	c.State, c.Value, c.Confidence, c.Evidence = pipeline.FieldNotFound, nil, 0, nil
	c.Reason = "no label points clearly at a value"
	return c
}

func sourceOf(s *sheet, sp span) string {
	for _, t := range s.tokens[sp.from:sp.to] {
		if t.ocr {
			return pipeline.SourceOCR
		}
	}
	return pipeline.SourceText
}

// why names the evidence in words.
func (o option) why() string {
	switch {
	case o.proven != "" && o.places > 0:
		return "labelled; " + o.proven
	case o.proven != "":
		return o.proven
	case o.places > 1:
		return fmt.Sprintf("%d labels point at it", o.places)
	}
	return "labelled"
}

// confidence estimates how often a value with this evidence is right: how well label and place
// fit, what proves it, how near the next option is, how legible its words are.
func confidence(s *sheet, o option, others []option) float64 {
	c := 0.38 + 0.58*o.strength
	if o.proven != "" {
		c = 1 - (1-c)*0.25
	} else if len(others) > 0 && o.strength > 0 {
		rival := min(others[0].strength/o.strength, 1)
		c *= 1 - 0.35*math.Max(0, rival-0.6)/0.4
	}
	if o.exact {
		return min(c+0.03, 0.995)
	}
	if sourceOf(s, o.span) == pipeline.SourceOCR {
		c *= legibility(s.legible(o.span))
	}
	return min(c, 0.995)
}

// legibility is the share of words that Tesseract reads right at a confidence, measured on
// receipts and invoices.
func legibility(confidence float64) float64 {
	curve := [][2]float64{{0, 0.1}, {0.5, 0.32}, {0.7, 0.5}, {0.8, 0.68}, {0.9, 0.86}, {0.96, 0.98}, {1, 0.99}}
	for i := 1; i < len(curve); i++ {
		a, b := curve[i-1], curve[i]
		if confidence <= b[0] {
			return a[1] + (b[1]-a[1])*(confidence-a[0])/(b[0]-a[0])
		}
	}
	return 1
}

// currencyClaim states the currency that is printed most.
func (r *reading) currencyClaim(f *field) (extractors.Claim, bool) {
	if r.style.currency == "" {
		return extractors.Claim{}, false
	}
	for n, s := range r.sheets {
		for i := range s.tokens {
			if printedCurrency(s.tokens[i].text) != r.style.currency {
				continue
			}
			o := option{value: r.style.currency, sheet: n, span: span{i, i + 1}, strength: 0.85, places: 1}
			switch {
			case strings.Contains(s.tokens[i].text, "€"):
				o.strength = 0.93 // no other currency has this sign
			case s.tokens[i].fold == extractors.Fold(r.style.currency):
				o.strength, o.proven = 0.95, "printed as its code"
			}
			c := r.claimOf(firstRow(f.node.Pointer), o, nil)
			c.Reason = "printed beside amounts"
			return c, true
		}
	}
	return extractors.Claim{}, false
}
