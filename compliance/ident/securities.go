package ident

var securities = []Kind{
	{
		Name: "lei", Title: "Legal Entity Identifier",
		Source: "ISO 17442-1, ISO/IEC 7064 MOD 97-10", check: written(" -", lei),
	},
	{
		Name: "isin", Title: "International Securities Identification Number",
		Source: "ISO 6166: country or agency prefix, Luhn digit over letters as numbers", check: written(" ", isin),
	},
}

var lei = of(forms("18c2n"), func(c string) string {
	if mod97(c) != 1 {
		return "check digits " + c[18:] + " do not fit the rest"
	}
	return ""
})

// isinPrefixes are the prefixes that are no countries: international securities, numbers of
// substitute agencies, the European Union, derivatives and digital tokens.
const isinPrefixes = "EU EZ QS QT QW XA XB XC XD XF XS XT"

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
