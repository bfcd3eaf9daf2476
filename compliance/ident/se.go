package ident

var sweden = []Kind{
	{
		Name: "se.orgnr", Title: "Organisation number of Sweden",
		Source: "Bolagsverket, lag (1974:174): Luhn digit", check: written(" -", of(forms("10n"), luhn)),
	},
	{
		Name: "se.personnummer", Title: "Personal or coordination number of Sweden",
		Source: "Skatteverket, folkbokföringslag (1991:481) § 18: day of birth, Luhn digit", check: written(" ", sePersonnummer),
	},
}

// seVAT is the number of an organisation or a person, ten digits of which the last is the Luhn
// digit, and 01.
var seVAT = of(forms("12n"), func(c string) string {
	if c[10:] != "01" {
		return "ends in " + c[10:] + ", want 01"
	}
	return luhn(c[:10])
})

// sePersonnummer has ten digits, or twelve with the century; + before the last four says that
// its holder is over 100. A coordination number has 60 added to its day.
func sePersonnummer(c string) (compact, problem string) {
	digits := clean(c, "-+")
	if problem := oneOf(digits, "10n", "12n"); problem != "" {
		return "", problem
	}
	ten := digits[len(digits)-10:]
	year := 2000 + number(ten[:2]) // of two digits, 2000 has every day that 1900 has
	if len(digits) == 12 {
		year = number(digits[:4])
	}
	if problem := day(year, number(ten[2:4]), number(ten[4:6])%60); problem != "" {
		return "", problem
	}
	return c, luhn(ten)
}
