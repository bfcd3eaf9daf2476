package ident

var czechia = []Kind{{
	Name: "cz.rc", Aliases: []string{"sk.rc"}, Title: "Birth number of Czechia and Slovakia",
	Source: "Act 133/2000 Coll. of Czechia: modulo 11", check: written(" /", czBirthNumber),
}}

// czVAT is eight digits of a company, nine that begin with 6 of certain persons, or a birth
// number.
func czVAT(c string) (compact, problem string) {
	if problem := oneOf(c, "8n", "9n", "10n"); problem != "" {
		return "", problem
	}
	switch {
	case len(c) == 8:
		return czCompany(c)
	case len(c) == 9 && c[0] == '6':
		special := (19 - (11 - weighted(c[1:8], 8, 7, 6, 5, 4, 3, 2)%11)) % 10
		return c, ends(c, special)
	}
	return czBirthNumber(c)
}

// czCompany is the identification number (IČO).
var czCompany = of(forms("8n"), notFrom("9"), func(c string) string {
	return ends(c, (11-weighted(c, 8, 7, 6, 5, 4, 3, 2)%11)%10)
})

// czBirthNumber is date of birth and serial number. Nine digits were given to people born before
// 1954 and have no check digit; with ten the whole is a multiple of 11, but until 1985 a
// remainder of 10 was written 0.
func czBirthNumber(c string) (compact, problem string) {
	if problem := oneOf(c, "9n", "10n"); problem != "" {
		return "", problem
	}
	year, month := 1900+number(c[:2]), number(c[2:4])%50
	switch {
	case len(c) == 9 && year >= 1980:
		year -= 100
	case len(c) == 9 && year >= 1954:
		return "", "has 9 digits, as only people born before 1954 have"
	case len(c) == 10 && year < 1954:
		year += 100
	}
	if year >= 2004 && month > 20 {
		month -= 20
	}
	if problem := day(year, month, number(c[4:6])); problem != "" || len(c) == 9 {
		return c, problem
	}
	want := rest(c[:9], 11)
	if year <= 1985 {
		want %= 10
	}
	return c, ends(c, want)
}
