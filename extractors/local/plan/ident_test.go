package plan

import "testing"

func TestIdentifiers(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		check func(string) bool
		right []string
		wrong []string
	}{
		{"IBAN", ValidIBAN, []string{"DE89370400440532013000", "NO9386011117947", "FR1420041010050500013M02606"},
			[]string{"DE88370400440532013000", "DE8937040044053201300", "ZZ89370400440532013000", ""}},
		{"form of an IBAN", LooksLikeIBAN, []string{"DE88370400440532013000"}, []string{"DE8837040044053201300X0", "INVOICE20170001000"}},
		{"BIC", LooksLikeBIC, []string{"COBADEFFXXX", "INGBNL2A", "CHASUS33"}, []string{"INVOICES", "COBADEFFXX", "1234DEFF"}},
		{"VAT id", LooksLikeVATID, []string{"DE136695976", "FR11999999998", "NL810433941B01", "ATU12345678", "GB123456789"},
			[]string{"DE13669597", "XX123456789", "FRAGEN123", "RECHNUNG"}},
		{"mail", LooksLikeEmail, []string{"a.b@c.de"}, []string{"@c.de", "a@b", "a@b@c.de"}},
		{"telephone", LooksLikePhone, []string{"+49 30 123456", "(555) 23 78-0", "0171-5551234"}, []string{"12-34", "EUR 1200000", "+49/abc12345"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, s := range tt.right {
				if !tt.check(s) {
					t.Errorf("%q is refused", s)
				}
			}
			for _, s := range tt.wrong {
				if tt.check(s) {
					t.Errorf("%q is accepted", s)
				}
			}
		})
	}
}
