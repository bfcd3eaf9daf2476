package ident

// skVAT is ten digits and a multiple of 11; a person's birth number may stand in its place.
func skVAT(c string) (compact, problem string) {
	if _, problem := czBirthNumber(c); problem == "" && len(c) == 10 {
		return c, ""
	}
	return skCompany(c)
}

var skCompany = of(forms("10n"), notFrom("0"), func(c string) string {
	if c[2] != '2' && c[2] != '3' && c[2] != '4' && c[2] < '7' {
		return "has " + c[2:3] + " as its third digit, which is not given out"
	}
	if rest(c, 11) != 0 {
		return "check digit does not fit: it is no multiple of 11"
	}
	return ""
})
