package ident

import "strings"

var securities = []Kind{
	{
		Name: "lei", Title: "Legal Entity Identifier",
		Source: "ISO 17442-1, ISO/IEC 7064 MOD 97-10", check: written(" -", lei),
	},
	{
		Name: "isin", Title: "International Securities Identification Number",
		Source: "ISO 6166: country or agency prefix, Luhn digit over letters as numbers", check: written(" ", isin),
	},
	{
		Name: "cusip", Title: "Number of a North American security (CUSIP)",
		Source: "ANSI X9.6: every second value doubled, sum of digits modulo 10", check: written(" ", cusip),
	},
	{
		Name: "gb.sedol", Aliases: []string{"sedol"}, Title: "Number of a security in the United Kingdom (SEDOL)",
		Source: "London Stock Exchange: weights 1 3 1 7 3 9, no vowels", check: written(" ", sedol),
	},
}

var lei = of(forms("18c2n"), func(c string) string {
	if mod97(c) != 1 {
		return "check digits " + c[18:] + " do not fit the rest"
	}
	return ""
})

// isinPrefixes are the prefixes that are no countries: international securities, numbers of
// substitute agencies, the European Union, derivatives and digital tokens, and states of the past,
// whose numbers live on.
const isinPrefixes = "EU EZ QS QT QW XA XB XC XD XF XS XT AN CS DD SU YU"

var isin = of(forms("2a9c1n"), func(c string) string {
	if !isCountry(c[:2]) && !listed(isinPrefixes, c[:2]) {
		return noCountry(c[:2])
	}
	return ends(c, luhnDigit(expanded(c[:11])))
})

// expanded writes each letter as its two digits.
func expanded(c string) string {
	var digits []byte
	for i := range len(c) {
		v := worth(c[i])
		if v > 9 {
			digits = append(digits, byte('0'+v/10))
		}
		digits = append(digits, byte('0'+v%10))
	}
	return string(digits)
}

// cusip counts letters from 10, and *, @ and # as 36, 37 and 38.
func cusip(c string) (compact, problem string) {
	if len(c) != 9 {
		return "", lengthProblem(c, 9)
	}
	sum := 0
	for i := range 8 {
		v := strings.IndexByte("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*@#", c[i])
		if v < 0 {
			return "", wrongCharacter(c, i, 'c')
		}
		v *= 1 + i%2
		sum += v/10 + v%10
	}
	if problem := fits(c[8:], "1n"); problem != "" {
		return "", "at its end, " + problem
	}
	return c, ends(c, (10-sum%10)%10)
}

var sedol = of(forms("6c1n"), func(c string) string {
	if at := strings.IndexAny(c, "AEIOU"); at >= 0 {
		return c[at:at+1] + " is a vowel, which such numbers do not have"
	}
	if isDigit(c[0]) && !allDigits(c) {
		return "begins with a digit and has letters: old numbers have only digits"
	}
	sum := 0
	for i, weight := range [6]int{1, 3, 1, 7, 3, 9} {
		sum += worth(c[i]) * weight
	}
	return ends(c, (10-sum%10)%10)
})
