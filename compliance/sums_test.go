package compliance

import (
	"testing"

	"docpipe/pipeline"
)

func TestSums(t *testing.T) {
	t.Parallel()
	for _, c := range []ruleCase{
		{rule: "EU-VAT-CO-10", name: "lines add up", want: pipeline.Pass},
		{rule: "EU-VAT-CO-10", name: "a line is wrong", change: sample{"/lines/1/net": "51.00"}, want: pipeline.Fail},
		{rule: "EU-VAT-CO-10", name: "a line was not read", change: sample{"/lines/1/net": pipeline.FieldUnreadable}, want: pipeline.CannotTell, missing: "/lines/1/net"},
		{rule: "EU-VAT-CO-10", name: "no sum is printed", change: sample{"/totals/lines_net": pipeline.FieldAbsent}, want: pipeline.NotApplicable},

		{rule: "EU-VAT-CO-13", name: "lines less allowance", want: pipeline.Pass},
		{rule: "EU-VAT-CO-13", name: "wrong net", change: sample{"/totals/net": "100.02"}, want: pipeline.Fail},
		{rule: "EU-VAT-CO-13", name: "no printed sum of lines", change: sample{"/totals/lines_net": pipeline.FieldAbsent}, want: pipeline.Pass},
		{rule: "EU-VAT-CO-13", name: "allowance not found and needed", change: sample{"/totals/allowances": pipeline.FieldNotFound}, want: pipeline.CannotTell, missing: "/totals/allowances"},
		{rule: "EU-VAT-CO-13", name: "charges not found and not needed", change: sample{"/totals/charges": pipeline.FieldNotFound}, want: pipeline.Pass},
		{rule: "EU-VAT-CO-13", name: "charges illegible", change: sample{"/totals/charges": pipeline.FieldUnreadable}, want: pipeline.CannotTell, missing: "/totals/charges"},
		{rule: "EU-VAT-CO-13", name: "allowance absent though needed", change: sample{"/totals/allowances": pipeline.FieldAbsent}, want: pipeline.Fail},

		{rule: "EU-VAT-CO-14", name: "VAT lines add up", want: pipeline.Pass},
		{rule: "EU-VAT-CO-14", name: "wrong VAT total", change: sample{"/totals/vat": "19.90"}, want: pipeline.Fail},
		{rule: "EU-VAT-CO-14", name: "wrong, but a line was not read whole", change: sample{"/totals/vat": "19.90", "/vat_lines/0/base": pipeline.FieldNotFound}, want: pipeline.CannotTell, missing: "/vat_lines/0/base"},
		{rule: "EU-VAT-CO-14", name: "right, though a line was not read whole", change: sample{"/vat_lines/0/base": pipeline.FieldNotFound}, want: pipeline.Pass},
		{rule: "EU-VAT-CO-14", name: "VAT total not grounded", change: sample{"/totals/vat": pipeline.FieldUngrounded}, want: pipeline.CannotTell, missing: "/totals/vat"},

		{rule: "EU-VAT-CO-15", name: "net and VAT", want: pipeline.Pass},
		{rule: "EU-VAT-CO-15", name: "within the tolerance", change: sample{"/totals/gross": "119.01"}, want: pipeline.Pass},
		{rule: "EU-VAT-CO-15", name: "one cent beyond it", change: sample{"/totals/gross": "119.02"}, want: pipeline.Fail},
		{rule: "EU-VAT-CO-15", name: "total skipped", change: sample{"/totals/gross": pipeline.FieldSkipped}, want: pipeline.CannotTell, missing: "/totals/gross"},
		{rule: "EU-VAT-CO-15", name: "an exponent is no amount", change: sample{"/totals/gross": "1e999999999"}, want: pipeline.CannotTell, missing: "/totals/gross"},

		{rule: "EU-VAT-CO-16", name: "due after prepayment", want: pipeline.Pass},
		{rule: "EU-VAT-CO-16", name: "wrong due", change: sample{"/totals/due": "119.00"}, want: pipeline.Fail},
		{rule: "EU-VAT-CO-16", name: "due not found", change: sample{"/totals/due": pipeline.FieldNotFound}, want: pipeline.CannotTell, missing: "/totals/due"},
	} {
		c.run(t, goodInvoice, "invoice")
	}
}

func TestSums_rows_incomplete(t *testing.T) {
	t.Parallel()
	d := goodInvoice.document("invoice")
	d.Extraction.Reasons = []pipeline.Reason{{Code: pipeline.ReasonRowsIncomplete, Path: "/lines"}}
	o := answers(t, d, "EU-VAT-CO-10")[0]
	if o.Verdict != pipeline.CannotTell || len(o.missing) != 1 || o.missing[0] != "/lines" {
		t.Errorf("verdict = %s, missing %v; want cannot_tell with /lines", o.Verdict, o.missing)
	}
}
