package ident

// atVAT is U and eight digits: every second is doubled as by Luhn, and the sum starts from 4.
var atVAT = behind("U", of(forms("8n"), func(c string) string {
	return ends(c, (luhnDigit(c[:7]+"0")+6)%10)
}))

var austria = []Kind{{
	Name: "at.vnr", Title: "Social insurance number of Austria",
	Source: "Dachverband der Sozialversicherungsträger: weights 3 7 9 0 5 8 4 2 1 6 modulo 11", check: written(" ", atVNR),
}}

// atVNR has its check digit as the fourth, before a date of birth, which may be a stand-in.
var atVNR = of(forms("10n"), notFrom("0"), func(c string) string {
	return checks(c[3:4], weighted(c, 3, 7, 9, 0, 5, 8, 4, 2, 1, 6)%11, 1)
})
