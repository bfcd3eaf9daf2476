package ident

import "strings"

var fiVAT = of(forms("8n"), sumsTo(11, 7, 9, 10, 5, 8, 4, 2, 1))

var finland = []Kind{{
	Name: "fi.hetu", Title: "Personal identity code of Finland",
	Source: "Digi- ja väestötietovirasto, decree 690/2022: remainder by 31", check: written(" ", fiHETU),
}}

// fiHETU is a date of birth, a sign for its century, a number from 002 and a check character.
func fiHETU(c string) (compact, problem string) {
	if len(c) != 11 {
		return "", lengthProblem(c, 11)
	}
	if problem := fits(c[:6]+c[7:], "9n1c"); problem != "" {
		return "", "without the sign of the century, " + problem
	}
	year := number(c[4:6])
	switch {
	case c[6] == '+':
		year += 1800
	case strings.Contains("-YXWVU", c[6:7]):
		year += 1900
	case strings.Contains("ABCDEF", c[6:7]):
		year += 2000
	default:
		return "", c[6:7] + " stands for no century"
	}
	if problem := day(year, number(c[2:4]), number(c[:2])); problem != "" {
		return "", problem
	}
	if c[7:10] < "002" {
		return "", "has " + c[7:10] + " behind the date, numbers count from 002"
	}
	return c, letter(c[10], "0123456789ABCDEFHJKLMNPRSTUVWXY"[number(c[:6]+c[7:10])%31])
}
