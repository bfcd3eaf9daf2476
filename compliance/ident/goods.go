package ident

var goods = []Kind{
	{
		Name: "ean", Aliases: []string{"gtin", "upc"}, Title: "Global Trade Item Number (EAN, UPC)",
		Source: "GS1 General Specifications, 7.9.1: weights 3 and 1 from the right", check: written(" -", of(forms("8n", "12n", "13n", "14n"), trade)),
	},
	{
		Name: "sscc", Title: "Serial Shipping Container Code of a logistic unit",
		Source: "GS1 General Specifications, 7.9.1: weights 3 and 1 from the right", check: written(" -", of(forms("18n"), notZero, trade)),
	},
	{
		Name: "isbn", Title: "International Standard Book Number",
		Source: "ISO 2108: weights 10 to 2 modulo 11, or GS1 with 978 or 979", check: written(" -", isbn),
	},
	{
		Name: "issn", Title: "International Standard Serial Number",
		Source: "ISO 3297: weights 8 to 2 modulo 11", check: written(" -", of(forms("7n1c"), issn)),
	},
	{
		Name: "imei", Title: "Number of a mobile device (IMEI, IMEISV)",
		Source: "3GPP TS 23.003, annex B: Luhn digit as the fifteenth", check: written(" -/", imei),
	},
}

// trade is the check digit of GS1 keys.
func trade(c string) string {
	sum, weight := 0, 3
	for i := len(c) - 2; i >= 0; i-- {
		sum, weight = sum+int(c[i]-'0')*weight, 4-weight
	}
	return ends(c, (10-sum%10)%10)
}

// isbn has ten characters, nine before 1970, or thirteen.
func isbn(c string) (compact, problem string) {
	if len(c) == 9 {
		c = "0" + c
	}
	if problem := oneOf(c, "9n1c", "13n"); problem != "" {
		return "", problem
	}
	if len(c) == 13 {
		if c[:3] != "978" && c[:3] != "979" {
			return "", "begins with " + c[:3] + ", books have 978 and 979"
		}
		return c, trade(c)
	}
	return c, tenOrX(c, 10, 9, 8, 7, 6, 5, 4, 3, 2)
}

func issn(c string) string { return tenOrX(c, 8, 7, 6, 5, 4, 3, 2) }

// tenOrX checks the last character by weights modulo 11; X stands for 10.
func tenOrX(c string, weights ...int) string {
	want := (11 - weighted(c, weights...)%11) % 11
	return letter(c[len(c)-1], "0123456789X"[want])
}

// imei has fourteen digits, a fifteenth that checks them, or two for the software's version.
func imei(c string) (compact, problem string) {
	if problem := oneOf(c, "14n", "15n", "16n"); problem != "" {
		return "", problem
	}
	if len(c) == 15 {
		return c, luhn(c)
	}
	return c, ""
}
