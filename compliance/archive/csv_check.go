package archive

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"docpipe/compliance/ident"
	"docpipe/pipeline"
)

// Active are words of the column status that say nothing against a supplier.
var Active = []string{"active", "approved", "ok", "aktiv", "freigegeben", "actif", "activo", "attivo", "actief", "aktywny"}

// mostMistakes bounds what is told of one file.
const mostMistakes = 20

// A checker tells what is wrong with the cells of a supplier master, of which a wrong account
// would call a right invoice wrong, and a misspelt status let a blocked supplier pass.
type checker struct {
	statuses []string // folded
	mistakes []error
}

func newChecker(statuses []string) *checker {
	c := &checker{}
	for _, s := range slices.Concat(Active, statuses) {
		if s = strings.ToLower(s); !slices.Contains(c.statuses, s) {
			c.statuses = append(c.statuses, s)
		}
	}
	return c
}

func (c *checker) row(line int, s pipeline.Supplier) {
	bad := func(column, format string, args ...any) {
		c.mistakes = append(c.mistakes, fmt.Errorf("line %d, column %s: %s: %w", line, column, fmt.Sprintf(format, args...), pipeline.ErrInvalid))
	}
	for _, iban := range s.IBANs {
		if a, err := ident.Check("iban", iban); err != nil || !a.Valid {
			bad("iban", "the account %s: %s; compare it with what the supplier wrote", ending(iban), a.Reason)
		}
	}
	if reason := vatFault(s.VATID, s.Country); reason != "" {
		bad("vat_id", "the number %s: %s; compare it with an invoice or with VIES", ending(s.VATID), reason)
	} else if s.VATID != "" && !strings.ContainsAny(s.VATID, "0123456789") {
		bad("vat_id", "the number %s has no digit: write the number, or leave the cell empty", ending(s.VATID))
	}
	if s.Country != "" && !ident.Country(s.Country) {
		bad("country", "%q is no country code of ISO 3166-1: write two letters such as DE", s.Country)
	}
	if s.Status != "" && !slices.Contains(c.statuses, s.Status) {
		bad("status", "%q is not known, use one of %s, or name words of your own in rules.params.ap-suppliers", s.Status, strings.Join(c.statuses, ", "))
	}
}

// err tells all mistakes, of many the first.
func (c *checker) err() error {
	if n := len(c.mistakes) - mostMistakes; n > 0 {
		return errors.Join(append(c.mistakes[:mostMistakes:mostMistakes], fmt.Errorf("and %d more: %w", n, pipeline.ErrInvalid))...)
	}
	return errors.Join(c.mistakes...)
}

// ending is a number of which only its end may be read by everybody.
func ending(number string) string {
	letters := []rune(number)
	if len(letters) <= 8 {
		return fmt.Sprintf("of %d characters", len(letters))
	}
	return "…" + string(letters[len(letters)-4:])
}

// states are the prefixes of VAT ids in the Union, with Northern Ireland.
var states = strings.Fields("AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI")

// nationalIDs are the kinds of the numbers that companies have in other countries.
var nationalIDs = map[string]string{"AU": "au.abn", "IN": "in.gstin", "BR": "br.cnpj", "MX": "mx.rfc"}

// vatFault says what is wrong with a VAT id, "" when nothing is or nobody can tell. Numbers of Mexico
// begin with letters of the company's name, which may be those of a state: whoever has a country with
// numbers of its own has one of those, or one of the state that it begins with.
func vatFault(id, country string) (reason string) {
	for _, kind := range []string{vatKind(id), nationalIDs[country]} {
		if kind == "" {
			continue
		}
		a, err := ident.Check(kind, id)
		switch {
		case err != nil:
			reason = err.Error()
		case a.Valid:
			return ""
		default:
			reason = a.Reason
		}
	}
	return reason
}

// vatKind is the kind of number that a VAT id claims to be by its prefix; "" when it claims none.
func vatKind(id string) string {
	switch {
	case len(id) < 2:
		return ""
	case slices.Contains(states, id[:2]):
		return "eu.vat"
	case strings.HasPrefix(id, "GB"):
		return "gb.vat"
	case strings.HasPrefix(id, "CHE"):
		return "ch.uid"
	}
	return ""
}
