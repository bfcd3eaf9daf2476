package ident

// elVAT is nine digits, of which old paper leaves out a leading zero; the weights are the powers
// of two from 256 down.
var elVAT = filled(9, 8, of(forms("9n"), notZero, func(c string) string {
	return ends(c, weighted(c, 256, 128, 64, 32, 16, 8, 4, 2)%11%10)
}))
