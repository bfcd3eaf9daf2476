package ident

import (
	"strings"
	"testing"

	"golang.org/x/text/language"
)

// The lists are those of ISO 3166-1 as the Unicode project keeps them.
func TestCountries(t *testing.T) {
	t.Parallel()
	two, three := strings.Fields(alpha2), strings.Fields(alpha3)
	if len(two) != 250 || len(three) != 249 {
		t.Errorf("%d codes of two letters and %d of three, want 250 with XK and 249", len(two), len(three))
	}
	for _, code := range append(two, three...) {
		r, err := language.ParseRegion(code)
		if err != nil || !r.IsCountry() || r.String() != code && r.ISO3() != code {
			t.Errorf("%s is %v, %v, want a country", code, r, err)
		}
	}
}
