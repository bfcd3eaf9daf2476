package main

import (
	"fmt"
	"math/big"
	"strings"
)

// Every identifier on a sample is invented, but its check digits are right: they are
// computed here and never typed.

// iban returns the IBAN of an invented account (ISO 13616, modulus 97).
func iban(country, bban string) string {
	var digits strings.Builder
	for _, r := range bban + country + "00" {
		if r >= 'A' && r <= 'Z' {
			fmt.Fprintf(&digits, "%d", r-'A'+10)
			continue
		}
		digits.WriteRune(r)
	}
	n, _ := new(big.Int).SetString(digits.String(), 10) // digits only, by construction
	check := 98 - new(big.Int).Mod(n, big.NewInt(97)).Int64()
	return fmt.Sprintf("%s%02d%s", country, check, bban)
}

// grouped prints an IBAN in groups of four, as on paper.
func grouped(s string) string {
	var groups []string
	for ; len(s) > 4; s = s[4:] {
		groups = append(groups, s[:4])
	}
	return strings.Join(append(groups, s), " ")
}

// vatDE returns a German VAT number of eight digits (ISO 7064, MOD 11,10).
func vatDE(digits string) string {
	p := 10
	for _, r := range digits {
		s := (int(r-'0') + p) % 10
		if s == 0 {
			s = 10
		}
		p = 2 * s % 11
	}
	return fmt.Sprintf("DE%s%d", digits, (11-p)%10)
}

// vatIE returns an Irish VAT number of seven digits (weights 8 to 2, modulus 23).
func vatIE(digits string) string {
	sum := 0
	for i, r := range digits {
		sum += int(r-'0') * (8 - i)
	}
	return "IE" + digits + string("WABCDEFGHIJKLMNOPQRSTUV"[sum%23])
}

// siren completes eight digits to a French company number (Luhn).
func siren(digits string) string {
	sum := 0
	for i, r := range digits {
		d := int(r - '0')
		if i%2 == 1 {
			d *= 2
		}
		sum += d/10 + d%10
	}
	return fmt.Sprintf("%s%d", digits, (10-sum%10)%10)
}

// vatFR returns the French VAT number of a company number.
func vatFR(siren string) string {
	n := 0
	for _, r := range siren {
		n = n*10 + int(r-'0')
	}
	return fmt.Sprintf("FR%02d%s", (12+3*(n%97))%97, siren)
}
