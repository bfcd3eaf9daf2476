package extractors

import (
	"strings"
	"unicode"
)

// Ticks is an exact number in ten-thousandths, small enough to add and compare quickly.
type Ticks int64

// TicksPerOne is how many ticks make one.
const TicksPerOne = 10000

// An Amount is one way to read a printed number.
type Amount struct {
	Text  string // plain decimal with the printed scale, such as "-1234.50"
	Ticks Ticks
	Scale int // printed digits after the decimal sign
}

// ReadAmount reads a printed number such as "1.234,56 €", "(12.00)", "RM96.20" or "19 %" and
// returns every way to read it, the likelier first. decimal is the sign that the document is
// known to use before decimals, '.' or ',', and 0 while nobody knows. Nothing is returned for
// text that holds anything besides one number, its sign, a currency or a percent sign.
func ReadAmount(text string, decimal byte) []Amount {
	digits, negative, ok := trimAmount(text)
	if !ok {
		return nil
	}
	var all []Amount
	for _, plain := range readSeparators(digits, decimal) {
		if a, ok := newAmount(plain, negative); ok {
			all = append(all, a)
		}
	}
	return all
}

// trimAmount takes sign, currency and percent sign off.
func trimAmount(text string) (digits string, negative, ok bool) {
	s := strings.TrimFunc(text, unicode.IsSpace)
	if strings.HasPrefix(s, "(") && strings.HasSuffix(s, ")") {
		s, negative = s[1:len(s)-1], true
	}
	s = strings.TrimRight(strings.TrimLeft(s, ":=*~"), ":;,.*")
	for range 4 {
		before := s
		s = trimCurrency(strings.TrimSpace(s))
		if rest, cut := cutSign(s); cut {
			s, negative = rest, true
		}
		s = cutPlus(s)
		s = strings.TrimSuffix(s, "%")
		if s == before {
			break
		}
	}
	if s == "" || !isDigit(s[len(s)-1]) && s[len(s)-1] != '-' {
		return "", false, false
	}
	return s, negative, true
}

func cutSign(s string) (string, bool) {
	for _, sign := range []string{"-", "−", "–"} {
		if rest, ok := strings.CutPrefix(s, sign); ok {
			return rest, true
		}
		if rest, ok := strings.CutSuffix(s, sign); ok && rest != "" && isDigit(rest[len(rest)-1]) {
			return rest, true
		}
	}
	return s, false
}

// cutPlus takes a plus off: before a number, and as banks print what comes in, behind its decimals.
// Behind a whole number it means "and more".
func cutPlus(s string) string {
	if n := len(s) - len("00+"); n > 0 && s[n] >= '0' && (s[n-1] == ',' || s[n-1] == '.') {
		s = strings.TrimSuffix(s, "+")
	}
	return strings.TrimPrefix(s, "+")
}

// trimCurrency takes one currency off either end.
func trimCurrency(s string) string {
	i := strings.IndexFunc(s, func(r rune) bool { return r >= '0' && r <= '9' || r == '-' || r == '(' || r == '.' })
	if i > 0 && Currency(s[:i]) != "" {
		return strings.TrimSpace(s[i:])
	}
	j := strings.LastIndexFunc(s, func(r rune) bool { return r >= '0' && r <= '9' || r == '-' })
	if j >= 0 && j+1 < len(s) && Currency(s[j+1:]) != "" {
		return strings.TrimSpace(s[:j+1])
	}
	return s
}
