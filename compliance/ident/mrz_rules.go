package ident

import (
	"fmt"
	"strings"
)

// filler fills what a field leaves free.
const filler = "<"

func (z zone) alphabet(c string) string {
	for i := range len(c) {
		if !isDigit(c[i]) && !isLetter(c[i]) && c[i] != filler[0] {
			return fmt.Sprintf("character %d is %q, want a letter, a digit or <", i+1, firstRune(c[i:]))
		}
	}
	return ""
}

func (z zone) size(c string) string {
	if len(c) != z.lines*z.length {
		return fmt.Sprintf("has %d characters, want %d lines of %d", len(c), z.lines, z.length)
	}
	return ""
}

func (z zone) kind(c string) string {
	if !strings.Contains(z.letters, c[:1]) {
		return "begins with " + c[:1] + ", want one of " + z.letters
	}
	return ""
}

// holder checks who gave the document out, and whose it is.
func (z zone) holder(c string) string {
	for _, at := range []span{{2, 5}, z.nationality} {
		if code := strings.TrimRight(at.in(c), filler); !listed(alpha3, code) && !listed(icaoStates, code) {
			return fmt.Sprintf("%q is no state of ICAO Doc 9303", code)
		}
	}
	if !strings.Contains("MF<", c[z.sex:z.sex+1]) {
		return c[z.sex:z.sex+1] + " stands for no sex, want M, F or <"
	}
	names := z.names.in(c)
	if names[0] == filler[0] || strings.ContainsAny(names, "0123456789") {
		return "the names begin with < or have digits"
	}
	return ""
}

// digits checks each field that has a check digit of its own.
func (z zone) digits(c string) string {
	number, check := z.longNumber(c)
	if problem := field(z.number.what, number, check); problem != "" {
		return problem
	}
	for _, f := range []checked{z.birth, z.expiry, z.personal} {
		if f.what == "" {
			continue
		}
		if problem := field(f.what, f.in(c), c[f.to:f.to+1]); problem != "" {
			return problem
		}
	}
	return ""
}

// longNumber returns the document number and its check digit. A filler in the digit's place
// says that the number goes on in the optional data, up to the check digit before a filler.
func (z zone) longNumber(c string) (number, check string) {
	number, check = z.number.in(c), c[z.number.to:z.number.to+1]
	if check != filler || z.more == (span{}) || strings.HasSuffix(number, filler) {
		return number, check
	}
	rest, _, _ := strings.Cut(z.more.in(c), filler)
	if len(rest) < 2 {
		return number, check
	}
	return number + rest[:len(rest)-1], rest[len(rest)-1:]
}

// field checks one check digit; a field of fillers only may have a filler for it.
func field(what, text, check string) string {
	want := string(rune('0' + sevenThreeOne(text)))
	if check == want || check == filler && strings.Trim(text, filler) == "" {
		return ""
	}
	return fmt.Sprintf("check digit of the %s is %s, it gives %s", what, check, want)
}

// sevenThreeOne weighs digits as themselves, letters from 10 and fillers as 0.
func sevenThreeOne(text string) int {
	sum := 0
	for i := range len(text) {
		if text[i] != filler[0] {
			sum += worth(text[i]) * [3]int{7, 3, 1}[i%3]
		}
	}
	return sum % 10
}

// dates checks that there are such days. Of a birth, day and month may be unknown.
func (z zone) dates(c string) string {
	birth := z.birth.in(c)
	for i := 0; i < len(birth); i += 2 {
		if part := birth[i : i+2]; part != "<<" && !allDigits(part) {
			return "date of birth is " + birth + ", want digits"
		}
	}
	if problem := yearMonthDay(strings.NewReplacer("<<", "01").Replace(birth)); problem != "" {
		return "date of birth " + problem
	}
	expiry := z.expiry.in(c)
	if !allDigits(expiry) {
		return "date of expiry is " + expiry + ", want digits"
	}
	if problem := yearMonthDay(expiry); problem != "" {
		return "date of expiry " + problem
	}
	return ""
}

// yearMonthDay has two digits of the year, of which 2000 has every day that 1900 has.
func yearMonthDay(d string) string { return day(2000+number(d[:2]), number(d[2:4]), number(d[4:])) }

// whole checks the last check digit, which covers most of the others.
func (z zone) whole(c string) string {
	if z.composite == nil {
		return ""
	}
	var all strings.Builder
	for _, s := range z.composite {
		all.WriteString(s.in(c))
	}
	return field("zone as a whole", all.String(), c[z.last:z.last+1])
}
