package compliance

import (
	"testing"

	"docpipe/pipeline"
)

func TestRequired(t *testing.T) {
	t.Parallel()
	for rule, fields := range map[string][]string{
		"EU-VAT-226-01":  {"/issue_date"},
		"EU-VAT-226-02":  {"/number"},
		"EU-VAT-226-03":  {"/seller/vat_id"},
		"EU-VAT-226-05A": {"/seller/name"},
		"EU-VAT-226-05C": {"/buyer/name"},
		"EU-VAT-BR-14":   {"/totals/gross"},
		"EU-VAT-226-06":  {"/lines/1/description"},
	} {
		for _, c := range []ruleCase{
			{name: "stated", want: pipeline.Pass},
			{name: "absent", change: sample{fields[0]: pipeline.FieldAbsent}, want: pipeline.Fail},
			{name: "not found", change: sample{fields[0]: pipeline.FieldNotFound}, want: pipeline.CannotTell, missing: fields[0]},
		} {
			c.rule = rule
			c.run(t, goodInvoice, "invoice")
		}
	}
}

func TestRequired_alternatives(t *testing.T) {
	t.Parallel()
	const absent, notFound = pipeline.FieldAbsent, pipeline.FieldNotFound
	for _, c := range []ruleCase{
		{rule: "EU-VAT-226-03", name: "a tax number will do", change: sample{"/seller/vat_id": absent, "/seller/tax_id": "27/123/00005"}, want: pipeline.Pass},
		{rule: "EU-VAT-226-03", name: "seller outside the EU", change: sample{"/seller/vat_id": absent, "/seller/address/country": "US"}, want: pipeline.NotApplicable},
		{rule: "EU-VAT-226-05B", name: "a city alone", change: sample{"/seller/address/lines/0": nil, "/seller/address/lines": absent, "/seller/address/postcode": absent}, want: pipeline.Pass},
		{rule: "EU-VAT-226-05B", name: "nothing of it", change: sample{"/seller/address/lines/0": nil, "/seller/address/lines": absent, "/seller/address/postcode": absent, "/seller/address/city": absent}, want: pipeline.Fail},
		{rule: "EU-VAT-226-05B", name: "the city unread", change: sample{"/seller/address/lines/0": nil, "/seller/address/lines": absent, "/seller/address/postcode": absent, "/seller/address/city": notFound}, want: pipeline.CannotTell, missing: "/seller/address/city"},
		{rule: "EU-VAT-226-05D", name: "stated", want: pipeline.Pass},
		{rule: "EU-VAT-226-05D", name: "not needed on a small invoice", change: sample{"/totals/gross": "99.00"}, want: pipeline.NotApplicable},
		{rule: "EU-VAT-226-08", name: "stated", want: pipeline.Pass},
		{rule: "EU-VAT-226-08", name: "neither total nor base", change: sample{"/totals/net": absent, "/vat_lines/0/base": absent}, want: pipeline.Fail},
		{rule: "EU-VAT-226-08", name: "base unread", change: sample{"/totals/net": absent, "/vat_lines/0/base": notFound}, want: pipeline.CannotTell, missing: "/vat_lines/0/base"},
		{rule: "EU-VAT-226-10", name: "stated", want: pipeline.Pass},
		{rule: "EU-VAT-226-10", name: "no VAT amount", change: sample{"/totals/vat": absent, "/vat_lines/0/tax": absent}, want: pipeline.Fail},
		{rule: "EU-VAT-226-10", name: "VAT amount unread", change: sample{"/totals/vat": notFound, "/vat_lines/0/tax": absent}, want: pipeline.CannotTell, missing: "/totals/vat"},
		{rule: "EU-VAT-CO-09", name: "prefix", want: pipeline.Pass},
		{rule: "EU-VAT-CO-09", name: "no prefix", change: sample{"/seller/vat_id": "136695976"}, want: pipeline.Fail},
		{rule: "EU-VAT-CO-09", name: "unread", change: sample{"/seller/vat_id": notFound}, want: pipeline.CannotTell, missing: "/seller/vat_id"},
	} {
		c.run(t, goodInvoice, "invoice")
	}
}

func TestRequired_reverse_charge(t *testing.T) {
	t.Parallel()
	zero := goodInvoice.with(sample{"/vat_lines/0/category": "AE", "/vat_lines/0/rate": "0", "/buyer/vat_id": "FR83404833048"})
	for _, c := range []ruleCase{
		{rule: "EU-VAT-226-04", name: "customer known", want: pipeline.Pass},
		{rule: "EU-VAT-226-04", name: "no customer VAT id", change: sample{"/buyer/vat_id": pipeline.FieldAbsent}, want: pipeline.Fail},
		{rule: "EU-VAT-226-04", name: "customer VAT id unread", change: sample{"/buyer/vat_id": pipeline.FieldUnreadable}, want: pipeline.CannotTell, missing: "/buyer/vat_id"},
		{rule: "EU-VAT-226-04", name: "category unread", change: sample{"/vat_lines/0/category": pipeline.FieldNotFound}, want: pipeline.CannotTell, missing: "/vat_lines/0/category"},
		{rule: "EU-VAT-226-04", name: "a rate above zero is none", change: sample{"/vat_lines/0/category": pipeline.FieldNotFound, "/vat_lines/0/rate": "19"}, want: pipeline.NotApplicable},
	} {
		c.run(t, zero, "invoice")
	}
}
