package ident

var unitedStates = []Kind{
	{
		Name: "us.ssn", Title: "Social Security number of the United States",
		Source: "Social Security Administration: ranges that are not assigned, no check digit", check: dashed(usSSN, 3, 5),
	},
	{
		Name: "us.itin", Title: "Individual taxpayer number of the United States",
		Source: "IRS Publication 1915 and IRM 3.21.263: 9xx with 50-65, 70-88, 90-92 or 94-99", check: dashed(usITIN, 3, 5),
	},
	{
		Name: "us.ein", Title: "Employer identification number of the United States",
		Source: "IRS, list of valid EIN prefixes: campus prefix, no check digit", check: dashed(usEIN, 2),
	},
	{
		Name: "us.tin", Title: "Any taxpayer number of the United States",
		Source: "IRS, Taxpayer identification numbers: SSN, ITIN, EIN, ATIN (9xx with 93) or PTIN (P and eight digits)", check: usTIN,
	},
	{
		Name: "us.rtn", Aliases: []string{"us.aba", "aba"}, Title: "Routing transit number of a bank in the United States",
		Source: "American Bankers Association: ranges of the Federal Reserve districts, weights 3 7 1 modulo 10", check: written(" -", usRTN),
	},
	{
		Name: "us.npi", Aliases: []string{"npi"}, Title: "National Provider Identifier of health care in the United States",
		Source: "45 CFR 162.406 and CMS: Luhn digit behind 80840", check: written(" -", usNPI),
	},
}

// usSSN refuses ranges that are not given out, and numbers that became known from advertising.
var usSSN = of(forms("9n"), func(c string) string {
	switch area := c[:3]; {
	case area == "000", area == "666", area >= "900":
		return "area " + area + " is not assigned"
	case c[3:5] == "00":
		return "group 00 is not assigned"
	case c[5:] == "0000":
		return "serial number 0000 is not assigned"
	case listed("078051120 457555462 219099999", c):
		return "is a number used in advertising"
	}
	return ""
})

var usITIN = of(forms("9n"), from("9"), func(c string) string {
	group := number(c[3:5])
	if group >= 50 && group <= 65 || group >= 70 && group <= 99 && group != 89 && group != 93 {
		return ""
	}
	return "group " + c[3:5] + " is not one of an ITIN"
})

var usATIN = of(forms("9n"), from("9"), func(c string) string {
	if c[3:5] != "93" {
		return "group " + c[3:5] + ", an ATIN has 93"
	}
	return ""
})

// usEIN checks the prefix: two digits that a campus of the IRS, its internet service or the
// Small Business Administration gives out.
var usEIN = of(forms("9n"), func(c string) string {
	if listed("00 07 08 09 17 18 19 28 29 49 69 70 78 79 89 96 97", c[:2]) {
		return "prefix " + c[:2] + " is not given out"
	}
	return ""
})

var usPTIN = of(forms("1a8n"), from("P"))

// usTIN gives the first of the kinds that the number is.
func usTIN(value string) (compact, problem string) {
	for _, check := range []checker{
		dashed(usSSN, 3, 5), dashed(usITIN, 3, 5), dashed(usEIN, 2), dashed(usATIN, 3, 5), written(" -", usPTIN),
	} {
		if compact, problem = check(value); problem == "" {
			return compact, ""
		}
	}
	return "", "is no SSN, ITIN, EIN, ATIN or PTIN"
}

// usRTN: the first two digits are a Federal Reserve district, with 20 added for thrifts and 60
// for electronic transactions, 00 for the government or 80 for traveller's cheques.
var usRTN = of(forms("9n"), func(c string) string {
	district := number(c[:2])
	if district > 12 && district < 21 || district > 32 && district < 61 || district > 72 && district != 80 {
		return c[:2] + " is no Federal Reserve district"
	}
	return notZero(c)
}, sumsTo(10, 3, 7, 1, 3, 7, 1, 3, 7, 1))

// usNPI begins with 1 or 2.
var usNPI = of(forms("10n"), from("12"), func(c string) string { return ends(c, luhnDigit("80840"+c[:9])) })

// dashed checks a number that has its dashes at the places given, or none at all.
func dashed(body checker, places ...int) checker {
	return func(value string) (string, string) {
		c := clean(value, " ")
		plain := clean(c, "-")
		for i, at := range places {
			if len(plain) != len(c) && (at+i >= len(c) || c[at+i] != '-' || len(c)-len(plain) != len(places)) {
				return "", "has its dashes in other places than such a number has"
			}
		}
		return body(plain)
	}
}
