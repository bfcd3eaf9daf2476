package ident

import "strings"

var norway = []Kind{
	{
		Name: "no.orgnr", Title: "Organisation number of Norway",
		Source: "Brønnøysundregistrene: weights 3 2 7 6 5 4 3 2 modulo 11", check: written(" -.", noOrgnr),
	},
	{
		Name: "no.kontonr", Title: "Bank account number of Norway",
		Source: "Bits: weights 5 4 3 2 7 6 5 4 3 2 modulo 11", check: written(" -.", of(forms("11n"), noAccount)),
	},
	{
		Name: "no.fodselsnummer", Title: "Birth or D-number of Norway",
		Source: "Skatteetaten, folkeregisterforskriften § 2-2-2: two digits modulo 11", check: written(" -", noBirthNumber),
	},
	{
		Name: "no.mva", Title: "VAT number of Norway",
		Source: "Skatteetaten: organisation number and MVA", check: prefixed(" -.", "NO", noMVA),
	},
}

var noOrgnr = of(forms("9n"), notFrom("0"), sumsTo(11, 3, 2, 7, 6, 5, 4, 3, 2, 1))

func noMVA(c string) (compact, problem string) {
	number, found := strings.CutSuffix(c, "MVA")
	if !found {
		return "", "does not end in MVA"
	}
	_, problem = noOrgnr(number)
	return c, problem
}
