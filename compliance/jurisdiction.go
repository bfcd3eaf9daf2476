package compliance

import (
	"slices"
	"strings"
)

// memberStates are the prefixes and country codes that the VAT Directive's invoice rules
// reach; EL is Greece in VAT ids, XI is Northern Ireland for goods.
var memberStates = []string{
	"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "GR", "HR", "HU", "IE",
	"IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "XI",
}

// memberCurrencies are the currencies of member states.
var memberCurrencies = []string{"EUR", "BGN", "CZK", "DKK", "HUF", "PLN", "RON", "SEK"}

// inEU reports whether the invoice may be under EU rules: it is unless the best sign there is
// (seller's VAT id, country, bank account, then the currency) says that it is not.
func inEU(f *Facts) bool {
	for _, pointer := range []string{"/seller/vat_id", "/seller/address/country", "/payment/iban"} {
		if country := prefix(f.Known(pointer)); country != "" {
			return slices.Contains(memberStates, country)
		}
	}
	currency := f.Known("/currency")
	return currency == "" || slices.Contains(memberCurrencies, currency)
}

// prefix returns the two capital letters that text begins with, "" without them.
func prefix(text string) string {
	text = compact(text)
	if len(text) < 2 || !isLetter(text[0]) || !isLetter(text[1]) {
		return ""
	}
	return text[:2]
}

// compact removes the spaces, dots and dashes that people group numbers with, and raises
// letters.
func compact(text string) string {
	return strings.ToUpper(strings.NewReplacer(" ", "", "\u00a0", "", ".", "", "-", "", "/", "").Replace(text))
}

func isLetter(c byte) bool { return c >= 'A' && c <= 'Z' }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
