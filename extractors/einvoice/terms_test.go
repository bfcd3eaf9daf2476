package einvoice

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"docpipe/schemas"
)

// TestModel proves that each syntax maps the semantic model whole, under its own names.
func TestModel(t *testing.T) {
	t.Parallel()
	s, err := schemas.EInvoice()
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, leaf := range s.Leaves() {
		name := strings.ReplaceAll(strings.TrimPrefix(leaf.Pointer, "/"), "/*", "")
		want = append(want, strings.ReplaceAll(name, "/", "."))
	}
	slices.Sort(want)
	// The writer adds these to the model.
	added := []string{"amount_currencies", "document", "repeated", "syntax"}
	for _, s := range []*syntax{&ubl, &cii, &zugferd1} {
		t.Run(s.id, func(t *testing.T) {
			t.Parallel()
			got := append(namesOf(s.model, ""), added...)
			slices.Sort(got)
			if diff := cmp.Diff(want, slices.Compact(got)); diff != "" {
				t.Errorf("terms (-model +mapped):\n%s", diff)
			}
		})
	}
}

func namesOf(nodes []node, at string) []string {
	var all []string
	for _, n := range nodes {
		name := strings.TrimPrefix(at+"."+n.name, ".")
		if n.read != nil {
			all = append(all, name)
		}
		all = append(all, namesOf(n.members, name)...)
	}
	return all
}

func TestTerms(t *testing.T) {
	t.Parallel()
	const head = `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:b="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2" xmlns:a="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2">`
	for name, c := range map[string]struct {
		xml  string
		want map[string]any
	}{
		"empty_elements_are_absent_and_empty_groups_are_there": {
			`<b:ID> </b:ID><a:Delivery><a:DeliveryLocation><a:Address/></a:DeliveryLocation></a:Delivery>`,
			map[string]any{"delivery": map[string]any{"address": map[string]any{}}},
		},
		"what_reads_wrongly_stands_as_written": {
			`<b:IssueDate>soon</b:IssueDate><a:LegalMonetaryTotal><b:PayableAmount>1,5</b:PayableAmount></a:LegalMonetaryTotal>`,
			map[string]any{"issue_date": "soon", "totals": map[string]any{"due": "1,5"}},
		},
		"amounts_keep_their_scale_and_currencies_are_gathered": {
			`<b:DocumentCurrencyCode>EUR</b:DocumentCurrencyCode><b:TaxCurrencyCode>SEK</b:TaxCurrencyCode>
			<a:TaxTotal><b:TaxAmount currencyID="SEK">+110.500</b:TaxAmount></a:TaxTotal><a:TaxTotal><b:TaxAmount currencyID="EUR">10.0</b:TaxAmount></a:TaxTotal>`,
			map[string]any{
				"currency": "EUR", "vat_currency": "SEK", "amount_currencies": []any{"EUR", "SEK"},
				"totals": map[string]any{"vat": "10.0", "vat_accounting": "110.500"},
			},
		},
		"a_single_term_that_repeats_is_told": {
			`<a:ContractDocumentReference><b:ID>A</b:ID></a:ContractDocumentReference><a:ContractDocumentReference><b:ID>B</b:ID></a:ContractDocumentReference>`,
			map[string]any{"contract_reference": "A", "repeated": []any{"contract_reference"}},
		},
		"a_period_of_a_code_alone_is_none": {
			`<a:InvoicePeriod><b:DescriptionCode>35</b:DescriptionCode></a:InvoicePeriod>`,
			map[string]any{"tax_point_code": "35"},
		},
		"a_note_carries_its_subject_inside_its_text": {
			`<b:Note>#AAI#Mind the step</b:Note><b:Note>Order #123 and #1234</b:Note><b:Note>See #REG#</b:Note>`,
			map[string]any{"notes": []any{
				map[string]any{"subject_code": "AAI", "text": "#AAI#Mind the step"},
				map[string]any{"text": "Order #123 and #1234"},
				map[string]any{"subject_code": "REG", "text": "See #REG#"},
			}},
		},
		"rows_are_in_order": {
			`<a:InvoiceLine><b:ID>1</b:ID></a:InvoiceLine><a:InvoiceLine/>`,
			map[string]any{"lines": []any{map[string]any{"id": "1"}, map[string]any{}}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, store := uploaded(head + c.xml + "</Invoice>")
			got, err := New(store).EInvoice(t.Context(), d)
			if err != nil {
				t.Fatal(err)
			}
			c.want["document"], c.want["syntax"] = "invoice", "ubl"
			if diff := cmp.Diff(c.want, got.Terms); diff != "" {
				t.Errorf("terms (-want +got):\n%s", diff)
			}
		})
	}
	t.Run("no_e_invoice_has_none", func(t *testing.T) {
		t.Parallel()
		d, store := uploaded(`<order/>`)
		if got, err := New(store).EInvoice(t.Context(), d); got != nil || err != nil {
			t.Errorf("EInvoice = %v, %v; want none", got, err)
		}
	})
}
