package ident

var ptVAT = of(forms("9n"), notFrom("0"), func(c string) string {
	return ends(c, (11-weighted(c, 9, 8, 7, 6, 5, 4, 3, 2)%11)%11%10)
})
