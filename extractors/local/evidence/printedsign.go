package evidence

import (
	"strings"

	"docpipe/extractors"
	"docpipe/extractors/local/layout"
	"docpipe/extractors/local/plan"
	"docpipe/schemas"
)

// Amounts of EN 16931 have the sign of their name: what is taken off is stated as what it is
// worth, and a credit note as what it gives back. Print puts a minus before both as often as not.
const (
	grossTerm  = "BT-112"
	creditNote = "credit_note"
)

// deducted are the amounts that are taken off, in the pointers of the shipped schemas.
var deducted = map[string]bool{
	"/totals/allowances": true, "/totals/prepaid": true, "/allowances/*/amount": true, "/lines/*/discount": true,
}

// Signed turns claims of amounts that print with the other sign. The first line of a receipt of
// returned goods, or of a schema of the user's own, stays as it is printed.
func (r *Reading) Signed(claims []extractors.Claim) {
	gross := r.termed(grossTerm)
	if gross < 0 || len(r.Options[gross]) == 0 {
		return
	}
	negative := r.Options[gross][0].Amount.Ticks < 0
	credit := negative && r.Plan.Schema.DocType == creditNote
	amounts := map[string]bool{}
	addAmounts(r.Plan.Schema.Root, amounts)
	for i := range claims {
		c := &claims[i]
		text, ok := c.Value.(string)
		at := anyRow(c.Pointer)
		if !ok || !amounts[at] || !credit && (negative || !deducted[at] || !strings.HasPrefix(text, "-")) {
			continue
		}
		if c.Value = otherSign(text); c.Value != text {
			c.Reason += "; printed with the other sign"
		}
	}
}

// termed is the field of a business term of EN 16931, -1 for none.
func (r *Reading) termed(term string) int {
	for i := range r.Plan.Fields {
		if r.Plan.Fields[i].Node.BT == term {
			return i
		}
	}
	return -1
}

// addAmounts collects the pointers of amounts and quantities that a credit turns: prices, rates
// and what a price is for stay as they are.
func addAmounts(n *schemas.Node, all map[string]bool) {
	if n.Format == "decimal" && !plan.Has(plan.NameWords(n), "price", "rate", "percent", "base") {
		all[n.Pointer] = true
	}
	if n.Format == "decimal" && n.Name == "base" { // of a tax, not of a price
		all[n.Pointer] = true
	}
	for _, c := range n.Properties {
		addAmounts(c, all)
	}
	if n.Items != nil {
		addAmounts(n.Items, all)
	}
}

// anyRow is a pointer with the numbers of its rows replaced by those of the schema.
func anyRow(pointer string) string {
	parts := strings.Split(pointer, "/")
	for i, p := range parts {
		if layout.IsNumber(p) {
			parts[i] = "*"
		}
	}
	return strings.Join(parts, "/")
}

func otherSign(amount string) string {
	switch {
	case strings.Trim(amount, "0.") == "":
		return amount
	case strings.HasPrefix(amount, "-"):
		return amount[1:]
	}
	return "-" + amount
}
