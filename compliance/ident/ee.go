package ident

var eeVAT = of(forms("9n"), sumsTo(10, 3, 7, 1, 3, 7, 1, 3, 7, 1))
