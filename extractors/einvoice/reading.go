package einvoice

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// A reading brings a text of the XML to the notation of the schemas. It returns "" for a text
// that says something else than the field asks for, and an error for one that says it wrongly.
type reading func(m match) (string, error)

// A folding makes one value of several readings.
type folding func(values []string) string

// asText makes one line of a text.
func asText(m match) (string, error) { return strings.Join(strings.Fields(m.text), " "), nil }

// asLines keeps the lines of a text.
func asLines(m match) (string, error) {
	var kept []string
	for line := range strings.Lines(m.text) {
		kept = append(kept, strings.Join(strings.Fields(line), " "))
	}
	return strings.Join(kept, "\n"), nil
}

// asCode reads codes and VAT numbers: without spaces, in capitals.
func asCode(m match) (string, error) { return compact(m.text), nil }

func compact(s string) string { return strings.ToUpper(strings.Join(strings.Fields(s), "")) }

var errDecimal = errors.New("not a decimal")

// asDecimal reads xs:decimal and keeps the scale: "+07.50" is "7.50", ".5" is "0.5".
func asDecimal(m match) (string, error) {
	s, negative := strings.CutPrefix(m.text, "-")
	if !negative {
		s = strings.TrimPrefix(s, "+")
	}
	whole, part, _ := strings.Cut(s, ".")
	if whole+part == "" || strings.Trim(whole+part, "0123456789") != "" {
		return "", fmt.Errorf("%q: %w", m.text, errDecimal)
	}
	whole = strings.TrimLeft(whole, "0")
	negative = negative && whole+strings.Trim(part, "0") != ""
	if whole == "" {
		whole = "0"
	}
	if part != "" {
		whole += "." + part
	}
	if negative {
		whole = "-" + whole
	}
	return whole, nil
}

// sum adds amounts; the scale is the finest of them.
func sum(values []string) string {
	total, scale := decimal.Zero, int32(0)
	for _, v := range values {
		d, err := decimal.NewFromString(v)
		if err != nil {
			return ""
		}
		total, scale = total.Add(d), max(scale, -d.Exponent())
	}
	return total.StringFixed(scale)
}

// lines puts texts below each other.
func lines(values []string) string { return strings.Join(values, "\n") }

var errDate = errors.New("not a date of one day")

// asDate reads the day of xs:date and xs:dateTime, and of UNTDID 2379: 102 (YYYYMMDD), also
// with hours and minutes (203) and seconds (204). A time zone does not move the day.
func asDate(m match) (string, error) {
	day, layout := m.text, "20060102"
	switch format := m.in.attrs["format"]; {
	case strings.Contains(day, "-") && len(day) >= len(time.DateOnly):
		day, layout = day[:len(time.DateOnly)], time.DateOnly
	case format == "203" && len(day) == 12, format == "204" && len(day) == 14:
		day = day[:8]
	}
	t, err := time.Parse(layout, day)
	if err != nil {
		return "", fmt.Errorf("%q: %w", m.text, errDate)
	}
	return t.Format(time.DateOnly), nil
}

// asIBAN passes over accounts that are numbered otherwise, such as a Swedish Bankgiro.
func asIBAN(m match) (string, error) {
	s := compact(m.text)
	if len(s) < 5 || !letters(s[:2]) || strings.Trim(s[2:4], "0123456789") != "" {
		return "", nil
	}
	return s, nil
}

// asBIC passes over branches that are named otherwise, such as SE:BANKGIRO.
func asBIC(m match) (string, error) {
	s := compact(m.text)
	if len(s) < 6 || !letters(s[:6]) {
		return "", nil
	}
	return s, nil
}

func letters(s string) bool { return strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" }

// means names the codes of UNTDID 4461 that invoices use.
var means = map[string]string{
	"1": "not defined", "10": "cash", "20": "cheque", "30": "credit transfer", "31": "debit transfer",
	"42": "payment to bank account", "48": "bank card", "49": "direct debit", "54": "credit card",
	"55": "debit card", "57": "standing agreement", "58": "SEPA credit transfer", "59": "SEPA direct debit",
	"68": "online payment service", "97": "clearing between partners", "ZZZ": "mutually agreed",
}

// asMeans puts a code into words, as the schema wants them; words stay.
func asMeans(m match) (string, error) {
	if name, ok := means[strings.ToUpper(m.text)]; ok {
		return name, nil
	}
	return asText(m)
}
