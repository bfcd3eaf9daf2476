package compliance

import (
	"testing"

	"docpipe/pipeline"
)

func TestReceipt(t *testing.T) {
	t.Parallel()
	const absent, notFound = pipeline.FieldAbsent, pipeline.FieldNotFound
	for _, c := range []ruleCase{
		{rule: "EXP-REQ-01", name: "named", want: pipeline.Pass},
		{rule: "EXP-REQ-01", name: "no name", change: sample{"/merchant/name": absent}, want: pipeline.Fail},
		{rule: "EXP-REQ-01", name: "unread", change: sample{"/merchant/name": notFound}, want: pipeline.CannotTell, missing: "/merchant/name"},
		{rule: "EXP-REQ-02", name: "dated", want: pipeline.Pass},
		{rule: "EXP-REQ-02", name: "no date", change: sample{"/date": absent}, want: pipeline.Fail},
		{rule: "EXP-REQ-02", name: "unread", change: sample{"/date": notFound}, want: pipeline.CannotTell, missing: "/date"},
		{rule: "EXP-REQ-03", name: "total", want: pipeline.Pass},
		{rule: "EXP-REQ-03", name: "no total", change: sample{"/total": absent}, want: pipeline.Fail},
		{rule: "EXP-REQ-03", name: "unread", change: sample{"/total": notFound}, want: pipeline.CannotTell, missing: "/total"},
		{rule: "EXP-REQ-04", name: "currency", want: pipeline.Pass},
		{rule: "EXP-REQ-04", name: "none", change: sample{"/currency": absent}, want: pipeline.Fail},
		{rule: "EXP-REQ-04", name: "unread", change: sample{"/currency": notFound}, want: pipeline.CannotTell, missing: "/currency"},
		{rule: "EXP-DATE-01", name: "the day before yesterday", want: pipeline.Pass},
		{rule: "EXP-DATE-01", name: "next year", change: sample{"/date": "2027-01-01"}, want: pipeline.Fail},
		{rule: "EXP-DATE-01", name: "unread", change: sample{"/date": notFound}, want: pipeline.CannotTell, missing: "/date"},
		{rule: "EXP-TOTAL-01", name: "tax on top", want: pipeline.Pass},
		{rule: "EXP-TOTAL-01", name: "tax inside", change: sample{"/total": "11.00"}, want: pipeline.Pass},
		{rule: "EXP-TOTAL-01", name: "wrong", change: sample{"/total": "12.00"}, want: pipeline.Fail},
		{rule: "EXP-TOTAL-01", name: "tip unread and needed", change: sample{"/tip": notFound}, want: pipeline.CannotTell, missing: "/tip"},
		{rule: "EXP-TOTAL-02", name: "items", want: pipeline.Pass},
		{rule: "EXP-TOTAL-02", name: "an item is wrong", change: sample{"/items/1/total": "3.00"}, want: pipeline.Fail},
		{rule: "EXP-TOTAL-02", name: "against the total", change: sample{"/subtotal": absent}, want: pipeline.Pass},
		{rule: "EXP-TOTAL-02", name: "an item unread", change: sample{"/items/1/total": notFound}, want: pipeline.CannotTell, missing: "/items/1/total"},
		{rule: "EXP-TAX-01", name: "net x rate", want: pipeline.Pass},
		{rule: "EXP-TAX-01", name: "wrong", change: sample{"/tax_lines/0/tax": "2.00"}, want: pipeline.Fail},
		{rule: "EXP-TAX-01", name: "rate unread", change: sample{"/tax_lines/0/rate": notFound}, want: pipeline.CannotTell, missing: "/tax_lines/0/rate"},
	} {
		c.run(t, goodReceipt, "receipt")
	}
}
