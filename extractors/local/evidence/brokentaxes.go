package evidence

import (
	"fmt"
	"strconv"
	"strings"

	"docpipe/extractors"
	"docpipe/extractors/local/plan"
	"docpipe/pipeline"
)

// taxTerm is the term of EN 16931 for the tax of the whole document, which BR-CO-14 has the
// taxes of all rates add up to.
const taxTerm = "BT-110"

// brokenTaxes doubts a breakdown whose taxes are not the tax of the document: a rate is missing,
// or is another document's.
func (r *Reading) brokenTaxes(claims []extractors.Claim, t plan.TaxList) []extractors.Claim {
	total := r.termed(taxTerm)
	if total < 0 || t.Tax < 0 {
		return nil
	}
	stated, ok := worthIn(claims, r.Plan.Fields[total].Node.Pointer)
	if !ok {
		return nil
	}
	sum, rows := extractors.Ticks(0), 0
	for ; ; rows++ {
		tax, ok := worthIn(claims, t.List.Pointer()+"/"+strconv.Itoa(rows)+"/"+t.List.Fields[t.Tax].Node.Name)
		if !ok {
			break
		}
		sum += tax
	}
	if rows == 0 || Abs(sum-stated) <= inRounding*extractors.Ticks(rows) {
		return nil
	}
	doubt(claims, t.List.Pointer()+"/")
	tax := claimFor(claims, r.Plan.Fields[total].Node.Pointer)
	return []extractors.Claim{{
		Pointer: t.List.Pointer(), Code: pipeline.ReasonContradiction, Reader: Version,
		Reason: fmt.Sprintf("the taxes of the rates do not add up to the tax of the document, %v", tax.Value),
	}}
}

// doubt marks the values under a pointer as parts of a sum that does not hold.
func doubt(claims []extractors.Claim, under string) {
	for i := range claims {
		if c := &claims[i]; strings.HasPrefix(c.Pointer, under) && c.Value != nil && c.State == "" {
			c.Broken = true
		}
	}
}

// worthIn is the amount that is claimed for a field.
func worthIn(claims []extractors.Claim, pointer string) (extractors.Ticks, bool) {
	c := claimFor(claims, pointer)
	if c == nil {
		return 0, false
	}
	read := extractors.ReadAmount(fmt.Sprint(c.Value), '.')
	if len(read) == 0 {
		return 0, false
	}
	return read[0].Ticks, true
}
