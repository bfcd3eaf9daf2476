package schemas

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Limits of numbers. The validator computes with exact fractions: 1e10000000 is ten bytes
// that cost it gigabytes.
const (
	MaxDigits   = 40
	MaxExponent = 308
)

// number is the grammar of RFC 8259.
var number = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$`)

// Number returns an error when n is no JSON number, has more than [MaxDigits] digits before
// its exponent, or an exponent beyond ±[MaxExponent].
func Number(n json.Number) error {
	text := string(n)
	if !number.MatchString(text) {
		return fmt.Errorf("%.20q is not a number", text)
	}
	mantissa, exponent, scaled := strings.Cut(strings.ToLower(text), "e")
	if digits := len(strings.Trim(mantissa, "-")) - strings.Count(mantissa, "."); digits > MaxDigits {
		return fmt.Errorf("a number of %d digits, the limit is %d: give it as a string", digits, MaxDigits)
	}
	if !scaled {
		return nil
	}
	if e, err := strconv.Atoi(exponent); err != nil || e > MaxExponent || e < -MaxExponent {
		return fmt.Errorf("a number with the exponent %.20s, the limit is %d: give it as a string", exponent, MaxExponent)
	}
	return nil
}
