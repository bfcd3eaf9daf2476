package ident

var huVAT = of(forms("8n"), sumsTo(10, 9, 7, 3, 1, 9, 7, 3, 1))
