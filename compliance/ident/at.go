package ident

// atVAT is U and eight digits: every second is doubled as by Luhn, and the sum starts from 4.
var atVAT = behind("U", of(forms("8n"), func(c string) string {
	return ends(c, (luhnDigit(c[:7]+"0")+6)%10)
}))
