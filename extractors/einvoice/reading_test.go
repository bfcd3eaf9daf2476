package einvoice

import "testing"

func TestReadings(t *testing.T) {
	t.Parallel()
	dated := func(format string) *element { return &element{attrs: map[string]string{"format": format}} }
	tests := []struct {
		name string
		read reading
		in   match
		want string // "!" for an error
	}{
		{"scale stays", asDecimal, match{text: "119.00"}, "119.00"},
		{"no decimals", asDecimal, match{text: "2500"}, "2500"},
		{"leading zeros and sign", asDecimal, match{text: "+007.50"}, "7.50"},
		{"no whole", asDecimal, match{text: "-.5"}, "-0.5"},
		{"no part", asDecimal, match{text: "5."}, "5"},
		{"negative zero", asDecimal, match{text: "-0.00"}, "0.00"},
		{"comma", asDecimal, match{text: "1,00"}, "!"},
		{"exponent", asDecimal, match{text: "1E2"}, "!"},
		{"two points", asDecimal, match{text: "1.2.3"}, "!"},
		{"sign alone", asDecimal, match{text: "-"}, "!"},
		{"format 102", asDate, match{"20261021", dated("102")}, "2026-10-21"},
		{"format 203", asDate, match{"202610212359", dated("203")}, "2026-10-21"},
		{"format 204", asDate, match{"20261021235959", dated("204")}, "2026-10-21"},
		{"format 616, a week", asDate, match{"202642", dated("616")}, "!"},
		{"xs:date", asDate, match{"2026-10-21", dated("")}, "2026-10-21"},
		{"xs:date with zone", asDate, match{"2026-10-21+02:00", dated("")}, "2026-10-21"},
		{"xs:dateTime", asDate, match{"2026-10-21T23:59:59Z", dated("")}, "2026-10-21"},
		{"no day", asDate, match{"20260230", dated("102")}, "!"},
		{"IBAN with spaces", asIBAN, match{text: "de12 9995 0000 4410 2783 65"}, "DE12999500004410278365"},
		{"Bankgiro", asIBAN, match{text: "1112222"}, ""},
		{"BIC", asBIC, match{text: "DPEXDEFF"}, "DPEXDEFF"},
		{"no BIC", asBIC, match{text: "SE:BANKGIRO"}, ""},
		{"means by code", asMeans, match{text: "58"}, "SEPA credit transfer"},
		{"means in words", asMeans, match{text: "Überweisung"}, "Überweisung"},
		{"one line", asText, match{text: "Lieferung\n\t und  Aufbau"}, "Lieferung und Aufbau"},
		{"lines", asLines, match{text: "30 days net.\n  Thank  you."}, "30 days net.\nThank you."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := tt.read(tt.in)
			if err != nil {
				got = "!"
			}
			if got != tt.want {
				t.Errorf("%q reads as %q (%v), want %q", tt.in.text, got, err, tt.want)
			}
		})
	}
}

func TestSum(t *testing.T) {
	t.Parallel()
	if got := sum([]string{"1.50", "2", "0.255"}); got != "3.755" {
		t.Errorf("sum = %s, want 3.755", got)
	}
	if got := sum([]string{"1.50"}); got != "1.50" {
		t.Errorf("sum of one = %s, want it with its scale", got)
	}
}
