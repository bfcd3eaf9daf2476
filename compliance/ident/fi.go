package ident

var fiVAT = of(forms("8n"), sumsTo(11, 7, 9, 10, 5, 8, 4, 2, 1))
