package mrz

import (
	"strings"

	"golang.org/x/text/language"
)

// special are the codes of ICAO Doc 9303 part 3, section 5, that are no codes of ISO 3166-1,
// with the country of ISO 3166-1 alpha-2 that they stand for, "" for none.
var special = map[string]string{
	"D": "DE", "GBD": "GB", "GBN": "GB", "GBO": "GB", "GBP": "GB", "GBS": "GB", "RKS": "XK", "KS": "XK",
	"EUE": "", "UNO": "", "UNA": "", "UNK": "", "XBA": "", "XIM": "", "XCC": "", "XCE": "", "XCO": "", "XEC": "",
	"XPO": "", "XES": "", "XMP": "", "XOM": "", "XDC": "", "XXA": "", "XXB": "", "XXC": "", "XXX": "", "UTO": "", "IAO": "",
}

// knownState reports whether a code with its fillers is one that zones may carry.
func knownState(code string) bool {
	code = strings.TrimRight(code, "<")
	if _, ok := special[code]; ok {
		return true
	}
	_, ok := isoState(code)
	return ok
}

// country returns the ISO 3166-1 alpha-2 code of a state, "" where it has none.
func country(code string) string {
	if c, ok := special[code]; ok {
		return c
	}
	c, _ := isoState(code)
	return c
}

func isoState(code string) (string, bool) {
	if len(code) != 3 || strings.ContainsFunc(code, func(r rune) bool { return r < 'A' || r > 'Z' }) {
		return "", false
	}
	r, err := language.ParseRegion(code)
	if err != nil || !r.IsCountry() || r.ISO3() != code {
		return "", false
	}
	return r.String(), true
}
