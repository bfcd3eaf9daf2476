package compliance

import (
	"github.com/shopspring/decimal"
)

const askCorrected = "Ask the supplier for a corrected invoice."

// requiredRules are the particulars of Art. 226 that a reader finds at fixed fields.
func requiredRules(cfg Config) []Rule {
	full := fullInvoice(cfg)
	return []Rule{
		required("EU-VAT-226-01", "The issue date is stated", High, "Art. 226(1)", nil, "/issue_date"),
		required("EU-VAT-226-02", "The invoice number is stated", High, "Art. 226(2)", nil, "/number"),
		// Several member states accept the national tax number in place of the VAT id.
		required("EU-VAT-226-03", "The supplier's VAT id or tax number is stated", High, "Art. 226(3)", inEU, "/seller/vat_id", "/seller/tax_id"),
		prefixRule(),
		reverseChargeRule(),
		required("EU-VAT-226-05A", "The supplier's name is stated", Medium, "Art. 226(5)", nil, "/seller/name"),
		required("EU-VAT-226-05B", "The supplier's address is stated", Medium, "Art. 226(5)", nil, address("/seller")...),
		required("EU-VAT-226-05C", "The customer's name is stated", Medium, "Art. 226(5)", full, "/buyer/name"),
		required("EU-VAT-226-05D", "The customer's address is stated", Medium, "Art. 226(5)", full, address("/buyer")...),
		describedRule(),
		required("EU-VAT-226-08", "The amount without VAT is stated", Medium, "Art. 226(8)", full, "/totals/net", "/vat_lines/0/base"),
		required("EU-VAT-226-10", "The VAT amount is stated", High, "Art. 226(10)", inEU, "/totals/vat", "/vat_lines/0/tax"),
		totalRule(),
	}
}

// required is the rule that at least one of the fields is on the document.
func required(id, title, severity, ref string, when func(*Facts) bool, fields ...string) Rule {
	return Rule{
		ID: id, Title: title, Severity: severity, Source: vatDirective(ref), Fix: askCorrected, AppliesTo: when,
		Check: func(f *Facts) Answer {
			return holds(f.Any(fields...), "not on the document: "+title)
		},
	}
}

// totalRule is not among the particulars of Art. 226, but without it nothing can be paid.
func totalRule() Rule {
	r := required("EU-VAT-BR-14", "The total with VAT is stated", High, "", nil, "/totals/gross")
	r.Source = en16931("BR-14")
	return r
}

func address(party string) []string {
	return []string{party + "/address/lines", party + "/address/city", party + "/address/postcode"}
}

// fullInvoice tells invoices that need every particular from simplified ones. An unread total
// does not make an invoice simplified.
func fullInvoice(cfg Config) func(*Facts) bool {
	limit := amount(cfg.SimplifiedLimit)
	return func(f *Facts) bool {
		gross, ok := f.peek("/totals/gross")
		simplified := ok && gross.LessThanOrEqual(limit) && f.Known("/currency") == "EUR"
		return inEU(f) && !simplified
	}
}

// peek returns the amount at pointer without making the rule depend on it.
func (f *Facts) peek(pointer string) (decimal.Decimal, bool) {
	if f.state(f.at+pointer) != known {
		return decimal.Zero, false
	}
	return parseDecimal(f.value(f.at + pointer))
}

func describedRule() Rule {
	return Rule{
		ID: "EU-VAT-226-06", Title: "Each line says what was supplied", Severity: Medium,
		Source: vatDirective("Art. 226(6)"), Fix: askCorrected, ForEach: "/lines",
		Check: func(f *Facts) Answer {
			return holds(f.Any("/description", "/item_code"), "the line has an amount but no description")
		},
	}
}

func prefixRule() Rule {
	return Rule{
		ID: "EU-VAT-CO-09", Title: "The supplier's VAT id begins with its country", Severity: High,
		Source: en16931("BR-CO-09"), Fix: askCorrected, AppliesTo: inEU,
		Check: func(f *Facts) Answer {
			id := f.Text("/seller/vat_id")
			return holds(prefix(id) != "", "VAT id "+id+" does not begin with a country's two letters")
		},
	}
}

// reverseChargeRule wants the customer's VAT id where the customer owes the tax.
func reverseChargeRule() Rule {
	return Rule{
		ID: "EU-VAT-226-04", Title: "Customer VAT id on reverse-charge invoices", Severity: High,
		Source: vatDirective("Art. 226(4)"), Fix: askCorrected, AppliesTo: reverseCharge,
		Check: func(f *Facts) Answer {
			return holds(f.Any("/buyer/vat_id", "/buyer/registration_id"),
				"reverse charge or a supply to another member state, but no customer VAT id")
		},
	}
}

// reverseCharge reports whether the customer owes the VAT, as a mention or a category says.
// A line with a rate above zero is not such a line, whatever its category.
func reverseCharge(f *Facts) bool {
	if said, _ := f.value("/mentions/reverse_charge").(bool); said {
		f.log.read("/mentions/reverse_charge")
		return true
	}
	rows, _ := f.rows("/vat_lines")
	for _, row := range rows {
		if rate, ok := f.peek(row + "/rate"); ok && rate.IsPositive() {
			continue
		}
		v, k := f.look(row + "/category")
		if v == "AE" || v == "K" {
			f.log.missing = nil
			return true
		}
		if k == unknown {
			f.log.lack(row+"/category", unknown)
		}
	}
	return false
}
