package ident

// mtVAT: the last two digits count as one number.
var mtVAT = of(forms("8n"), notFrom("0"), sumsTo(37, 3, 4, 6, 7, 8, 9, 10, 1))
