package ident

import "strings"

var germany = []Kind{{
	Name: "de.idnr", Title: "Tax identification number of Germany (Steuer-IdNr.)",
	Source: "§ 139b AO; Bundeszentralamt für Steuern, ISO/IEC 7064 MOD 11,10", check: written(" -./,", deIdNr),
}}

var deVAT = of(forms("9n"), notFrom("0"), func(c string) string { return ends(c, mod1110(c[:8])) })

// deIdNr: of the first ten digits one stands there twice or three times, never three in a row,
// and all others at most once.
var deIdNr = of(forms("11n"), notFrom("0"), func(c string) string {
	repeated := 0
	for d := '0'; d <= '9'; d++ {
		switch n := strings.Count(c[:10], string(d)); {
		case n > 3:
			return "has a digit more than three times among the first ten"
		case n > 1:
			repeated++
		}
		if strings.Contains(c[:10], strings.Repeat(string(d), 3)) {
			return "has a digit three times in a row"
		}
	}
	if repeated != 1 {
		return "must have exactly one digit more than once among the first ten"
	}
	return ""
}, func(c string) string { return ends(c, mod1110(c[:10])) })
