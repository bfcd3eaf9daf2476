package ident

// noAccount is eleven digits, the last by weights modulo 11.
func noAccount(c string) string {
	return ends(c, (11-weighted(c, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)%11)%11)
}

// noBirthNumber is a day of birth, to which 40 is added in a D-number, three digits with the
// century, and two check digits.
var noBirthNumber = of(forms("11n"), noBirth, func(c string) string {
	one := (11 - weighted(c, 3, 7, 6, 1, 8, 9, 4, 5, 2)%11) % 11
	two := (11 - weighted(c, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)%11) % 11
	if problem := checks(c[9:10], one, 1); problem != "" {
		return "first " + problem
	}
	return ends(c, two)
})

// noBirth tells the century from the year and the three digits behind the date.
func noBirth(c string) string {
	year, individual := number(c[4:6]), c[6:9]
	switch {
	case individual < "500", individual >= "900" && year >= 40:
		year += 1900
	case individual < "750" && year >= 54:
		year += 1800
	case year < 40:
		year += 2000
	default:
		return "has " + individual + " behind the date, which that year does not have"
	}
	return day(year, number(c[2:4])%40, number(c[:2])%40)
}
