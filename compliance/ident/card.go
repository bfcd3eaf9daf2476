package ident

import (
	"strconv"
	"strings"
)

var cards = []Kind{
	{
		Name: "luhn", Title: "Any number with a Luhn digit at its end",
		Source: "ISO/IEC 7812-1, annex B", check: written(" -", luhnNumber),
	},
	{
		Name: "pan", Aliases: []string{"card", "creditcard"}, Title: "Number of a payment card",
		Source: "ISO/IEC 7812-1: ranges and lengths that the card schemes publish, Luhn digit", check: written(" -", pan),
	},
}

func luhnNumber(c string) (compact, problem string) {
	if !allDigits(c) || len(c) < 2 {
		return "", "is not made of two digits and more"
	}
	return c, luhn(c)
}

// pan checks the length, the issuer's range and the Luhn digit of a card number.
func pan(c string) (compact, problem string) {
	if !allDigits(c) {
		return "", "has characters that are no digits"
	}
	if len(c) < 12 || len(c) > 19 {
		return "", lengthProblem(c, 12, 13, 14, 15, 16, 17, 18, 19)
	}
	s, ok := schemeOf(c)
	if !ok {
		return "", "begins with " + c[:4] + ", a range of no card scheme"
	}
	if !strings.Contains(s.lengths, padded(strconv.Itoa(len(c)), 2)) {
		return "", s.name + " cards do not have " + strconv.Itoa(len(c)) + " digits"
	}
	if problem := notRepeated(c); problem != "" {
		return "", problem
	}
	return c, luhn(c)
}

// A scheme is a range of first digits with the lengths of its numbers.
type scheme struct {
	name, from, to string // of equal length
	lengths        string
}

// schemes are the ranges in use; of two that hold a number the first counts.
var schemes = []scheme{
	{"American Express", "34", "34", "15"},
	{"American Express", "37", "37", "15"},
	{"Diners Club", "300", "305", "14 16 17 18 19"},
	{"Diners Club", "3095", "3095", "14 16 17 18 19"},
	{"Diners Club", "36", "36", "14 15 16 17 18 19"},
	{"Diners Club", "38", "39", "14 16 17 18 19"},
	{"JCB", "3528", "3589", "16 17 18 19"},
	{"Visa", "4", "4", "13 16 18 19"},
	{"Mastercard", "51", "55", "16"},
	{"Mastercard", "2221", "2720", "16"},
	{"Mir", "2200", "2204", "16 17 18 19"},
	{"Discover", "6011", "6011", "16 17 18 19"},
	{"Discover", "644", "649", "16 17 18 19"},
	{"UnionPay", "622126", "622925", "16 17 18 19"},
	{"RuPay", "6521", "6522", "16"},
	{"Discover", "65", "65", "16 17 18 19"},
	{"UnionPay", "62", "62", "16 17 18 19"},
	{"UnionPay", "81", "81", "16 17 18 19"},
	{"RuPay", "60", "60", "16"},
	{"RuPay", "82", "82", "16"},
	{"Troy", "9792", "9792", "16"},
	{"UATP", "1", "1", "15"},
	{"Maestro", "50", "50", "12 13 14 15 16 17 18 19"},
	{"Maestro", "56", "58", "12 13 14 15 16 17 18 19"},
	{"Maestro", "6", "6", "12 13 14 15 16 17 18 19"},
}

func schemeOf(c string) (scheme, bool) {
	for _, s := range schemes {
		if start := c[:len(s.from)]; start >= s.from && start <= s.to {
			return s, true
		}
	}
	return scheme{}, false
}
