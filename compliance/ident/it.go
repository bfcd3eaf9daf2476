package ident

import "strings"

var italy = []Kind{{
	Name: "it.codicefiscale", Title: "Tax code of Italy (codice fiscale)",
	Source: "D.M. 23 dicembre 1976, Agenzia delle Entrate", check: written(" -./:", itCodiceFiscale),
}}

// itVAT is seven digits of the holder, three of the office and a Luhn digit.
var itVAT = of(forms("11n"), func(c string) string {
	if c[:7] == "0000000" {
		return "has only zeros in the holder's part"
	}
	office := c[7:10]
	if office < "001" || office > "100" && !listed("120 121 888 999", office) {
		return office + " is no tax office"
	}
	return ""
}, luhn)

// itCodiceFiscale is a person's sixteen characters; bodies without birth have eleven digits.
func itCodiceFiscale(c string) (compact, problem string) {
	if len(c) == 11 {
		return itVAT(c)
	}
	if problem := oneOf(c, "6a2c1a2c1a3c1a", "11n"); problem != "" {
		return "", problem
	}
	plain, problem := itDigits(c)
	if problem != "" {
		return "", problem
	}
	month := strings.IndexByte("ABCDEHLMPRST", c[8]) + 1
	if month == 0 {
		return "", c[8:9] + " stands for no month"
	}
	if problem := day(itLeapYear(plain[6:8]), month, number(plain[9:11])%40); problem != "" || plain[9] > '7' {
		return "", "holds no possible day of birth"
	}
	return c, letter(c[15], itCheck(c))
}

// itLeapYear gives two digits of a year a century in which they have 29 February if they can:
// the code does not tell 1900 from 2000.
func itLeapYear(yy string) int { return 2000 + number(yy) }

// itDigits writes digits for the letters that stand in for them where two people would have the
// same code (omocodia).
func itDigits(c string) (plain, problem string) {
	b := []byte(c)
	for _, at := range []int{6, 7, 9, 10, 12, 13, 14} {
		if isDigit(b[at]) {
			continue
		}
		d := strings.IndexByte("LMNPQRSTUV", b[at])
		if d < 0 {
			return "", wrongCharacter(c, at, 'n')
		}
		b[at] = byte('0' + d)
	}
	return string(b), ""
}

// itCheck adds the values of even places, A or 0 being 0, and those of odd places by the
// decree's table, modulo 26.
func itCheck(c string) byte {
	const odd = "\x01\x00\x05\x07\x09\x0d\x0f\x11\x13\x15\x02\x04\x12\x14\x0b\x03\x06\x08\x0c\x0e\x10\x0a\x16\x19\x18\x17"
	sum := 0
	for i := range 15 {
		v := worth(c[i])
		if isLetter(c[i]) {
			v -= 10
		}
		if i%2 == 0 {
			v = int(odd[v])
		}
		sum += v
	}
	return byte('A' + sum%26)
}
