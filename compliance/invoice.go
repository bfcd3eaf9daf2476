package compliance

import (
	"slices"

	"docpipe/pipeline"
)

// invoicePack is the pack eu-vat-invoice: what Art. 226 of the VAT Directive wants on an
// invoice, the sums of EN 16931, and dates and payment data that cannot be.
func invoicePack(cfg Config) Pack {
	return Pack{
		Name: "eu-vat-invoice", Version: "1.0.0", DocTypes: []string{"invoice", "credit_note"},
		Rules: slices.Concat(requiredRules(cfg), sumRules(cfg), taxRules(cfg), dateRules(), paymentRules()),
	}
}

// expensePack is the pack expense-policy for receipts.
func expensePack(cfg Config) Pack {
	return Pack{
		Name: "expense-policy", Version: "1.0.0", DocTypes: []string{"receipt"},
		Rules: receiptRules(cfg),
	}
}

func vatDirective(ref string) pipeline.RuleSource {
	return pipeline.RuleSource{Law: "Directive 2006/112/EC", Ref: ref, URL: "http://data.europa.eu/eli/dir/2006/112/oj"}
}

func en16931(ref string) pipeline.RuleSource {
	return pipeline.RuleSource{Standard: "EN 16931-1", Ref: ref}
}

func policy(ref string) pipeline.RuleSource {
	return pipeline.RuleSource{Standard: "accounting practice", Ref: ref}
}
