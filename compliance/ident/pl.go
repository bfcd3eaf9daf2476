package ident

var poland = []Kind{{
	Name: "pl.pesel", Title: "Personal number of Poland (PESEL)",
	Source: "Ustawa o ewidencji ludności: weights 1 3 7 9 modulo 10", check: written(" -", plPESEL),
}}

var plVAT = of(forms("10n"), notZero, func(c string) string {
	return ends(c, weighted(c, 6, 5, 7, 2, 3, 4, 5, 6, 7)%11)
})

// plPESEL begins with a date of birth whose month carries the century: plus 80 for 1800, 0 for
// 1900, 20, 40 and 60 for the centuries after.
var plPESEL = of(forms("11n"), func(c string) string {
	month := number(c[2:4])
	century := [5]int{1900, 2000, 2100, 2200, 1800}[month/20]
	return day(century+number(c[:2]), month%20, number(c[4:6]))
}, func(c string) string {
	return ends(c, (10-weighted(c, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3)%10)%10)
})
