package extractors

import (
	"encoding/json"
	"math"
	"slices"
	"strings"

	"docpipe/schemas"
)

// Convert brings v, as a reader claims it, to the type that the schema wants of n: a number
// for a number, a string for a string, a member of the enumeration. It reports false when v
// has no such form. A number keeps its printed scale.
func Convert(n *schemas.Node, v any) (any, bool) {
	if f, ok := v.(float64); ok {
		b, err := json.Marshal(f)
		if err != nil {
			return nil, false
		}
		v = json.Number(b)
	}
	if len(n.Enum) > 0 {
		return member(n.Enum, v)
	}
	switch v := v.(type) {
	case bool:
		return v, wants(n, "boolean")
	case json.Number:
		return convertNumber(n, string(v))
	case string:
		return convertText(n, v)
	}
	return nil, false
}

// member finds v among the values of an enumeration; case, spacing and punctuation do not count.
func member(enum []any, v any) (any, bool) {
	for _, m := range enum {
		if m == v {
			return m, true
		}
	}
	folded := Fold(printed(v))
	for _, m := range enum {
		if m != nil && folded != "" && Fold(printed(m)) == folded {
			return m, true
		}
	}
	return nil, false
}

func convertNumber(n *schemas.Node, plain string) (any, bool) {
	switch {
	case wants(n, "number"):
		return json.Number(plain), true
	case wants(n, "integer"):
		whole, part, _ := strings.Cut(plain, ".")
		return json.Number(whole), strings.Trim(part, "0") == ""
	case wants(n, "string"):
		return plain, true
	}
	return nil, false
}

func convertText(n *schemas.Node, s string) (any, bool) {
	s = strings.TrimSpace(s)
	if s == "" {
		return nil, false
	}
	if wants(n, "string") {
		return ungrouped(n, s), true
	}
	if wants(n, "boolean") && (s == "true" || s == "false") {
		return s == "true", true
	}
	if isPlainDecimal(s) {
		return convertNumber(n, s)
	}
	return nil, false
}

// ungrouped takes the spaces out of codes that print sets in groups.
func ungrouped(n *schemas.Node, s string) string {
	if n.Format == "iban" || n.Format == "bic" || strings.EqualFold(n.Name, "iban") {
		return strings.ToUpper(strings.Join(strings.Fields(s), ""))
	}
	return s
}

// wants reports whether n accepts values of this JSON type; without types it accepts all.
func wants(n *schemas.Node, kind string) bool {
	return len(n.Types) == 0 || slices.Contains(n.Types, kind)
}

// isPlainDecimal accepts what JSON writes as a number without an exponent.
func isPlainDecimal(s string) bool {
	whole, part, dot := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	digits := func(s string) bool {
		return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
	}
	return digits(whole) && (whole == "0" || whole[0] != '0') && (!dot || digits(part))
}

// printed is the text of a value.
func printed(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return string(v)
	case bool:
		if v {
			return "true"
		}
		return "false"
	}
	return ""
}

// same reports whether two converted values say the same of n.
func same(a, b any) bool {
	if a == b {
		return true
	}
	x, y := printed(a), printed(b)
	if isPlainDecimal(x) && isPlainDecimal(y) {
		p, q := ReadAmount(x, '.'), ReadAmount(y, '.')
		return len(p) > 0 && len(q) > 0 && p[0].Ticks == q[0].Ticks
	}
	return Fold(x) == Fold(y) && Fold(x) != ""
}

// rounded is a confidence as results state it: three decimals, nil for none.
func rounded(confidence float64) *float64 {
	if confidence <= 0 || math.IsNaN(confidence) {
		return nil
	}
	r := math.Round(min(confidence, 1)*1000) / 1000
	return &r
}
