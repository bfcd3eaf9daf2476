package pii

import (
	"regexp"

	"github.com/nyaruka/phonenumbers"
)

// Regions are the numbering plans that numbers without a country code are tried in.
var Regions = []string{"DE", "FR", "GB", "US", "AT", "CH", "IT", "ES", "NL", "BE", "PL", "IE", "PT"}

var (
	abroadShape = regexp.MustCompile(`(\+ ?\d{1,3}(?:[ ().\x{00a0}/–-]{0,3}\d){6,13})`)
	homeShape   = regexp.MustCompile(`\(?\d{2,5}\)?(?:[ ().\x{00a0}/–-]{0,3}\d){4,11}`)
	phoneWords  = words(`tel`, `phone`, `mobil`, `cell`, `fax`, `fon\b`, `handy`, `hotline`, `ph\.?:`, `portable`, `móvil`, `cellulare`, `komórk`, `call us`)
)

// phoneRules find telephone numbers: with a country code anywhere, without one beside a word
// that says so.
func phoneRules(regions []string) []rule {
	home := func(value string) bool {
		for _, region := range regions {
			if dials(value, region) {
				return true
			}
		}
		return false
	}
	abroad := func(value string) bool { return dials(value, "ZZ") }
	return []rule{
		{class: Contact, kind: "phone", shape: abroadShape, digits: 7, check: abroad, labels: phoneWords},
		{class: Contact, kind: "phone", shape: homeShape, digits: 6, check: home, words: phoneWords},
	}
}

// dials reports whether value is a number that the plan of region has; "ZZ" is no region, for
// numbers that carry their country.
func dials(value, region string) bool {
	n, err := phonenumbers.Parse(value, region)
	return err == nil && phonenumbers.IsValidNumber(n)
}
