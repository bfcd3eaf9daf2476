package barcode

import (
	"math/big"
	"regexp"
	"strings"
)

var (
	ibanForm   = regexp.MustCompile(`^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$`)
	bicForm    = regexp.MustCompile(`^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$`)
	rfForm     = regexp.MustCompile(`^RF\d{2}[A-Z0-9]{1,21}$`)
	digitsForm = regexp.MustCompile(`^\d+$`)
)

// mod97 reports whether an IBAN or a creditor reference satisfies ISO 7064 as ISO 13616 and
// ISO 11649 use it: the first four characters go to the end, letters become 10 to 35.
func mod97(text string) bool {
	var digits strings.Builder
	for _, c := range text[4:] + text[:4] {
		if c >= 'A' {
			digits.WriteString(big.NewInt(int64(c-'A') + 10).String())
		} else {
			digits.WriteRune(c)
		}
	}
	n, ok := new(big.Int).SetString(digits.String(), 10)
	return ok && new(big.Int).Mod(n, big.NewInt(97)).Int64() == 1
}

func validIBAN(text string) bool { return ibanForm.MatchString(text) && mod97(text) }

func validRF(text string) bool { return rfForm.MatchString(text) && mod97(text) }

// recursive10 reports whether the last digit is the check digit that Swiss references have
// (Swiss Payment Standards, QR-bill, annex B).
func recursive10(digits string) bool {
	table, carry := [10]int{0, 9, 4, 6, 8, 2, 7, 1, 3, 5}, 0
	for _, c := range digits[:len(digits)-1] {
		carry = table[(carry+int(c-'0'))%10]
	}
	return byte('0'+(10-carry)%10) == digits[len(digits)-1]
}

// tradeDigit reports whether the last digit is the check digit of GS1 keys: weights 3 and 1 from
// the right (GS1 General Specifications, 7.9.1).
func tradeDigit(digits string) bool {
	if !digitsForm.MatchString(digits) || len(digits) < 2 {
		return false
	}
	sum, weight := 0, 3
	for i := len(digits) - 2; i >= 0; i-- {
		sum, weight = sum+weight*int(digits[i]-'0'), 4-weight
	}
	return byte('0'+(10-sum%10)%10) == digits[len(digits)-1]
}
