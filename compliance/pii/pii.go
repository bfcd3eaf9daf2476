// Package pii finds personal data and card data in text and on pages, and masks it.
//
// A [Finder] knows each kind of number by its shape, its check digits and the words around it:
// a card number by Luhn and the ranges of its issuers, an account by ISO 13616, a telephone
// number by the numbering plan of its country, a date of birth by the words beside it. What
// passes its check is Sure. What has the right label but a wrong check digit is found too, and
// not Sure: a reader of a scan may have misread it. Who paints over covers both, who accuses
// uses only the first.
//
// Names and addresses have no shape. They come from the fields of a result, whose schema names
// their class (x-docpipe.pii); see [Finder.Fields].
//
// Masking is for what leaves the house: [Masked] hides a value as its class asks, [Finder.Text]
// all that it finds in a text, [Finding] what a finding says.
package pii

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"docpipe/pipeline"
)

// A Class is what somebody may want to be hidden. Schemas use the same words.
type Class string

// The classes.
const (
	PAN       Class = "pan"       // full card numbers
	Card      Class = "card"      // card verification codes, expiry dates, last digits
	Account   Class = "account"   // bank accounts
	Contact   Class = "contact"   // e-mail, telephone, postal address
	Person    Class = "person"    // names, date and place of birth
	IDNumber  Class = "id_number" // passports, identity cards, social security, health care, devices
	TaxID     Class = "tax_id"    // tax and VAT numbers
	Online    Class = "online"    // IP and MAC addresses, links
	Signature Class = "signature" // handwritten
)

// Classes lists every class, worst first.
var Classes = []Class{PAN, Card, Account, IDNumber, TaxID, Person, Contact, Online, Signature}

// ParseClasses reads names of classes; none stands for all. It wraps pipeline.ErrInvalid for a
// name that is not known.
func ParseClasses(names []string) ([]Class, error) {
	if len(names) == 0 {
		return Classes, nil
	}
	var classes []Class
	for _, n := range names {
		c := Class(strings.TrimSpace(n))
		if !slices.Contains(Classes, c) {
			return nil, fmt.Errorf("class %.40q is not known, write some of %s: %w", n, Names(), pipeline.ErrInvalid)
		}
		classes = append(classes, c)
	}
	return classes, nil
}

// Names returns the names of all classes as a list for people.
func Names() string {
	names := make([]string, len(Classes))
	for i, c := range Classes {
		names[i] = string(c)
	}
	return strings.Join(names, ", ")
}

// A Span is personal data in a text.
type Span struct {
	Class      Class
	Kind       string // iban, email, us.ssn, …: finer than the class; the list is open
	Start, End int    // bytes of the text
	Sure       bool   // its check digits hold, or its shape and the words around leave no doubt
}

// A Finder finds. It is safe for concurrent use.
type Finder struct {
	rules []rule
}

// New returns a Finder. Telephone numbers without a country code are tried in the numbering
// plans of regions, ISO 3166-1 alpha-2; none stands for those of [Regions].
func New(regions ...string) *Finder {
	if len(regions) == 0 {
		regions = Regions
	}
	return &Finder{rules: slices.Concat(cardRules(), accountRules(), numberRules(), phoneRules(regions), onlineRules(), birthRules())}
}

// Find returns what is in text, in its order. Spans do not overlap: of two the sure one
// counts, then the longer.
func (f *Finder) Find(text string) []Span { return f.find(text, before(text)) }

func (f *Finder) find(text string, near near) []Span {
	var found []Span
	for _, r := range f.rules {
		found = append(found, r.find(text, near)...)
	}
	return apart(found)
}

// apart drops of overlapping spans the worse.
func apart(spans []Span) []Span {
	slices.SortStableFunc(spans, func(a, b Span) int {
		if a.Sure != b.Sure {
			if a.Sure {
				return -1
			}
			return 1
		}
		return cmp.Compare(b.End-b.Start, a.End-a.Start)
	})
	var kept []Span
	for _, s := range spans {
		if !slices.ContainsFunc(kept, func(k Span) bool { return s.Start < k.End && k.Start < s.End }) {
			kept = append(kept, s)
		}
	}
	slices.SortFunc(kept, func(a, b Span) int { return cmp.Compare(a.Start, b.Start) })
	return kept
}
