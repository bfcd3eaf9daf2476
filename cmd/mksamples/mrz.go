package main

import (
	"fmt"
	"strings"
)

// An MRZ is the machine readable zone of a passport, two lines of 44 (ICAO 9303, part 4).
type MRZ struct {
	State, Surname, Given, Number, Nationality, Birth, Sex, Expiry, Personal string // dates YYMMDD
}

// Lines returns the zone with its check digits.
func (m MRZ) Lines() []string {
	first := filled("P<"+m.State+mrzName(m.Surname)+"<<"+mrzName(m.Given), 44)
	number, personal := filled(m.Number, 9), filled(m.Personal, 14)
	second := number + check731(number) + m.Nationality + m.Birth + check731(m.Birth) + m.Sex +
		m.Expiry + check731(m.Expiry) + personal + check731(personal)
	return []string{first, second + check731(second[:10]+second[13:20]+second[21:43])}
}

// check731 is the check digit of ICAO 9303 part 3: weights 7, 3, 1, letters from 10, < is 0.
func check731(s string) string {
	sum := 0
	for i, r := range s {
		v := 0
		switch {
		case r >= '0' && r <= '9':
			v = int(r - '0')
		case r >= 'A' && r <= 'Z':
			v = int(r-'A') + 10
		}
		sum += v * []int{7, 3, 1}[i%3]
	}
	return fmt.Sprint(sum % 10)
}

func mrzName(s string) string {
	return strings.NewReplacer(" ", "<", "-", "<", "É", "E", "Ö", "OE").Replace(strings.ToUpper(s))
}

func filled(s string, n int) string { return s + strings.Repeat("<", n-len(s)) }
