package ident

// lvVAT is the number of a company, beginning with 4 and more, or a person's code: date of birth
// and century, or 32 and nine digits since 2017.
var lvVAT = of(forms("11n"), func(c string) string {
	if c[0] > '3' {
		return ends(c, (14-weighted(c, 9, 1, 4, 8, 3, 10, 2, 5, 7, 6)%11)%11)
	}
	if c[:2] != "32" {
		if problem := lvBirth(c); problem != "" {
			return problem
		}
	}
	return ends(c, (1+weighted(c, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9))%11%10)
})

func lvBirth(c string) string {
	century := 1800 + 100*int(c[6]-'0')
	if century > 2000 {
		return "has no century at its seventh digit"
	}
	return day(century+number(c[4:6]), number(c[2:4]), number(c[:2]))
}
