package extractors

import (
	"strings"
	"unicode"
	"unicode/utf8"
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
		s = strings.TrimPrefix(s, "+")
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

// readSeparators finds out which sign groups thousands and which begins the decimals, and
// returns the plain decimals this can mean.
func readSeparators(s string, decimal byte) []string {
	if !plausibleDigits(s) {
		return nil
	}
	s = dropGroupMarks(s)
	dots, commas := strings.Count(s, "."), strings.Count(s, ",")
	switch {
	case dots == 0 && commas == 0:
		return []string{s}
	case dots > 0 && commas > 0:
		return readBoth(s, dots, commas)
	case dots+commas > 1:
		return grouped(s)
	}
	return readSingle(s, decimal)
}

// plausibleDigits demands that s is digits and separators, beginning with a digit or with a
// decimal sign before digits.
func plausibleDigits(s string) bool {
	if len(s) > 24 {
		return false
	}
	digits := 0
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r >= '0' && r <= '9':
			digits++
		case r == '.' || r == ',' || r == '\'' || r == '’' || r == ' ' || r == '\u00a0' || r == '\u202f':
			if i == 0 && r != '.' && r != ',' {
				return false
			}
		default:
			return false
		}
		i += n
	}
	return digits > 0 && digits <= 15
}

// dropGroupMarks removes the marks that never begin decimals.
func dropGroupMarks(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '\'', '’', ' ', '\u00a0', '\u202f':
			return -1
		}
		return r
	}, s)
}

// readBoth reads a number with both signs: the last one begins the decimals.
func readBoth(s string, dots, commas int) []string {
	last, group := byte('.'), ","
	if strings.LastIndexByte(s, ',') > strings.LastIndexByte(s, '.') {
		last, group = ',', "."
	}
	if last == '.' && dots > 1 || last == ',' && commas > 1 {
		return nil
	}
	whole, part, _ := strings.Cut(s, string(last))
	if !goodGroups(whole, group) {
		return nil
	}
	return []string{strings.ReplaceAll(whole, group, "") + "." + part}
}

// grouped reads a number with one sign that occurs several times.
func grouped(s string) []string {
	group := "."
	if strings.Contains(s, ",") {
		group = ","
	}
	if !goodGroups(s, group) {
		return nil
	}
	return []string{strings.ReplaceAll(s, group, "")}
}

// readSingle reads a number with one sign: decimals, unless exactly three digits follow it,
// which reads two ways.
func readSingle(s string, decimal byte) []string {
	i := strings.IndexAny(s, ".,")
	sign, whole, part := s[i], s[:i], s[i+1:]
	asDecimals := whole + "." + part
	if whole == "" {
		asDecimals = "0" + asDecimals
	}
	if len(part) != 3 || len(whole) == 0 || len(whole) > 3 || whole[0] == '0' {
		return []string{asDecimals}
	}
	if sign == decimal {
		return []string{asDecimals, whole + part}
	}
	return []string{whole + part, asDecimals}
}

// goodGroups accepts thousands in threes, and in twos before the last three as in India.
func goodGroups(s, group string) bool {
	parts := strings.Split(s, group)
	for i, p := range parts {
		switch {
		case i == 0 && (len(p) == 0 || len(p) > 3):
			return false
		case i == len(parts)-1 && i > 0 && len(p) != 3:
			return false
		case i > 0 && len(p) != 3 && len(p) != 2:
			return false
		}
	}
	return true
}

// newAmount makes an Amount of a plain unsigned decimal.
func newAmount(plain string, negative bool) (Amount, bool) {
	whole, part, _ := strings.Cut(plain, ".")
	if len(whole) > 13 || len(part) > 8 {
		return Amount{}, false
	}
	trimmed := strings.TrimLeft(whole, "0")
	if trimmed == "" {
		trimmed = "0"
	}
	a := Amount{Text: trimmed, Scale: len(part)}
	if part != "" {
		a.Text += "." + part
	}
	for i := range len(trimmed) {
		a.Ticks = a.Ticks*10 + Ticks(trimmed[i]-'0')
	}
	for i := range 4 {
		a.Ticks *= 10
		if i < len(part) {
			a.Ticks += Ticks(part[i] - '0')
		}
	}
	if negative && a.Ticks != 0 {
		a.Text, a.Ticks = "-"+a.Text, -a.Ticks
	}
	return a, true
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }
