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
	{
		Name: "gb.nino", Title: "National Insurance number of the United Kingdom",
		Source: "HMRC NIM39110: prefixes that are not used, suffix A to D, no check digit", check: written(" -", gbNINO),
	},
	{
		Name: "gb.nhs", Title: "NHS number of England and Wales",
		Source: "NHS Data Dictionary: weights 10 to 2 modulo 11", check: written(" -", gbNHS),
	},
	{
		Name: "gb.utr", Title: "Unique taxpayer reference of the United Kingdom",
		Source: "HMRC: first digit by weights 6 7 8 9 10 5 4 3 2 modulo 11", check: written(" -", gbUTR),
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

// gbNINO has prefixes that are kept out, and an ending that some papers leave away.
func gbNINO(c string) (compact, problem string) {
	if problem := oneOf(c, "2a6n", "2a6n1a"); problem != "" {
		return "", problem
	}
	switch {
	case strings.Contains("DFIQUV", c[:1]), strings.Contains("DFIOQUV", c[1:2]), listed("BG GB KN NK NT TN ZZ", c[:2]):
		return "", "prefix " + c[:2] + " is not used"
	case len(c) == 9 && c[8] > 'D':
		return "", "ends in " + c[8:] + ", want A, B, C or D"
	}
	return c, ""
}

var gbNHS = of(forms("10n"), func(c string) string {
	return ends(c, (11-weighted(c, 10, 9, 8, 7, 6, 5, 4, 3, 2)%11)%11)
})

// gbUTR may have a K at its end.
func gbUTR(c string) (compact, problem string) { return gbReference(strings.TrimSuffix(c, "K")) }

var gbReference = of(forms("10n"), func(c string) string {
	want := "21987654321"[weighted(c[1:], 6, 7, 8, 9, 10, 5, 4, 3, 2)%11]
	return letter(c[0], want)
})
