package ident

// ltVAT is nine digits with a 1 before the check digit, twelve for those registered for a time.
var ltVAT = of(forms("9n", "12n"), func(c string) string {
	if c[len(c)-2] != '1' {
		return "must have 1 as its last digit but one"
	}
	body := c[:len(c)-1]
	d := weighted(body, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2) % 11
	if d == 10 {
		d = weighted(body, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4) % 11 % 10
	}
	return ends(c, d)
})
