package ident

import "strings"

var mexico = []Kind{
	{
		Name: "mx.rfc", Title: "Tax number of Mexico (RFC), by form and date",
		Source: "SAT: Código Fiscal de la Federación, Art. 27; name, date and homoclave", check: written(" -", mxRFC),
	},
	{
		Name: "mx.rfc.digit", Title: "Tax number of Mexico (RFC) with a fitting check character, which not every number in use has",
		Source: "SAT: homoclave, weights 13 to 2 modulo 11", check: written(" -", mxRFCDigit),
	},
}

// mxLetters are the characters of an RFC by value.
const mxLetters = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ"

// mxRFC is three letters for a body or four for a person, the date it began, and three
// characters. Old numbers of persons have only letters and date.
func mxRFC(value string) (compact, problem string) {
	c := []rune(value)
	names := 4
	if len(c) == 12 {
		names = 3
	}
	if len(c) != 10 && len(c) != 12 && len(c) != 13 {
		return "", lengthProblem(value, 10, 12, 13)
	}
	for _, r := range c[:names] {
		if r != 'Ñ' && r != '&' && (r < 'A' || r > 'Z') {
			return "", "begins with " + string(c[:names]) + ", want letters"
		}
	}
	rest := string(c[names:])
	if problem := oneOf(rest, "6n", "6n2c1c"); problem != "" {
		return "", "behind the letters, " + problem
	}
	if names == 4 && listed(mxRude, string(c[:4])) {
		return "", string(c[:4]) + " is a word that is not given out"
	}
	// Two digits of a year fit 2000 wherever they fit 1900.
	if problem := day(2000+number(rest[:2]), number(rest[2:4]), number(rest[4:6])); problem != "" {
		return "", "holds a date that there is not"
	}
	return value, ""
}

func mxRFCDigit(value string) (compact, problem string) {
	compact, problem = mxRFC(value)
	if problem != "" {
		return "", problem
	}
	c := []rune(compact)
	if len(c) == 10 {
		return "", "has no check character"
	}
	return compact, letter(value[len(value)-1], mxCheck(c))
}

// mxCheck weighs the values of twelve characters from 13 down; a body's number begins with a
// space.
func mxCheck(c []rune) byte {
	body := []rune(strings.Repeat(" ", 13-len(c)) + string(c[:len(c)-1]))
	sum := 0
	for i, r := range body {
		sum += len([]rune(mxLetters[:strings.IndexRune(mxLetters, r)])) * (13 - i)
	}
	return "0123456789A"[(11-sum%11)%11]
}

// mxRude are syllables that the tax office replaces.
const mxRude = "BUEI BUEY CACA CACO CAGA CAGO CAKA CAKO COGE COJA COJE COJI COJO CULO FETO GUEY JOTO " +
	"KACA KACO KAGA KAGO KAKA KOGE KOJO KULO MAME MAMO MEAR MEAS MEON MION MOCO MULA PEDA PEDO PENE PUTA PUTO QULO RATA RUIN"
