package raster

// powers are those of ten by which a short decimal is divided without loss.
var powers = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15}

// parseShort reads a decimal of at most 15 digits without exponent, which is how MuPDF writes
// nearly all of the thousands of numbers of a page, and false for anything else. Digits and
// power of ten are exact in a float64, so the quotient is what strconv.ParseFloat returns.
func parseShort(s string) (v float64, ok bool) {
	digits, negative := s, false
	if digits != "" && digits[0] == '-' {
		digits, negative = digits[1:], true
	}
	if len(digits) == 0 || len(digits) > 15 {
		return 0, false
	}
	n, point := 0, len(digits)
	for i := range len(digits) {
		switch c := digits[i]; {
		case c >= '0' && c <= '9':
			n = 10*n + int(c-'0')
		case c == '.' && point == len(digits) && len(digits) > 1:
			point = i
		default:
			return 0, false
		}
	}
	v = float64(n) / powers[len(digits)-min(point+1, len(digits))]
	if negative {
		v = -v
	}
	return v, true
}
