package ident

// beVAT is the enterprise number: ten digits that begin with 0 or 1, of which the first may be
// left out on old paper; the last two are 97 less the rest of the others by 97.
var beVAT = filled(10, 9, of(forms("10n"), notZero, from("01"), func(c string) string {
	return checks(c[8:], 97-rest(c[:8], 97), 2)
}))
