package compliance

import (
	"testing"

	"docpipe/pipeline"
)

func TestTax(t *testing.T) {
	t.Parallel()
	for _, c := range []ruleCase{
		{rule: "EU-VAT-CO-17", name: "base x rate", want: pipeline.Pass},
		{rule: "EU-VAT-CO-17", name: "within the tolerance", change: sample{"/vat_lines/0/tax": "19.05"}, want: pipeline.Pass},
		{rule: "EU-VAT-CO-17", name: "wrong", change: sample{"/vat_lines/0/tax": "19.06"}, want: pipeline.Fail},
		{rule: "EU-VAT-CO-17", name: "only the second line is wrong", change: sample{"/vat_lines/1/base": "10.00", "/vat_lines/1/rate": "7", "/vat_lines/1/tax": "1.90"}, want: pipeline.Fail},
		{rule: "EU-VAT-CO-17", name: "rate unread", change: sample{"/vat_lines/0/rate": pipeline.FieldUnreadable}, want: pipeline.CannotTell, missing: "/vat_lines/0/rate"},
		{rule: "EU-VAT-226-09", name: "rate stated", want: pipeline.Pass},
		{rule: "EU-VAT-226-09", name: "no rate", change: sample{"/vat_lines/0/rate": pipeline.FieldAbsent}, want: pipeline.Fail},
		{rule: "EU-VAT-226-09", name: "rate unread", change: sample{"/vat_lines/0/rate": pipeline.FieldNotFound}, want: pipeline.CannotTell, missing: "/vat_lines/0/rate"},
		{rule: "EU-VAT-226-11", name: "not exempt", want: pipeline.NotApplicable},
		{rule: "EU-VAT-226-11", name: "exempt with its reason", change: sample{"/vat_lines/0/rate": "0", "/vat_lines/0/exemption_reason": "Art. 132"}, want: pipeline.Pass},
		{rule: "EU-VAT-226-11", name: "exempt without", change: sample{"/vat_lines/0/rate": "0.00"}, want: pipeline.Fail},
		{rule: "EU-VAT-226-11", name: "reason unread", change: sample{"/vat_lines/0/rate": "0", "/vat_lines/0/exemption_reason": pipeline.FieldNotFound}, want: pipeline.CannotTell, missing: "/vat_lines/0/exemption_reason"},
	} {
		c.run(t, goodInvoice, "invoice")
	}
}
