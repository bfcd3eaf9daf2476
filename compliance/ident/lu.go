package ident

var luVAT = of(forms("8n"), func(c string) string { return checks(c[6:], rest(c[:6], 89), 2) })
