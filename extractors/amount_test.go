package extractors

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReadAmount(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text    string
		decimal byte
		want    []string
	}{
		{"119.00", 0, []string{"119.00"}},
		{"119,00", 0, []string{"119.00"}},
		{"1.234,56 €", 0, []string{"1234.56"}},
		{"$1,234.56", 0, []string{"1234.56"}},
		{"1'234.50", 0, []string{"1234.50"}},
		{"1 234,50", 0, []string{"1234.50"}},
		{"1,00,000.00", 0, []string{"100000.00"}},
		{"1.234.567", 0, []string{"1234567"}},
		{"1.234", 0, []string{"1234", "1.234"}},
		{"1.234", '.', []string{"1.234", "1234"}},
		{"1.234", ',', []string{"1234", "1.234"}},
		{"0.125", 0, []string{"0.125"}},
		{"9.9000", 0, []string{"9.9000"}},
		{"(12.00)", 0, []string{"-12.00"}},
		{"-7,67", 0, []string{"-7.67"}},
		{"12.50-", 0, []string{"-12.50"}},
		{"−3,00", 0, []string{"-3.00"}},
		{"1.213,04+", 0, []string{"1213.04"}},
		{"+7.50", 0, []string{"7.50"}},
		{"18+", 0, nil},
		{"RM96.20", 0, []string{"96.20"}},
		{"EUR 45,00", 0, []string{"45.00"}},
		{"19%", 0, []string{"19"}},
		{".50", 0, []string{"0.50"}},
		{"007", 0, []string{"7"}},
		{"12.34.56", 0, nil},
		{"02.05.2026", 0, nil},
		{"RE-20171118/506", 0, nil},
		{"12a", 0, nil},
		{"", 0, nil},
		{"€", 0, nil},
		{"99999999999999999999", 0, nil},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, a := range ReadAmount(tt.text, tt.decimal) {
				got = append(got, a.Text)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("ReadAmount(%q, %q) (-want +got):\n%s", tt.text, tt.decimal, diff)
			}
		})
	}
}

func TestReadAmountTicks(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Ticks{"1.234,56": 12345600, "-0.5": -5000, "19": 190000} {
		if got := ReadAmount(text, 0); len(got) == 0 || got[0].Ticks != want {
			t.Errorf("ReadAmount(%q) = %v, want %d ticks", text, got, want)
		}
	}
}

func FuzzReadAmount(f *testing.F) {
	for _, s := range []string{"1.234,56 €", "(12.00)", "RM 5", "--1", "1,2,3", "’1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, a := range ReadAmount(text, 0) {
			again := ReadAmount(a.Text, '.')
			if len(again) == 0 || again[0].Ticks != a.Ticks {
				t.Errorf("ReadAmount(%q) = %q, which reads as %v", text, a.Text, again)
			}
		}
	})
}

func TestCurrency(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"€": "EUR", "eur": "EUR", "RM": "MYR", "$": "USD", "zł": "PLN", "Rs.": "INR", "kg": "", "": ""} {
		if got := Currency(text); got != want {
			t.Errorf("Currency(%q) = %q, want %q", text, got, want)
		}
	}
}
