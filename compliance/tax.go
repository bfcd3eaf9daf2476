package compliance

import (
	"fmt"

	"github.com/shopspring/decimal"
)

var hundred = decimal.NewFromInt(100)

// taxRules look at each line of the VAT breakdown.
func taxRules(cfg Config) []Rule {
	near := amount(cfg.TaxTolerance)
	return []Rule{
		{
			ID: "EU-VAT-CO-17", Title: "VAT amount equals base x rate", Severity: High, Source: en16931("BR-CO-17"),
			Fix:     "Compare with the original; if it says the same, ask the supplier for a corrected invoice.",
			ForEach: "/vat_lines",
			Check: func(f *Facts) Answer {
				return taxOf(f.Amount("/base"), f.Amount("/rate"), f.Amount("/tax"), near)
			},
		},
		{
			ID: "EU-VAT-226-09", Title: "The VAT rate is stated", Severity: High, Source: vatDirective("Art. 226(9)"),
			Fix: askCorrected, ForEach: "/vat_lines", AppliesTo: chargesTax,
			Check: func(f *Facts) Answer {
				return holds(f.Any("/rate"), "a VAT amount without its rate")
			},
		},
		{
			ID: "EU-VAT-226-11", Title: "A rate of zero has its reason", Severity: High, Source: vatDirective("Art. 226(11)"),
			Fix: askCorrected, ForEach: "/vat_lines", AppliesTo: exempt,
			Check: func(f *Facts) Answer {
				return holds(f.Any("/exemption_reason"), "VAT of 0 % and no reference to the exemption")
			},
		},
	}
}

// taxOf compares a printed tax with base x rate / 100, rounded half away from zero to cents.
func taxOf(base, rate, tax, near decimal.Decimal) Answer {
	want := base.Mul(rate).Div(hundred).Round(2)
	return about(want, tax, near, fmt.Sprintf("%s x %s %% is %s", text(base), rate, text(want)))
}

func chargesTax(f *Facts) bool {
	tax, ok := f.peek("/tax")
	return ok && !tax.IsZero()
}

// exempt leaves out reverse charge, which has its own wording and its own rule.
func exempt(f *Facts) bool {
	rate, ok := f.peek("/rate")
	said, _ := f.value("/mentions/reverse_charge").(bool)
	return ok && rate.IsZero() && !said
}
