package schemas

import (
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/xeipuuv/gojsonschema"
	"golang.org/x/text/currency"
	"golang.org/x/text/language"
)

// formatPrefix keeps our formats apart from those of others in the validator's table, which
// is global to the process.
const formatPrefix = "docpipe:"

// own are the formats with a check of ours, for strings.
var own = map[string]func(string) bool{
	"decimal":   regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`).MatchString,
	"date":      layout(time.DateOnly),
	"date-time": layout(time.RFC3339Nano),
	"country":   country,
	"currency":  currencyCode,
	"language":  languageTag,
	"iban":      iban,
	"bic":       regexp.MustCompile(`^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$`).MatchString,
}

// builtIn are the formats that the validator checks itself.
var builtIn = []string{
	"time", "hostname", "email", "idn-email", "ipv4", "ipv6", "uri", "uri-reference", "iri",
	"iri-reference", "uri-template", "uuid", "regex", "json-pointer", "relative-json-pointer",
}

// register adds our formats to the validator's global table, once in a process and before the
// first schema is compiled.
var register = sync.OnceFunc(func() {
	for name, check := range own {
		gojsonschema.FormatCheckers.Add(formatPrefix+name, format(check))
	}
	for _, name := range builtIn {
		gojsonschema.FormatCheckers.Add(formatPrefix+name, format(func(s string) bool {
			return gojsonschema.FormatCheckers.IsFormat(name, s)
		}))
	}
})

// checked reports whether a format is more than an annotation.
func checked(name string) bool {
	_, ours := own[name]
	return ours || gojsonschema.FormatCheckers.Has(name)
}

// A format checks strings and passes everything else, as JSON Schema wants it.
type format func(string) bool

// IsFormat implements [gojsonschema.FormatChecker].
func (f format) IsFormat(v any) bool {
	s, ok := v.(string)
	return !ok || f(s)
}

func layout(l string) func(string) bool {
	return func(s string) bool { _, err := time.Parse(l, s); return err == nil }
}

// country accepts assigned ISO 3166-1 alpha-2 codes, and XK and XI as tax offices use them.
func country(s string) bool {
	if len(s) != 2 || s != strings.ToUpper(s) {
		return false
	}
	r, err := language.ParseRegion(s)
	return s == "XI" || err == nil && r.IsCountry() && r.String() == s
}

// currencyCode accepts ISO 4217 codes.
func currencyCode(s string) bool {
	if len(s) != 3 || s != strings.ToUpper(s) {
		return false
	}
	_, err := currency.ParseISO(s)
	return err == nil
}

func languageTag(s string) bool {
	_, err := language.Parse(s)
	return err == nil && !strings.Contains(s, "_")
}

var ibanShape = regexp.MustCompile(`^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$`)

// iban accepts ISO 13616 numbers without spaces whose check digits hold (ISO 7064, mod 97-10).
func iban(s string) bool {
	if !ibanShape.MatchString(s) {
		return false
	}
	rest := 0
	for _, c := range s[4:] + s[:4] {
		if c >= 'A' {
			rest = (rest*100 + int(c-'A') + 10) % 97
		} else {
			rest = (rest*10 + int(c-'0')) % 97
		}
	}
	return rest == 1
}
