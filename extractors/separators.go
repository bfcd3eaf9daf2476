package extractors

import (
	"strings"
	"unicode/utf8"
)

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
