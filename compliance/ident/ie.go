package ident

import "strings"

var ireland = []Kind{{
	Name: "ie.pps", Title: "Personal Public Service number of Ireland",
	Source: "Department of Social Protection: weights 8 to 2, second letter by 9, modulo 23", check: written(" -", iePPS),
}}

// ieLetters are the check letters by value; W is 0.
const ieLetters = "WABCDEFGHIJKLMNOPQRSTUV"

// ieVAT is seven digits and one or two letters, or the old form whose second character is a
// letter or a sign.
func ieVAT(c string) (compact, problem string) {
	if len(c) > 1 && !isDigit(c[1]) && (isLetter(c[1]) || c[1] == '+' || c[1] == '*') {
		return ieOld(c)
	}
	if problem := oneOf(c, "7n1a", "7n2a"); problem != "" {
		return "", problem
	}
	if len(c) == 9 && !strings.Contains("ABCDEFGHI", c[8:]) {
		return "", "ends in " + c[8:] + ", want a letter from A to I"
	}
	return c, ieCheck(c)
}

// ieOld moves the first digit behind the others and counts the second character nothing.
func ieOld(c string) (compact, problem string) {
	if problem := fits(c[:1]+c[2:], "6n1a"); problem != "" {
		return "", "without its second character, it " + problem
	}
	return c, ieCheck("0" + c[2:7] + c[:1] + c[7:])
}

func ieCheck(c string) string {
	sum := weighted(c, 8, 7, 6, 5, 4, 3, 2)
	if len(c) == 9 {
		sum += 9 * strings.IndexByte(ieLetters, c[8])
	}
	return letter(c[7], ieLetters[sum%23])
}

// iePPS may end in a second letter: A or B since 2013, H for a body's number; W, T and X are of
// the past and count as nothing.
func iePPS(c string) (compact, problem string) {
	if problem := oneOf(c, "7n1a", "7n2a"); problem != "" {
		return "", problem
	}
	if len(c) == 8 || strings.Contains("WTX", c[8:]) {
		return c, ieCheck(c[:8])
	}
	if !strings.Contains("ABH", c[8:]) {
		return "", "ends in " + c[8:] + ", which is no second letter"
	}
	return c, ieCheck(c)
}
