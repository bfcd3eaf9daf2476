package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The numbers are the examples that the standards and registries print themselves.
func TestCheckDigitsOfPublishedExamples(t *testing.T) {
	t.Parallel()
	for want, got := range map[string]string{
		"GB82WEST12345698765432":      iban("GB", "WEST12345698765432"),
		"DE89370400440532013000":      iban("DE", "370400440532013000"),
		"FR1420041010050500013M02606": iban("FR", "20041010050500013M02606"),
		"DE136695976":                 vatDE("13669597"),
		"IE6433435F":                  vatIE("6433435"),
		"732829320":                   siren("73282932"),
		"FR40303265045":               vatFR("303265045"),
	} {
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestMRZOfTheStandardsSpecimen(t *testing.T) {
	t.Parallel()
	got := MRZ{"UTO", "ERIKSSON", "ANNA MARIA", "L898902C3", "UTO", "740812", "F", "120415", "ZE184226B"}.Lines()
	want := []string{"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("MRZ (-want +got):\n%s", diff)
	}
}

func TestGroupedPrintsAnIBANInFours(t *testing.T) {
	t.Parallel()
	if got, want := grouped("DE89370400440532013000"), "DE89 3704 0044 0532 0130 00"; got != want {
		t.Errorf("grouped = %q, want %q", got, want)
	}
}

func TestLocalesPrintNumbers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		l    Locale
		want string
	}{{english, "€1,234,567.50"}, {german, "1.234.567,50 €"}, {french, "1\u00a0234\u00a0567,50 €"}} {
		if got := c.l.Money("1234567.50"); got != c.want {
			t.Errorf("%s: Money = %q, want %q", c.l.Lang, got, c.want)
		}
	}
}
