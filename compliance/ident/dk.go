package ident

var dkVAT = of(forms("8n"), notFrom("0"), sumsTo(11, 2, 7, 6, 5, 4, 3, 2, 1))

var denmark = []Kind{{
	Name: "dk.cpr", Title: "Personal number of Denmark (CPR)",
	Source: "CPR-kontoret: day of birth, the seventh digit tells the century; no check digit since 2007", check: written(" -", dkCPR),
}}

// dkCPR has the century in its seventh digit and the year.
var dkCPR = of(forms("10n"), func(c string) string {
	year := number(c[4:6])
	switch d := c[6]; {
	case d < '4', (d == '4' || d == '9') && year > 36:
		year += 1900
	case d == '4' || d == '9' || year < 58:
		year += 2000
	default:
		year += 1800
	}
	return past(year, number(c[2:4]), number(c[:2]))
})
