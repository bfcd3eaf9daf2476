package ident

import "strings"

var switzerland = []Kind{
	{
		Name: "ch.uid", Title: "Enterprise identification number of Switzerland (UID)",
		Source: "Bundesamt für Statistik, eCH-0097: weights 5 4 3 2 7 6 5 4 modulo 11", check: written(" -.", chUID),
	},
	{
		Name: "ch.vat", Title: "VAT number of Switzerland and Liechtenstein",
		Source: "Eidgenössische Steuerverwaltung: UID and MWST, TVA, IVA or TPV", check: written(" -.", chVAT),
	},
	{
		Name: "ch.ssn", Aliases: []string{"ch.ahv"}, Title: "Social insurance number of Switzerland (AHV, AVS)",
		Source: "Zentrale Ausgleichsstelle: 756, weights 1 and 3", check: written(" -.", chSSN),
	},
	{
		Name: "ch.esr", Aliases: []string{"ch.qrr"}, Title: "Swiss payment reference (ESR, QR-reference)",
		Source: "Swiss Payment Standards, QR-bill annex B: modulo 10, recursive", check: written(" -", chESR),
	},
}

var chUID = behind("CHE", of(forms("9n"), func(c string) string {
	return ends(c, (11-weighted(c, 5, 4, 3, 2, 7, 6, 5, 4)%11)%11)
}))

func chVAT(c string) (compact, problem string) {
	for _, ending := range []string{"MWST", "TVA", "IVA", "TPV"} {
		if uid, found := strings.CutSuffix(c, ending); found {
			compact, problem = chUID(uid)
			return compact + ending, problem
		}
	}
	return "", "does not end in MWST, TVA, IVA or TPV"
}

var chSSN = of(forms("13n"), func(c string) string {
	if c[:3] != "756" {
		return "begins with " + c[:3] + ", want 756"
	}
	return trade(c)
})

// chESR has up to 27 digits, the last of which is the check digit.
func chESR(c string) (compact, problem string) {
	if !allDigits(c) || len(c) < 2 || len(c) > 27 {
		return "", "is not made of 2 to 27 digits"
	}
	if problem := notZero(c); problem != "" {
		return "", problem
	}
	table, carry := [10]int{0, 9, 4, 6, 8, 2, 7, 1, 3, 5}, 0
	for i := range len(c) - 1 {
		carry = table[(carry+int(c[i]-'0'))%10]
	}
	return c, ends(c, (10-carry)%10)
}
