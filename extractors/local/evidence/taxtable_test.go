package evidence_test

import (
	"fmt"
	"testing"

	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/localtest"
)

func TestTaxes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		lines []string
		want  []string // rate, base and tax of each line
	}{
		{"among the totals", []string{"RECHNUNG", "Nettobetrag   1.480,00 €", "zzgl. 19 % USt.   281,20 €", "Rechnungsbetrag   1.761,20 €"},
			[]string{"19 1480.00 281.20"}},
		{"read as printed, though it is wrong", []string{"RECHNUNG", "Nettobetrag   1.480,00 €", "zzgl. 19 % USt.   284,20 €", "Rechnungsbetrag   1.764,20 €"},
			[]string{"19 1480.00 284.20"}},
		{"in words beside the totals", []string{"INVOICE", "23% on 1,638.00      376.74     Net total   2,305.00", "13.5% on 667.00       90.05     Total VAT     466.79", "Total   2,771.79"},
			[]string{"23 1638.00 376.74", "13.5 667.00 90.05"}},
		{"a table without its own place", []string{"FACTURE", "Taux    Base HT    Montant TVA", "20 %    991,20     198,24       Total HT   1.281,20 €", "5,5 %   290,00     15,95        Total TVA    214,19 €"},
			[]string{"20 991.20 198.24", "5.5 290.00 15.95"}},
		{"a discount is no tax", []string{"RECHNUNG", "2 % Skonto   2,38 €", "Rechnungsbetrag   119,00 €"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := localtest.Claims(t, "invoice", layouttest.Document(layouttest.Page(tt.lines...)))
			for i := range max(len(tt.want), 1) {
				want := ""
				if i < len(tt.want) {
					want = tt.want[i]
				}
				if text := localtest.RowText(got, fmt.Sprintf("/vat_lines/%d/", i), "rate", "base", "tax"); text != want {
					t.Errorf("line %d = %q, want %q", i, text, want)
				}
			}
		})
	}
}
