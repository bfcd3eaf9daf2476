package compliance

import (
	"fmt"

	"github.com/shopspring/decimal"

	"docpipe/pipeline"
)

// receiptRules are what an expense claim needs from its receipt.
func receiptRules(cfg Config) []Rule {
	return []Rule{
		onReceipt("EXP-REQ-01", "The merchant is named", Medium, "/merchant/name"),
		onReceipt("EXP-REQ-02", "The date is stated", High, "/date"),
		onReceipt("EXP-REQ-03", "The total is stated", High, "/total"),
		onReceipt("EXP-REQ-04", "The currency is known", Low, "/currency"),
		notInFuture("EXP-DATE-01", "The date is not in the future", "/date"),
		receiptTotal(amount(cfg.ReceiptTolerance)),
		receiptItems(amount(cfg.ReceiptTolerance)),
		receiptTax(amount(cfg.TaxTolerance)),
	}
}

func onReceipt(id, title, severity, pointer string) Rule {
	return Rule{
		ID: id, Title: title, Severity: severity, Source: policy("receipt particulars"),
		Fix: "Ask the claimant for a complete receipt.",
		Check: func(f *Facts) Answer {
			return holds(f.Any(pointer), "not on the receipt: "+title)
		},
	}
}

// receiptTotal takes the subtotal as net or as gross: shops print either.
func receiptTotal(near decimal.Decimal) Rule {
	return Rule{
		ID: "EXP-TOTAL-01", Title: "The total follows from subtotal, tax and tip", Severity: High,
		Source: policy("receipt arithmetic"), Fix: "Compare the total with the original.",
		Check: func(f *Facts) Answer {
			subtotal, total, tip := f.Amount("/subtotal"), f.Amount("/total"), f.AmountOrZero("/tip")
			tax := f.receiptTaxes()
			want := subtotal.Add(tax).Add(tip)
			how := fmt.Sprintf("subtotal %s + tax %s + tip %s is %s", text(subtotal), text(tax), text(tip), text(want))
			return either(about(want, total, near, how), about(subtotal.Add(tip), total, near, how))
		},
	}
}

// receiptItems compares the items with the subtotal where there is one, else with the total.
func receiptItems(near decimal.Decimal) Rule {
	return Rule{
		ID: "EXP-TOTAL-02", Title: "The items add up", Severity: Medium,
		Source: policy("receipt arithmetic"), Fix: "Compare the items with the original.",
		Check: func(f *Facts) Answer {
			items := f.Sum("/items", "/total")
			how := "the items add up to " + text(items)
			if _, ok := f.peek("/subtotal"); ok {
				return about(items, f.Amount("/subtotal"), near, how)
			}
			total, tip := f.Amount("/total"), f.AmountOrZero("/tip")
			withTax := items.Add(f.receiptTaxes()).Add(tip)
			return either(about(items.Add(tip), total, near, how), about(withTax, total, near, how))
		},
	}
}

func receiptTax(near decimal.Decimal) Rule {
	return Rule{
		ID: "EXP-TAX-01", Title: "The tax equals net x rate", Severity: Medium, ForEach: "/tax_lines",
		Source: policy("receipt arithmetic"), Fix: "Compare the tax with the original.",
		Check: func(f *Facts) Answer {
			return taxOf(f.Amount("/net"), f.Amount("/rate"), f.Amount("/tax"), near)
		},
	}
}

// receiptTaxes is the tax of all tax lines, zero when the receipt has none.
func (f *Facts) receiptTaxes() decimal.Decimal {
	rows, k := f.rows("/tax_lines")
	if k == unknown {
		f.log.doubts = once(f.log.doubts, "/tax_lines")
	}
	var tax decimal.Decimal
	for _, row := range rows {
		tax = tax.Add(f.AmountOrZero(row + "/tax"))
	}
	return tax
}

// either passes when one of two readings of the document passes, and else objects as the
// first does.
func either(a, b Answer) Answer {
	if b.Verdict == pipeline.Pass {
		return b
	}
	return a
}
