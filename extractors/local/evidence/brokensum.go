package evidence

import (
	"fmt"
	"slices"

	"docpipe/extractors"
	"docpipe/extractors/local/plan"
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
	misprint := sum == r.termed(grossTerm) && r.misprinted(claims, parts, worth)
	for _, c := range parts {
		c.Broken, c.Disputed = !misprint, misprint
	}
	return []extractors.Claim{{
		Pointer: parts[2].Pointer, Code: pipeline.ReasonContradiction, Reader: Version, Evidence: parts[2].Evidence,
		Reason: fmt.Sprintf("%s does not hold: %v, %v, %v", rule, parts[0].Value, parts[1].Value, parts[2].Value),
	}}
}

// misprinted reports whether net, tax and gross are printed so although they do not add up: the only
// rate of tax proves the first two, a label of clear print names the third, and nothing on the
// document makes up the difference.
func (r *Reading) misprinted(claims []extractors.Claim, parts [3]*extractors.Claim, worth [3]extractors.Ticks) bool {
	for _, c := range parts {
		if c.Source != pipeline.SourceText {
			return false
		}
	}
	if _, printed := r.AmountsByWorth()[Abs(worth[0]+worth[1]-worth[2])]; printed || parts[2].Labels == 0 {
		return false
	}
	return slices.ContainsFunc(r.Plan.Taxes, func(t plan.TaxList) bool { return r.provenBy(t, claims, worth) })
}

// provenBy reports whether a breakdown of one rate has these for base and tax, and rate × base = tax holds.
func (r *Reading) provenBy(t plan.TaxList, claims []extractors.Claim, worth [3]extractors.Ticks) bool {
	if t.Rate < 0 || t.Base < 0 || t.Tax < 0 {
		return false
	}
	at := func(row string, field int) string {
		return t.List.Pointer() + "/" + row + "/" + t.List.Fields[field].Node.Name
	}
	_, second := worthIn(claims, at("1", t.Tax))
	base, stated := worthIn(claims, at("0", t.Base))
	tax, taxed := worthIn(claims, at("0", t.Tax))
	rate, rated := worthIn(claims, at("0", t.Rate))
	return !second && stated && taxed && rated && base == worth[0] && tax == worth[1] && taxOf(base, rate, tax)
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
