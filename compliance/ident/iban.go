package ident

import "strconv"

var bankAccounts = []Kind{
	{
		Name: "iban", Title: "International Bank Account Number",
		Source: "ISO 13616-1 and its registry; check digits of BE, ES, ME, NO and others by their national banks", check: written(" -.", iban),
	},
	{
		Name: "bic", Aliases: []string{"swift"}, Title: "Business Identifier Code of a bank",
		Source: "ISO 9362; country code of ISO 3166-1", check: written(" -", bic),
	},
}

// iban checks the country's form, the two check digits and, where the country's own account
// number has check digits that all its banks use, these.
func iban(c string) (compact, problem string) {
	if len(c) < 4 {
		return "", "is too short for an IBAN, which has at least 15 characters"
	}
	if problem := begins(c, "2a2n"); problem != "" {
		return "", problem
	}
	country, account := c[:2], c[4:]
	form, known := accounts[country]
	if !known {
		return "", country + " is no country of the IBAN registry"
	}
	if want := formLength(form); len(account) != want {
		return "", "has " + strconv.Itoa(len(c)) + " characters, an IBAN of " + country + " has " + strconv.Itoa(want+4)
	}
	if problem := fits(account, form); problem != "" {
		return "", "behind the check digits, " + problem
	}
	if mod97(account+c[:4]) != 1 || c[2:4] < "02" || c[2:4] > "98" {
		return "", "check digits " + c[2:4] + " do not fit: a character is wrong, missing or out of place"
	}
	if national := nationalAccounts[country]; national != nil {
		return c, national(account)
	}
	return c, ""
}

// nationalAccounts are the check digits inside account numbers.
var nationalAccounts = map[string]rule{
	"BA": wholeAccount, "ME": wholeAccount, "MK": wholeAccount, "RS": wholeAccount, "SI": wholeAccount,
	"BE": belgianAccount, "ES": spanishAccount, "NO": norwegianAccount,
}

// wholeAccount holds where the account number is 1 modulo 97, as the successors of Yugoslavia
// keep it (ISO/IEC 7064, MOD 97-10).
func wholeAccount(account string) string {
	if mod97(account) != 1 {
		return "check digits of the account number do not fit"
	}
	return ""
}

// belgianAccount holds where the last two digits are the others modulo 97, 97 for 0.
func belgianAccount(account string) string {
	return nationalCheck(checks(account[10:], orElse(rest(account[:10], 97), 97), 2))
}

// spanishAccount holds where the ninth digit checks bank and branch and the tenth the account.
func spanishAccount(account string) string {
	want := spanishDigit("00"+account[:8])*10 + spanishDigit(account[10:])
	return nationalCheck(checks(account[8:10], want, 2))
}

// spanishDigit is the check digit of ten digits modulo 11; 10 is written 1.
func spanishDigit(digits string) int {
	d := (11 - weighted(digits, 1, 2, 4, 8, 5, 10, 9, 7, 3, 6)%11) % 11
	if d == 10 {
		return 1
	}
	return d
}

// norwegianAccount holds where the last digit is right modulo 11.
func norwegianAccount(account string) string { return nationalCheck(noAccount(account)) }

func nationalCheck(problem string) string {
	if problem == "" {
		return ""
	}
	return "in the national account number, " + problem
}

// orElse returns n, or instead for zero.
func orElse(n, instead int) int {
	if n == 0 {
		return instead
	}
	return n
}
