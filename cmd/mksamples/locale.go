package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// A Locale is how a language prints numbers and dates.
type Locale struct {
	Lang           string
	group, point   string
	date, currency string // layout of dates; where the currency's sign goes
}

var (
	english = Locale{Lang: "en", group: ",", point: ".", date: "2 January 2006", currency: "€%s"}
	german  = Locale{Lang: "de", group: ".", point: ",", date: "02.01.2006", currency: "%s €"}
	french  = Locale{Lang: "fr", group: "\u00a0", point: ",", date: "02/01/2006", currency: "%s €"}
)

// Number prints a canonical decimal the local way.
func (l Locale) Number(canonical string) string {
	sign, digits := "", canonical
	if strings.HasPrefix(digits, "-") {
		sign, digits = "-", digits[1:]
	}
	whole, fraction, cut := strings.Cut(digits, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + l.group + whole[i:]
	}
	if cut {
		whole += l.point + fraction
	}
	return sign + whole
}

// Money prints an amount with the currency's sign.
func (l Locale) Money(canonical string) string { return fmt.Sprintf(l.currency, l.Number(canonical)) }

// Date prints an ISO date the local way.
func (l Locale) Date(iso string) string {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return ""
	}
	return t.Format(l.date)
}

// dec reads a canonical decimal that stands in this program's own source.
func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// cents prints an amount with two decimals.
func cents(d decimal.Decimal) string { return d.StringFixed(2) }
