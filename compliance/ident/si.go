package ident

// siVAT: a sum that is a multiple of 11 is not given out; 10 is written 0.
var siVAT = of(forms("8n"), notFrom("0"), func(c string) string {
	d := 11 - weighted(c, 8, 7, 6, 5, 4, 3, 2)%11
	if d == 10 {
		d = 0
	}
	return ends(c, d)
})
