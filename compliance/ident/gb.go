package ident

import "strings"

var britain = []Kind{
	{
		Name: "gb.vat", Aliases: []string{"xi.vat"}, Title: "VAT registration number of the United Kingdom",
		Source: "HMRC: weights 8 to 2 modulo 97, or 97 with 55 added",
		check: written(vatSeparators, func(c string) (string, string) {
			return gbVAT(strings.TrimPrefix(strings.TrimPrefix(c, "GB"), "XI"))
		}),
	},
}

// gbVAT is nine digits, twelve with a branch, or a short number of a department or health
// authority.
func gbVAT(c string) (compact, problem string) {
	switch {
	case len(c) > 1 && isLetter(c[0]):
		return c, gbPublic(c)
	case len(c) == 12:
		_, problem = gbTrader(c[:9])
		if problem == "" {
			problem = fits(c[9:], "3n")
		}
		return c, problem
	}
	return gbTrader(c)
}

// gbTrader adds the last two digits to the weighted others: a multiple of 97, or, for numbers
// given out since 2010, 42 more, which is 97 less 55.
var gbTrader = of(forms("9n"), notZero, func(c string) string {
	sum := (weighted(c, 8, 7, 6, 5, 4, 3, 2) + number(c[7:])) % 97
	if sum == 0 || sum == 42 && c[0] != '0' {
		return ""
	}
	return "check digits " + c[7:] + " do not fit the other digits"
})

// gbPublic is GD with 000 to 499 for a department, HA with 500 to 999 for a health authority,
// or the same behind 8888 with two check digits.
func gbPublic(c string) string {
	if problem := oneOf(c, "2a3n", "2a9n"); problem != "" {
		return problem
	}
	body := c[2:]
	if len(c) == 11 {
		if c[2:6] != "8888" {
			return "has no 8888 behind " + c[:2]
		}
		body = c[6:9]
		if problem := checks(c[9:], number(body)%97, 2); problem != "" {
			return problem
		}
	}
	switch {
	case c[:2] == "GD" && body < "500", c[:2] == "HA" && body >= "500":
		return ""
	}
	return c[:2] + " and " + body + " do not go together: GD has 000 to 499, HA 500 to 999"
}
