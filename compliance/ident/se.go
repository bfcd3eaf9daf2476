package ident

// seVAT is the number of an organisation or a person, ten digits of which the last is the Luhn
// digit, and 01.
var seVAT = of(forms("12n"), func(c string) string {
	if c[10:] != "01" {
		return "ends in " + c[10:] + ", want 01"
	}
	return luhn(c[:10])
})
