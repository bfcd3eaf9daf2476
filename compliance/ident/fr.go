package ident

import "strings"

var france = []Kind{
	{
		Name: "fr.siren", Title: "Company number of France (SIREN)",
		Source: "INSEE, Code de commerce R123-220: Luhn digit", check: written(" -./", frSIREN),
	},
	{
		Name: "fr.nir", Title: "Social security number of France (NIR)",
		Source: "INSEE, Code de la sécurité sociale R115-1: 97 less the rest by 97", check: written(" -.", frNIR),
	},
	{
		Name: "fr.siret", Title: "Number of an establishment in France (SIRET)",
		Source: "INSEE: Luhn digit; for La Poste the sum of digits is a multiple of 5", check: written(" -./", frSIRET),
	},
}

var frSIREN = of(forms("9n"), luhn)

// frSIRET is the company's number and five digits. La Poste, 356000000, ran out of Luhn
// numbers for its offices, except its seat's.
var frSIRET = of(forms("14n"), func(c string) string {
	if problem := luhn(c[:9]); problem != "" {
		return "in the SIREN, " + problem
	}
	if c[:9] == "356000000" && weighted(c, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)%5 == 0 {
		return ""
	}
	return luhn(c)
})

// frKey is the alphabet of the two key characters: letters without I and O.
const frKey = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"

// frVAT is a key of two characters and the SIREN, which has no Luhn digit for Monaco.
var frVAT = of(forms("2c9n"), func(c string) string {
	if c[2:5] != "000" {
		if problem := luhn(c[2:]); problem != "" {
			return "in the SIREN, " + problem
		}
	}
	if allDigits(c[:2]) {
		return checks(c[:2], (12+3*rest(c[2:], 97))%97, 2)
	}
	return frLetters(c)
})

// frLetters checks a key with a letter: place values in the key's alphabet, modulo 11.
func frLetters(c string) string {
	a, b := strings.IndexByte(frKey, c[0]), strings.IndexByte(frKey, c[1])
	if a < 0 || b < 0 {
		return "I and O do not stand in the key"
	}
	key := a*34 + b - 100
	if isDigit(c[0]) {
		key = a*24 + b - 10
	}
	if (rest(c[2:], 11)+1+key/11)%11 != key%11 {
		return "key " + c[:2] + " does not fit the SIREN"
	}
	return ""
}

// frNIR is 13 characters and a key of two digits; Corsica's departments have a letter.
var frNIR = of(forms("5n2c8n"), from("123478"), func(c string) string {
	digits := c
	switch c[5:7] {
	case "2A":
		digits = c[:5] + "19" + c[7:]
	case "2B":
		digits = c[:5] + "18" + c[7:]
	}
	if !allDigits(digits) {
		return c[5:7] + " is no department"
	}
	return checks(c[13:], 97-rest(digits[:13], 97), 2)
})
