package ident

// bic checks the four letters of the bank, the country, the place and the branch.
func bic(c string) (compact, problem string) {
	if problem := oneOf(c, "6a2c", "6a5c"); problem != "" {
		return "", problem
	}
	if country := c[4:6]; !isCountry(country) {
		return "", noCountry(country)
	}
	return c, ""
}
