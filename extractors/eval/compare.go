package eval

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/language"

	"docpipe/extractors"
)

// comparisons say when two printed values are the same.
var comparisons = map[string]func(got, want string) bool{
	"text":    func(got, want string) bool { return extractors.Fold(got) == extractors.Fold(want) },
	"anls":    func(got, want string) bool { return extractors.Fold(got) == extractors.Fold(want) },
	"set":     func(got, want string) bool { return extractors.Fold(got) == extractors.Fold(want) },
	"id":      func(got, want string) bool { return alphanumeric(got) == alphanumeric(want) },
	"money":   func(got, want string) bool { return closer(got, want, cent) },
	"number":  func(got, want string) bool { return closer(got, want, tiny) },
	"date":    func(got, want string) bool { return got == want },
	"lines":   func(got, want string) bool { return unspaced(got) == unspaced(want) },
	"country": func(got, want string) bool { return region(got) == region(want) },
}

// Comparisons are the names that eval.yaml may use:
//
//	text      case, accents, spacing and punctuation do not count
//	anls      the same for right and wrong; the score is the likeness of the texts
//	id        letters and digits, case does not count
//	money     equal to the cent
//	number    equal as numbers
//	date      equal as YYYY-MM-DD
//	set       texts in any order; the score is their F1
//	lines     every line to the character, spaces do not count
//	country   alpha-2, alpha-3 and ICAO codes of one country are equal
func Comparisons() []string { return slices.Sorted(maps.Keys(comparisons)) }

// cent and tiny are how far apart equal amounts and equal numbers may be.
var (
	cent = big.NewRat(1, 200)
	tiny = big.NewRat(1, 1_000_000)
)

// closer reports whether two numbers differ by less than bound.
func closer(got, want string, bound *big.Rat) bool {
	g, ok1 := new(big.Rat).SetString(got)
	w, ok2 := new(big.Rat).SetString(want)
	if !ok1 || !ok2 {
		return false
	}
	return g.Sub(g, w).Abs(g).Cmp(bound) < 0
}

func alphanumeric(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToUpper(r)
		}
		return -1
	}, text)
}

// unspaced keeps line breaks: they part lines.
func unspaced(text string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
}

// icaoOnly are codes of machine-readable zones that are no ISO 3166 codes (ICAO Doc 9303-3,
// section 5).
var icaoOnly = map[string]string{"D": "DE", "GBD": "GB", "GBN": "GB", "GBO": "GB", "GBP": "GB", "GBS": "GB", "RKS": "XK"}

// region brings the code of a country to alpha-2; what is no code stays as it is.
func region(code string) string {
	code = strings.Trim(strings.ToUpper(strings.TrimSpace(code)), "<")
	if two, ok := icaoOnly[code]; ok {
		return two
	}
	if r, err := language.ParseRegion(code); err == nil && !strings.ContainsAny(code, "0123456789") {
		return r.String()
	}
	return code
}

// printed is a value of a result or a truth as text; a list has one line an item.
func printed(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case json.Number:
		return v.String()
	case []any:
		return strings.Join(texts(v), "\n")
	case map[string]any:
		raw, _ := json.Marshal(v) // maps of decoded JSON marshal again
		return string(raw)
	}
	return fmt.Sprint(v)
}

// texts are the items of a list as text; a single value is a list of one.
func texts(v any) []string {
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	var all []string
	for _, item := range list {
		if text := printed(item); text != "" {
			all = append(all, text)
		}
	}
	return all
}
