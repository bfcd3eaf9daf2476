package ident

import "strings"

var india = []Kind{
	{
		Name: "in.pan", Aliases: []string{"in_.pan"}, Title: "Permanent Account Number of India",
		Source: "Income-tax Rules 1962, rule 114: form and kind of holder (the check letter is not published)", check: written(" -", inPAN),
	},
	{
		Name: "in.gstin", Aliases: []string{"in_.gstin"}, Title: "Goods and services tax number of India",
		Source: "Central Goods and Services Tax Rules 2017, rule 10: state, PAN, Luhn in base 36", check: written(" -", inGSTIN),
	},
}

// inPAN has the kind of holder as its fourth letter, and a serial number that is not 0000.
var inPAN = of(forms("5a4n1a"), func(c string) string {
	if !strings.Contains("ABCFGHJKLPT", c[3:4]) {
		return c[3:4] + " stands for no kind of holder"
	}
	if c[5:9] == "0000" {
		return "has 0000 as its serial number"
	}
	return ""
})

// inGSTIN is a state, a PAN, the number of registrations from 1, Z and a check character.
var inGSTIN = of(forms("2n10c1c1a1c"), func(c string) string {
	if state := number(c[:2]); state == 0 || state > 38 && !listed("96 97 99", c[:2]) {
		return c[:2] + " is no state"
	}
	if _, problem := inPAN(c[2:12]); problem != "" {
		return "in the PAN, " + problem
	}
	if c[12] == '0' || c[13] != 'Z' {
		return "must have 1 to 9 or A to Z, then Z, behind the PAN"
	}
	return letter(c[14], inCheck(c[:14]))
})

// inCheck doubles every second value from the right in base 36 and adds the digits of each.
func inCheck(c string) byte {
	const base36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	sum := 0
	for i := range len(c) {
		v := worth(c[i]) * (1 + i%2)
		sum += v/36 + v%36
	}
	return base36[(36-sum%36)%36]
}
