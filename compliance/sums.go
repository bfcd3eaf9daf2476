package compliance

import (
	"fmt"

	"github.com/shopspring/decimal"

	"docpipe/pipeline"
)

// sumRules are the totals of EN 16931: what is printed must follow from what is printed.
func sumRules(cfg Config) []Rule {
	near := amount(cfg.Tolerance)
	return []Rule{
		sum("EU-VAT-CO-10", "The line amounts add up to their sum", High, "BR-CO-10", near, func(f *Facts) (want, got decimal.Decimal, how string) {
			want = f.Sum("/lines", "/net")
			return want, f.Amount("/totals/lines_net"), "the lines add up to " + text(want)
		}),
		sum("EU-VAT-CO-13", "The total without VAT follows from the lines", High, "BR-CO-13", near, netFromLines),
		sum("EU-VAT-CO-14", "The total VAT is the sum of the VAT lines", High, "BR-CO-14", near, vatFromLines),
		sum("EU-VAT-CO-15", "The total with VAT is the total without VAT and the VAT", Critical, "BR-CO-15", near, func(f *Facts) (want, got decimal.Decimal, how string) {
			net, vat := f.Amount("/totals/net"), f.Amount("/totals/vat")
			want = net.Add(vat)
			return want, f.Amount("/totals/gross"), fmt.Sprintf("%s + VAT %s is %s", text(net), text(vat), text(want))
		}),
		sum("EU-VAT-CO-16", "The amount due follows from the total", High, "BR-CO-16", near, due),
	}
}

// sum is the rule that a printed amount is the computed one, give or take near.
func sum(id, title, severity, ref string, near decimal.Decimal, terms func(*Facts) (want, got decimal.Decimal, how string)) Rule {
	return Rule{
		ID: id, Title: title, Severity: severity, Source: en16931(ref),
		Fix: "Compare with the original; if it says the same, ask the supplier for a corrected invoice.",
		Check: func(f *Facts) Answer {
			want, got, how := terms(f)
			return about(want, got, near, how)
		},
	}
}

func netFromLines(f *Facts) (want, got decimal.Decimal, how string) {
	var lines decimal.Decimal
	if _, printed := f.peek("/totals/lines_net"); printed {
		lines = f.Amount("/totals/lines_net")
	} else {
		lines = f.Sum("/lines", "/net")
	}
	allowances, charges := f.AmountOrZero("/totals/allowances"), f.AmountOrZero("/totals/charges")
	want = lines.Sub(allowances).Add(charges)
	how = fmt.Sprintf("lines %s - allowances %s + charges %s is %s", text(lines), text(allowances), text(charges), text(want))
	return want, f.Amount("/totals/net"), how
}

// vatFromLines objects only to a breakdown that was read whole: a line of which rate or base is
// missing may be no VAT line at all.
func vatFromLines(f *Facts) (want, got decimal.Decimal, how string) {
	want = f.Sum("/vat_lines", "/tax")
	rows, _ := f.rows("/vat_lines")
	for _, row := range rows {
		f.Doubt(row + "/rate")
		f.Doubt(row + "/base")
	}
	return want, f.Amount("/totals/vat"), "the VAT lines add up to " + text(want)
}

func due(f *Facts) (want, got decimal.Decimal, how string) {
	gross := f.Amount("/totals/gross")
	prepaid, rounding := f.AmountOrZero("/totals/prepaid"), f.AmountOrZero("/totals/rounding")
	want = gross.Sub(prepaid).Add(rounding)
	how = fmt.Sprintf("total %s - prepaid %s + rounding %s is %s", text(gross), text(prepaid), text(rounding), text(want))
	return want, f.Amount("/totals/due"), how
}

// about answers whether got is want, give or take near; how tells where want comes from.
func about(want, got, near decimal.Decimal, how string) Answer {
	if want.Sub(got).Abs().LessThanOrEqual(near) {
		return Answer{Verdict: pipeline.Pass}
	}
	return Answer{
		Verdict: pipeline.Fail, Expected: text(want), Actual: text(got),
		Message: fmt.Sprintf("%s, printed %s", how, text(got)),
	}
}

// text writes an amount with its own decimals, at least two.
func text(d decimal.Decimal) string { return d.StringFixed(max(2, -d.Exponent())) }
