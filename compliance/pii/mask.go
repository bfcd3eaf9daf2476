package pii

import (
	"slices"
	"strings"
)

const (
	hidden   = "•"
	shown    = 4 // characters of a masked number that stay, at its end
	issuer   = 6 // digits of a card number that stay, at its beginning
	leastPAN = 13
)

// Masked hides a value as its class asks. Of a card number the issuer's digits and the last
// four stay, the most that PCI DSS 4.0.1 lets be displayed (requirement 3.4.1); of other
// numbers the last four, when there are more than twice as many; of everything else nothing.
func Masked(c Class, value string) string {
	r := []rune(value)
	switch c {
	case PAN:
		if d := digits(value); len(d) >= leastPAN {
			return d[:issuer] + strings.Repeat(hidden, len(d)-issuer-shown) + d[len(d)-shown:]
		}
	case Account, IDNumber, TaxID:
		if len(r) > 2*shown {
			return strings.Repeat(hidden, len(r)-shown) + string(r[len(r)-shown:])
		}
	}
	return strings.Repeat(hidden, len(r))
}

// Text returns text with all that f finds in it masked, also what is not sure; of classes
// alone, if any are given.
func (f *Finder) Text(text string, classes ...Class) string {
	var b strings.Builder
	at := 0
	for _, s := range f.Find(text) {
		if len(classes) > 0 && !slices.Contains(classes, s.Class) {
			continue
		}
		b.WriteString(text[at:s.Start])
		b.WriteString(Masked(s.Class, text[s.Start:s.End]))
		at = s.End
	}
	if at == 0 {
		return text
	}
	return b.String() + text[at:]
}
