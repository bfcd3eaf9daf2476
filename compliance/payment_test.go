package compliance

import (
	"testing"

	"docpipe/pipeline"
)

func TestPayment(t *testing.T) {
	t.Parallel()
	for _, c := range []ruleCase{
		{rule: "EU-VAT-PAY-01", name: "grouped", want: pipeline.Pass},
		{rule: "EU-VAT-PAY-01", name: "with letters", change: sample{"/payment/iban": "GB82WEST12345698765432"}, want: pipeline.Pass},
		{rule: "EU-VAT-PAY-01", name: "one digit wrong", change: sample{"/payment/iban": "DE89370400440532013001"}, want: pipeline.Fail},
		{rule: "EU-VAT-PAY-01", name: "two digits swapped", change: sample{"/payment/iban": "DE89370400440532010300"}, want: pipeline.Fail},
		{rule: "EU-VAT-PAY-01", name: "no IBAN at all", change: sample{"/payment/iban": "see overleaf"}, want: pipeline.Fail},
		{rule: "EU-VAT-PAY-01", name: "unread", change: sample{"/payment/iban": pipeline.FieldUnreadable}, want: pipeline.CannotTell, missing: "/payment/iban"},
		{rule: "EU-VAT-PAY-01", name: "none", change: sample{"/payment/iban": pipeline.FieldAbsent}, want: pipeline.NotApplicable},
	} {
		c.run(t, goodInvoice, "invoice")
	}
}
