package ident

var hrVAT = of(forms("11n"), func(c string) string { return ends(c, mod1110(c[:10])) })
