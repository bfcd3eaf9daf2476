package plan

import (
	"strings"
	"unicode"

	"docpipe/extractors/local/layout"
)

// Compact takes spaces and the usual separators out of an identifier, in upper case.
func Compact(text string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case ' ', '.', '-', '\u00a0', ':', '/':
			return -1
		}
		return unicode.ToUpper(r)
	}, text)
}

// ValidIBAN checks length and the ISO 7064 mod 97-10 check digits of a compact IBAN.
func ValidIBAN(s string) bool {
	if !LooksLikeIBAN(s) {
		return false
	}
	rest := 0
	for _, c := range []byte(s[4:] + s[:4]) {
		if IsLetter(c) {
			rest = (rest*100 + int(c-'A') + 10) % 97
		} else {
			rest = (rest*10 + int(c-'0')) % 97
		}
	}
	return rest == 1
}

// IsAlphanumeric reports whether text is capital letters and digits alone.
func IsAlphanumeric(s string) bool {
	for i := range len(s) {
		if !IsLetter(s[i]) && !layout.IsNumber(s[i:i+1]) {
			return false
		}
	}
	return true
}

// LooksLikeIBAN accepts the form of an IBAN: country, two digits, 11 to 30 letters or digits.
func LooksLikeIBAN(s string) bool {
	if len(s) < 15 || len(s) > 34 || !IsLetter(s[0]) || !IsLetter(s[1]) || !layout.IsNumber(s[2:4]) {
		return false
	}
	if n, known := IBANLengths[s[:2]]; !known || n != len(s) {
		return false
	}
	return IsAlphanumeric(s)
}

// IBANLengths is the length of IBANs by country (SWIFT IBAN registry).
var IBANLengths = map[string]int{
	"AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BR": 29, "CH": 21,
	"CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "DO": 28, "EE": 20, "ES": 24, "FI": 18, "FO": 18, "FR": 27,
	"GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IS": 26,
	"IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MD": 24,
	"ME": 22, "MK": 19, "MR": 27, "MT": 31, "MU": 30, "NL": 18, "NO": 15, "PK": 24, "PL": 28, "PS": 29, "PT": 25,
	"QA": 29, "RO": 24, "RS": 22, "SA": 24, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "TN": 24, "TR": 26, "UA": 29,
	"VA": 22, "VG": 24, "XK": 20,
}

// LooksLikeBIC accepts the form of a BIC (ISO 9362): bank, country, place, optional branch.
func LooksLikeBIC(s string) bool {
	if len(s) != 8 && len(s) != 11 {
		return false
	}
	for i := range len(s) {
		letter := IsLetter(s[i])
		if i < 6 && !letter || !letter && !layout.IsNumber(s[i:i+1]) {
			return false
		}
	}
	_, known := IBANLengths[s[4:6]]
	return known || moreCountries[s[4:6]]
}

// moreCountries are seats of banks in countries without IBANs.
var moreCountries = map[string]bool{
	"US": true, "CA": true, "AU": true, "NZ": true, "JP": true, "CN": true, "HK": true, "SG": true, "IN": true,
	"MY": true, "TH": true, "KR": true, "TW": true, "ZA": true, "MX": true, "RU": true, "ID": true, "PH": true, "VN": true,
}

// vatLengths gives, by prefix, the lengths that European VAT numbers have behind it.
var vatLengths = map[string]string{
	"AT": "9", "BE": "10", "BG": "9 10", "CY": "9", "CZ": "8 9 10", "DE": "9", "DK": "8", "EE": "9", "EL": "9", "ES": "9",
	"FI": "8", "FR": "11", "GB": "9 12", "HR": "11", "HU": "8", "IE": "8 9", "IT": "11", "LT": "9 12", "LU": "8",
	"LV": "11", "MT": "8", "NL": "12", "PL": "10", "PT": "9", "RO": "2 3 4 5 6 7 8 9 10", "SE": "12", "SI": "8",
	"SK": "10", "XI": "9 12", "CHE": "9", "NO": "9",
}

// LooksLikeVATID accepts the form of a European VAT number with its country prefix.
func LooksLikeVATID(s string) bool {
	for _, n := range []int{3, 2} {
		if len(s) <= n || !layout.IsNumber(s[len(s)-1:]) && !IsLetter(s[len(s)-1]) {
			continue
		}
		lengths, known := vatLengths[s[:n]]
		if !known {
			continue
		}
		rest := strings.TrimSuffix(strings.TrimSuffix(s[n:], "MWST"), "TVA")
		digits := strings.Count(strings.Map(layout.OnlyDigits, rest), "0")
		for length := range strings.FieldsSeq(lengths) {
			if len(rest) == layout.Atoi(length) && digits >= len(rest)-3 {
				return true
			}
		}
	}
	return false
}

// prefixLetters are what recognition takes the letters of a country for.
var prefixLetters = strings.NewReplacer("0", "O", "1", "I", "5", "S", "8", "B", "6", "G")

// MendVATID reads the country of a VAT number whose letters were taken for digits: "1E3628491B"
// is IE3628491B.
func MendVATID(s string) (string, bool) {
	if len(s) < 3 || LooksLikeVATID(s) {
		return s, false
	}
	mended := prefixLetters.Replace(s[:2]) + s[2:]
	return mended, LooksLikeVATID(mended)
}

// LooksLikeEmail accepts name@host.domain.
func LooksLikeEmail(s string) bool {
	name, host, ok := strings.Cut(s, "@")
	return ok && name != "" && len(host) > 3 && strings.Contains(host[1:], ".") && !strings.ContainsAny(host, "@/ ")
}

// LooksLikePhone accepts 6 to 15 digits with the marks of telephone numbers.
func LooksLikePhone(s string) bool {
	digits := layout.CountDigits(s)
	return IsPhonePart(s) && digits >= 6 && digits <= 15
}

// IsPhonePart accepts digits with the marks of telephone numbers.
func IsPhonePart(s string) bool { return strings.Trim(s, "0123456789+-()/. \u00a0") == "" }

// IsLetter reports whether c is a capital letter.
func IsLetter(c byte) bool { return c >= 'A' && c <= 'Z' }
