package ident

import "strings"

var freight = []Kind{
	{
		Name: "iso6346", Aliases: []string{"container"}, Title: "Number of a freight container",
		Source: "ISO 6346: values without multiples of 11, powers of 2, modulo 11", check: written(" -/", container),
	},
	{
		Name: "vin", Title: "Vehicle Identification Number",
		Source: "ISO 3779; check digit of 49 CFR 565.15 where the maker is of North America, and GB 16735 of China", check: written(" -", vin),
	},
	{
		Name: "hs", Aliases: []string{"cn"}, Title: "Code of the Harmonized System for goods",
		Source: "WCO Harmonized System 2022: form and chapter; Combined Nomenclature and national codes with 8 and 10 digits", check: written(" .-", hs),
	},
	{
		Name: "incoterm", Title: "Delivery term of the International Chamber of Commerce",
		Source: "Incoterms 2020", check: written(" .", incoterm),
	},
	{
		Name: "eori", Title: "Economic operator number of the European Union and the United Kingdom",
		Source: "Delegated Regulation (EU) 2015/2446, annex B; HMRC", check: written(" -./", eori),
	},
}

// container is an owner of three letters, U, J or Z, six digits and a check digit. A remainder
// of 10 is written 0.
var container = of(forms("4a7n"), func(c string) string {
	if !strings.Contains("UJZ", c[3:4]) {
		return "has " + c[3:4] + " as its fourth letter, want U, J or Z"
	}
	sum := 0
	for i := range 10 {
		v := worth(c[i])
		if v > 9 {
			v += (v - 1) / 10
		}
		sum += v << i
	}
	return ends(c, sum%11%10)
})

// vin has no I, O and Q. Its ninth character is a check digit in North America and China; makers
// elsewhere use it as they like.
var vin = of(forms("17c"), func(c string) string {
	if at := strings.IndexAny(c, "IOQ"); at >= 0 {
		return c[at:at+1] + " does not stand in such numbers"
	}
	if c[9] == 'U' || c[9] == 'Z' || c[9] == '0' {
		return checkedVIN(c, c[9:10]+" stands for no model year")
	}
	want := byte('0' + vinSum(c)%11)
	if want > '9' {
		want = 'X'
	}
	return checkedVIN(c, letter(c[8], want))
})

// checkedVIN keeps a problem for makers whose numbers the rule binds.
func checkedVIN(c, problem string) string {
	if strings.Contains("12345L", c[:1]) {
		return problem
	}
	return ""
}

func vinSum(c string) int {
	const values = "12345678.12345.7.923456789"
	sum := 0
	for i, weight := range [17]int{8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2} {
		v := worth(c[i])
		if v > 9 {
			v = int(values[v-10] - '0')
		}
		sum += v * weight
	}
	return sum
}

// hs checks the form and the chapter: 77 is kept for the future, 98 and 99 are national.
var hs = of(forms("4n", "6n", "8n", "10n"), func(c string) string {
	switch {
	case c[:2] == "00" || c[:2] == "77":
		return "there is no chapter " + c[:2]
	case c[2:4] == "00":
		return "there is no heading " + c[:4]
	}
	return ""
})

// incoterm knows the eleven terms of 2020 and says what became of older ones.
func incoterm(c string) (compact, problem string) {
	switch {
	case listed("EXW FCA CPT CIP DAP DPU DDP FAS FOB CFR CIF", c):
		return c, ""
	case c == "DAT":
		return "", "DAT was replaced by DPU in 2020"
	case listed("DAF DES DEQ DDU", c):
		return "", c + " was dropped in 2010"
	}
	return "", "is no term of Incoterms 2020"
}

// eori is a country and up to 15 characters; a British one is twelve digits.
func eori(c string) (compact, problem string) {
	if len(c) < 3 || len(c) > 17 {
		return "", "is not a country and 1 to 15 characters"
	}
	for i := range len(c) {
		if !isDigit(c[i]) && !isLetter(c[i]) {
			return "", wrongCharacter(c, i, 'c')
		}
	}
	switch country := c[:2]; {
	case country == "GB" || country == "XI":
		if len(c) == 17 {
			return c, fits(c[2:], "15n")
		}
		return c, fits(c[2:], "12n")
	case !listed("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK", country):
		return "", country + " gives out no EORI"
	}
	return c, ""
}
