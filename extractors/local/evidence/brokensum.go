package evidence

import (
	"fmt"

	"docpipe/extractors"
	"docpipe/pipeline"
)

// Terms of EN 16931 for what was paid before and what is left to pay.
const (
	prepaidTerm = "BT-113"
	dueTerm     = "BT-115"
)

// inRounding is how far print may be from its own sum: cash is rounded to five cents.
const inRounding = extractors.TicksPerOne / 20

// BrokenSums doubts the parts of a sum that does not hold: one of them at least is another
// amount of the document, such as one of two rates of tax or one of two payments. Only the terms
// of EN 16931 are bound to add up; a subtotal of the user's own may leave out what it likes.
func (r *Reading) BrokenSums(claims []extractors.Claim) []extractors.Claim {
	net, tax, gross := r.termed("BT-109"), r.termed(taxTerm), r.termed(grossTerm)
	remarks := r.brokenSum(claims, "net + tax = gross", net, tax, gross, 1)
	remarks = append(remarks, r.brokenSum(claims, "gross - prepaid = due", gross, r.termed(prepaidTerm), r.termed(dueTerm), -1)...)
	for _, t := range r.Plan.Taxes {
		remarks = append(remarks, r.brokenTaxes(claims, t)...)
	}
	return append(claims, remarks...)
}

// brokenSum checks a + sign × |b| = sum among the claims of three fields.
func (r *Reading) brokenSum(claims []extractors.Claim, rule string, a, b, sum, sign int) []extractors.Claim {
	var parts [3]*extractors.Claim
	var worth [3]extractors.Ticks
	for i, f := range []int{a, b, sum} {
		if f < 0 {
			return nil
		}
		pointer := r.Plan.Fields[f].Node.Pointer
		w, ok := worthIn(claims, pointer)
		if !ok {
			return nil
		}
		parts[i], worth[i] = claimFor(claims, pointer), w
	}
	if Abs(worth[0]+extractors.Ticks(sign)*worth[1]-worth[2]) <= inRounding {
		return nil
	}
	for _, c := range parts {
		c.Broken = true
	}
	return []extractors.Claim{{
		Pointer: parts[2].Pointer, Code: pipeline.ReasonContradiction, Reader: Version, Evidence: parts[2].Evidence,
		Reason: fmt.Sprintf("%s does not hold: %v, %v, %v", rule, parts[0].Value, parts[1].Value, parts[2].Value),
	}}
}

// claimFor is the found value of a field, nil for none.
func claimFor(claims []extractors.Claim, pointer string) *extractors.Claim {
	for i := range claims {
		if c := &claims[i]; c.Pointer == pointer && c.Value != nil && c.State == "" {
			return c
		}
	}
	return nil
}
