package ident

var australia = []Kind{
	{
		Name: "au.abn", Title: "Australian Business Number",
		Source: "Australian Business Register: 1 off the first digit, weights 10 1 3 5 … 19 modulo 89", check: written(" -", auABN),
	},
	{
		Name: "au.acn", Title: "Australian Company Number",
		Source: "Australian Securities and Investments Commission: weights 8 to 1 modulo 10", check: written(" -", auACN),
	},
}

var auABN = of(forms("11n"), notFrom("0"), func(c string) string {
	if (weighted(c, 10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19)-10)%89 != 0 {
		return "check digits " + c[:2] + " do not fit the other digits"
	}
	return ""
})

var auACN = of(forms("9n"), func(c string) string {
	return ends(c, (10-weighted(c, 8, 7, 6, 5, 4, 3, 2, 1)%10)%10)
})
