package mrz

import (
	"strings"
	"time"
)

// What a field says: its value, or why it says none.
type value struct {
	text any // nil for none
	why  string
}

// dateOf reads YYMMDD in the latest century in which the day is not after limit. A date whose
// month or day is not known has fillers there and no value.
func dateOf(text string, limit time.Time) value {
	if strings.ContainsRune(text, filler) {
		return value{why: "the zone leaves part of the date open"}
	}
	for century := limit.Year() / 100; century >= limit.Year()/100-1; century-- {
		day, err := time.Parse("20060102", twoDigits(century)+text)
		if err == nil && !day.After(limit) {
			return value{text: day.Format(time.DateOnly)}
		}
	}
	return value{why: "it is no date: " + text}
}

func twoDigits(n int) string { return string([]byte{byte('0' + n/10%10), byte('0' + n%10)}) }

// expiryYears is how far ahead a document may expire.
const expiryYears = 50

func (z *zone) expiry(day time.Time) value {
	return dateOf(z.at(z.layout.expiry), day.AddDate(expiryYears, 0, 0))
}

// birth is not after the day of reading, nor after the document's expiry.
func (z *zone) birth(day time.Time) value {
	if !z.layout.expiry.empty() {
		if text, ok := z.expiry(day).text.(string); ok {
			if end, err := time.Parse(time.DateOnly, text); err == nil && end.Before(day) {
				day = end
			}
		}
	}
	return dateOf(z.at(z.layout.birth), day)
}

func (z *zone) sex() value {
	switch c := z.at(z.layout.sex); c {
	case "M", "F":
		return value{text: c}
	case "<", "X":
		return value{text: "X"}
	default:
		return value{why: "the sex is M, F or a filler, not " + c}
	}
}

// names splits the field of names into surname and given names.
func (z *zone) names() (surname, given string) {
	first, second, _ := strings.Cut(z.at(z.layout.names), "<<")
	if !z.layout.given.empty() {
		second = z.at(z.layout.given)
	}
	return spaced(first), spaced(second)
}

// spaced turns fillers between names into spaces.
func spaced(names string) string {
	return strings.Join(strings.FieldsFunc(names, func(r rune) bool { return r == filler }), " ")
}

// filled is the part of the field of names that names fill.
func (z *zone) filled() span {
	s := z.layout.names
	s.to = s.from + len(strings.TrimRight(z.at(s), "<"))
	return s
}

// cut reports whether the names fill their field: then some may be missing.
func (z *zone) cut() bool { return !strings.HasSuffix(z.at(z.layout.names), "<") }

// kind is the kind of document as the shipped schema names it. Only passports and visas have
// codes of their own everywhere; what the others mean is up to the issuer.
func (z *zone) kind() (kind string, confidence float64) {
	switch code := strings.TrimRight(z.at(z.layout.code), "<"); {
	case code == "PR" || code == "PT" || code == "PU":
		return "travel_document", 0.8
	case code[0] == 'P':
		return "passport", 0.98
	case code[0] == 'V':
		return "visa", 0.98
	case code == "IR" || code == "AR" || code == "CR" || code == "C1" || code == "C2":
		return "residence_permit", 0.9
	case code == "AC":
		return "other", 0.8
	case code[0] == 'I':
		return "id_card", 0.95
	}
	return "id_card", 0.6
}
