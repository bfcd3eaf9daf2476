package ident

import "strings"

var netherlands = []Kind{{
	Name: "nl.bsn", Title: "Citizen service number of the Netherlands",
	Source: "Wet algemene bepalingen burgerservicenummer: eleven test", check: written(" -.", filled(9, 8, nlBSN)),
}}

// nlBSN passes the eleven test: weights 9 to 2, the last digit less.
var nlBSN = of(forms("9n"), notZero, sumsTo(11, 9, 8, 7, 6, 5, 4, 3, 2, -1))

// nlVAT is nine digits, B and two digits: the number of a body with the eleven test, or, for
// sole traders since 2020, a whole that is 1 modulo 97 with its NL.
func nlVAT(c string) (compact, problem string) {
	digits, branch, found := strings.Cut(c, "B")
	if !found {
		return "", "has no B behind nine digits"
	}
	c = padded(digits, 9) + "B" + branch
	if problem := fits(c, "9n1a2n"); problem != "" {
		return "", problem
	}
	if branch == "00" {
		return "", "ends in B00, branches count from 01"
	}
	if _, problem := nlBSN(c[:9]); problem == "" || mod97("NL"+c) == 1 {
		return c, ""
	}
	return "", "check digits fit neither the eleven test nor modulo 97"
}
