package ident

var romania = []Kind{
	{
		Name: "ro.cui", Title: "Company registration code of Romania (CUI)",
		Source: "ANAF: weights 7 5 3 2 1 7 5 3 2 modulo 11", check: prefixed(vatSeparators, "RO", roCUI),
	},
	{
		Name: "ro.cnp", Title: "Personal number of Romania (CNP)",
		Source: "Legea 105/1996: constant 279146358279 modulo 11", check: written(" -", roCNP),
	},
}

// roVAT is a company's code, or a person's number.
func roVAT(c string) (compact, problem string) {
	if len(c) == 13 {
		return roCNP(c)
	}
	return roCUI(c)
}

func roCUI(c string) (compact, problem string) {
	if !allDigits(c) || len(c) < 2 || len(c) > 10 {
		return "", "is not made of 2 to 10 digits"
	}
	if c[0] == '0' {
		return "", "begins with 0, which is not given out"
	}
	return c, ends(c, weighted(padded(c, 10), 7, 5, 3, 2, 1, 7, 5, 3, 2)*10%11%10)
}

// roCNP is sex with century, date of birth, county, serial number and check digit.
var roCNP = of(forms("13n"), notFrom("0"), func(c string) string {
	century := [10]int{0, 1900, 1900, 1800, 1800, 2000, 2000, 1900, 1900, 1900}[c[0]-'0']
	if county := number(c[7:9]); county == 0 || county > 48 && !listed("51 52 70 80 81 82 83 90 91 92 93 99", c[7:9]) {
		return c[7:9] + " is no county"
	}
	return day(century+number(c[1:3]), number(c[3:5]), number(c[5:7]))
}, func(c string) string {
	d := weighted(c, 2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9) % 11
	if d == 10 {
		d = 1
	}
	return ends(c, d)
})
