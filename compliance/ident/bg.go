package ident

var bulgaria = []Kind{
	{
		Name: "bg.egn", Title: "Uniform civil number of Bulgaria",
		Source: "Civil Registration Act, GRAO: weights 2 4 8 5 10 9 7 3 6 modulo 11", check: written(" -.", bgEGN),
	},
	{
		Name: "bg.pnf", Title: "Personal number of a foreigner in Bulgaria",
		Source: "Ministry of Interior: weights 21 19 17 13 11 9 7 3 1 modulo 10", check: written(" -.", bgPNF),
	},
}

// bgVAT is nine digits of a company or ten of a citizen, a foreigner or anybody else.
func bgVAT(c string) (compact, problem string) {
	if problem := oneOf(c, "9n", "10n"); problem != "" {
		return "", problem
	}
	if len(c) == 9 {
		return c, ends(c, bgCompanyDigit(c))
	}
	for _, person := range []checker{bgEGN, bgPNF} {
		if _, problem := person(c); problem == "" {
			return c, ""
		}
	}
	return c, ends(c, (11-weighted(c, 4, 3, 2, 7, 6, 5, 4, 3, 2)%11)%11)
}

func bgCompanyDigit(c string) int {
	if d := weighted(c, 1, 2, 3, 4, 5, 6, 7, 8) % 11; d < 10 {
		return d
	}
	return weighted(c, 3, 4, 5, 6, 7, 8, 9, 10) % 11 % 10
}

// The month of a birth date carries the century: plus 20 before 1900, plus 40 from 2000.
var bgEGN = of(forms("10n"), func(c string) string {
	year, month := 1900+number(c[:2]), number(c[2:4])
	switch {
	case month > 40:
		year, month = year+100, month-40
	case month > 20:
		year, month = year-100, month-20
	}
	return day(year, month, number(c[4:6]))
}, func(c string) string { return ends(c, weighted(c, 2, 4, 8, 5, 10, 9, 7, 3, 6)%11%10) })

var bgPNF = of(forms("10n"), func(c string) string {
	return ends(c, weighted(c, 21, 19, 17, 13, 11, 9, 7, 3, 1)%10)
})
