package ident

var brazil = []Kind{
	{
		Name: "br.cnpj", Title: "Company number of Brazil (CNPJ), with letters since 2026",
		Source: "Receita Federal, Instrução Normativa RFB 2.229/2024", check: written(" -./", brCNPJ),
	},
	{
		Name: "br.cpf", Title: "Personal tax number of Brazil (CPF)",
		Source: "Receita Federal: two digits modulo 11", check: written(" -.", brCPF),
	},
}

var (
	brCNPJ = of(forms("12c2n"), notRepeated, func(c string) string { return checks(c[12:], brDigits(c[:12], 9), 2) })
	brCPF  = of(forms("11n"), notRepeated, func(c string) string { return checks(c[9:], brDigits(c[:9], 11), 2) })
)

// brDigits returns both check digits of body, the second of which covers the first.
func brDigits(body string, highest int) int {
	one := brDigit(body, highest)
	return one*10 + brDigit(body+string(rune('0'+one)), highest)
}

// brDigit weighs from the right with 2, 3 and so on; beyond the highest weight it starts again.
// A letter counts as its distance from 0 in ASCII.
func brDigit(body string, highest int) int {
	sum, weight := 0, 2
	for i := len(body) - 1; i >= 0; i-- {
		sum += int(body[i]-'0') * weight
		if weight++; weight > highest {
			weight = 2
		}
	}
	return (11 - sum%11) % 11 % 10
}
