package ident

var dkVAT = of(forms("8n"), notFrom("0"), sumsTo(11, 2, 7, 6, 5, 4, 3, 2, 1))
