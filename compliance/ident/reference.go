package ident

var references = []Kind{
	{
		Name: "iso11649", Aliases: []string{"rf"}, Title: "Structured creditor reference (RF)",
		Source: "ISO 11649, ISO/IEC 7064 MOD 97-10", check: written(" -.,/:", creditorReference),
	},
	{
		Name: "be.ogm", Aliases: []string{"be.ogm_vcs"}, Title: "Structured communication of Belgian payments (OGM, VCS)",
		Source: "Febelfin: the first ten digits modulo 97, 97 for 0", check: written(" +/*", beOGM),
	},
}

// creditorReference is RF, two check digits and up to 21 letters or digits.
func creditorReference(c string) (compact, problem string) {
	if len(c) < 5 || len(c) > 25 {
		return "", "is not 5 to 25 characters long"
	}
	for i := range len(c) {
		if !isDigit(c[i]) && !isLetter(c[i]) {
			return "", wrongCharacter(c, i, 'c')
		}
	}
	if c[:2] != "RF" || !allDigits(c[2:4]) {
		return "", "does not begin with RF and two digits"
	}
	if mod97(c[4:]+c[:4]) != 1 {
		return "", "check digits " + c[2:4] + " do not fit the rest"
	}
	return c, ""
}

var beOGM = of(forms("12n"), notZero, func(c string) string {
	return checks(c[10:], orElse(rest(c[:10], 97), 97), 2)
})
