package extractors

import "strings"

// currencySigns maps printed signs to ISO 4217. A sign that several countries share stands for
// the currency that uses it alone most often; a code printed on the document overrules it.
var currencySigns = map[string]string{
	"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW", "₽": "RUB", "₺": "TRY",
	"₫": "VND", "₪": "ILS", "฿": "THB", "₴": "UAH", "zł": "PLN", "zl": "PLN", "kč": "CZK", "ft": "HUF",
	"rm": "MYR", "rs": "INR", "rs.": "INR", "r$": "BRL", "us$": "USD", "a$": "AUD", "c$": "CAD", "s$": "SGD",
	"hk$": "HKD", "nz$": "NZD", "fr.": "CHF", "sfr": "CHF", "sfr.": "CHF", "euro": "EUR", "euros": "EUR", "£.": "GBP",
}

// currencyCodes holds the ISO 4217 codes that stand beside amounts in print.
var currencyCodes = codes(`AED ARS AUD BDT BGN BHD BRL CAD CHF CLP CNY COP CZK DKK DZD EGP EUR GBP GEL GHS HKD
	HRK HUF IDR ILS INR ISK JOD JPY KES KRW KWD KZT LBP LKR MAD MXN MYR NGN NOK NZD OMR PEN PHP PKR PLN QAR RON RSD RUB
	SAR SEK SGD THB TND TRY TWD UAH UGX USD UYU VND XAF XOF ZAR`)

func codes(list string) map[string]bool {
	set := map[string]bool{}
	for code := range strings.FieldsSeq(list) {
		set[code] = true
	}
	return set
}

// Currency returns the ISO 4217 code that a printed sign or code stands for, and "" for
// anything else.
func Currency(text string) string {
	s := strings.TrimSpace(text)
	if len(s) == 0 || len(s) > 6 {
		return ""
	}
	if code := strings.ToUpper(strings.TrimSuffix(s, ".")); currencyCodes[code] {
		return code
	}
	return currencySigns[strings.ToLower(s)]
}
