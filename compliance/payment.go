package compliance

import "docpipe/pipeline"

// paymentRules look at where the money is to go.
func paymentRules() []Rule {
	return []Rule{{
		ID: "EU-VAT-PAY-01", Title: "The IBAN's check digits are right", Severity: High,
		Source: pipeline.RuleSource{Standard: "ISO 13616", Ref: "check digits, ISO 7064 MOD 97-10"},
		Fix:    "Do not pay. Compare the IBAN with the original and with the supplier's master data.",
		Check: func(f *Facts) Answer {
			iban := f.Text("/payment/iban")
			return holds(validIBAN(iban), "IBAN "+iban+" is not valid: a digit is wrong or missing")
		},
	}}
}

// validIBAN checks form and check digits: two letters, two digits, 11 to 30 letters or
// digits, and the remainder 1 modulo 97 of the whole with its first four at the end.
func validIBAN(text string) bool {
	iban := compact(text)
	if len(iban) < 15 || len(iban) > 34 || prefix(iban) == "" || !isDigit(iban[2]) || !isDigit(iban[3]) {
		return false
	}
	remainder := 0
	for _, c := range []byte(iban[4:] + iban[:4]) {
		switch {
		case isDigit(c):
			remainder = (remainder*10 + int(c-'0')) % 97
		case isLetter(c):
			remainder = (remainder*100 + int(c-'A') + 10) % 97
		default:
			return false
		}
	}
	return remainder == 1
}
