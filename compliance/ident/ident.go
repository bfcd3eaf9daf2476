// Package ident checks numbers that carry their own proof: account numbers, tax ids, company
// and personal numbers, product and container codes, machine-readable zones.
//
//	a, err := ident.Check("iban", "DE89 3704 0044 0532 0130 00")
//	// a.Valid, a.Compact "DE89370400440532013000", a.Reason ""
//
// A valid number has the form, the check digits and the registered parts (country, range, date)
// that the published algorithm of its kind demands. That it was ever issued, and to whom, no
// algorithm can tell. An invalid number comes with one sentence that says what is wrong.
//
// [Kinds] lists what can be checked and the source of each algorithm. Kinds of one country are
// named after it ("es.nif"), the rest after the number ("isin"). There is one file per family
// or country, and nothing here imports anything but the standard library.
package ident

import (
	"errors"
	"fmt"
	"strings"
)

// An Answer says whether a number is valid.
type Answer struct {
	Valid   bool
	Compact string // the number as registers store it: no separators, letters raised; "" unless valid
	Reason  string // what is wrong, for a person; "" when valid
}

// ErrUnknownKind is the error of [Check] for a kind that [Kinds] does not list.
var ErrUnknownKind = errors.New("unknown kind of number")

// Check checks value as a number of the given kind, which may also be one of its other names.
// The only error wraps [ErrUnknownKind]. It is safe for concurrent use.
func Check(kind, value string) (Answer, error) {
	k, ok := find(kind)
	if !ok {
		return Answer{}, fmt.Errorf("%w: %q", ErrUnknownKind, kind)
	}
	if len(value) > longest {
		return Answer{Reason: fmt.Sprintf("is %d bytes long, no such number is", len(value))}, nil
	}
	compact, problem := k.check(value)
	if problem != "" {
		return Answer{Reason: problem}, nil
	}
	return Answer{Valid: true, Compact: compact}, nil
}

// The longest number that is looked at: a machine-readable zone has 90 characters.
const longest = 512

// A Kind is a family of numbers with one algorithm.
type Kind struct {
	Name    string   // "iban", "es.nif"
	Aliases []string // other names that [Check] takes
	Title   string   // what it is, in English
	Source  string   // the standard or authority that publishes the algorithm

	check checker
}

// A checker returns the compact form of a number, or what is wrong with it.
type checker func(value string) (compact, problem string)

// Kinds returns all kinds, sorted by name.
func Kinds() []Kind { return append([]Kind(nil), sorted...) }

func find(name string) (Kind, bool) {
	k, ok := byName[strings.ToLower(strings.TrimSpace(name))]
	return k, ok
}
