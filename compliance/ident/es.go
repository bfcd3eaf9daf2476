package ident

import "strings"

var spain = []Kind{
	{
		Name: "es.ccc", Title: "Bank account number of Spain (CCC)",
		Source: "Banco de España, Circular 8/1998: two digits modulo 11", check: written(" -", of(forms("20n"), spanishAccount)),
	},
	{
		Name: "es.dni", Title: "Number of a Spanish identity card",
		Source: "Real Decreto 1553/2005: letter modulo 23", check: prefixed(vatSeparators, "ES", esDNI),
	},
	{
		Name: "es.nie", Title: "Number of a foreigner in Spain",
		Source: "Orden INT/2058/2008: X, Y, Z count 0, 1, 2; letter modulo 23", check: prefixed(vatSeparators, "ES", esNIE),
	},
	{
		Name: "es.cif", Title: "Tax number of a body in Spain",
		Source: "Orden EHA/451/2008, Real Decreto 1065/2007", check: prefixed(vatSeparators, "ES", esCIF),
	},
}

// esLetters are the letters of persons by the rest of their number by 23.
const esLetters = "TRWAGMYFPDXBNJZSQVHLCKE"

// esNIF is the number of a citizen, a foreigner, a body, or of somebody without any of these,
// whose number begins with K, L or M.
func esNIF(c string) (compact, problem string) {
	switch {
	case c == "":
		return "", lengthProblem(c, 9)
	case isDigit(c[0]):
		return esDNI(c)
	case strings.Contains("XYZ", c[:1]):
		return esNIE(c)
	case strings.Contains("KLM", c[:1]):
		return esOther(c)
	}
	return esCIF(c)
}

var esDNI = of(forms("8n1a"), func(c string) string { return esLetter(c[:8], c[8]) })

var esNIE = of(forms("1a7n1a"), from("XYZ"), func(c string) string {
	return esLetter(string('0'+c[0]-'X')+c[1:8], c[8])
})

var esOther = of(forms("1a7n1a"), from("KLM"), func(c string) string { return esLetter(c[1:8], c[8]) })

func esLetter(digits string, printed byte) string {
	return letter(printed, esLetters[rest(digits, 23)])
}

// esCIF is the legal form, two digits of a province, five of the body and a check character:
// a digit for A, B, E and H, a letter for foreign and public bodies, either for others.
var esCIF = of(forms("1a7n1c"), from("ABCDEFGHJNPQRSUVW"), func(c string) string {
	digit := luhnDigit(c[1:8])
	if isDigit(c[8]) {
		if strings.Contains("NPQRSW", c[:1]) {
			return "ends in a digit, want the letter " + esBodies[digit:digit+1]
		}
		return ends(c, digit)
	}
	if strings.Contains("ABEH", c[:1]) {
		return "ends in a letter, want the digit " + string(rune('0'+digit))
	}
	return letter(c[8], esBodies[digit])
})

// esBodies are the check letters of bodies by check digit.
const esBodies = "JABCDEFGHI"
