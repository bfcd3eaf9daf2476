package archive

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"docpipe/pipeline"
)

// Facts is what a footprint keeps of a document: enough to name it in a finding and to compute a
// match with. Dates are YYYY-MM-DD, amounts decimals; what is not known is empty.
type Facts struct {
	Number   string    `json:"number,omitempty"`
	Date     string    `json:"date,omitempty"`
	Supplier string    `json:"supplier,omitempty"`
	VATID    string    `json:"vat_id,omitempty"`
	Amount   string    `json:"amount,omitempty"`
	Unsure   bool      `json:"unsure,omitempty"` // the amount was not read well enough to compute with
	Currency string    `json:"currency,omitempty"`
	IBAN     string    `json:"iban,omitempty"`
	Content  string    `json:"content,omitempty"` // hash of the bytes
	Look     string    `json:"look,omitempty"`    // of the first page, see package look
	Start    string    `json:"start,omitempty"`   // of a statement's period
	End      string    `json:"end,omitempty"`
	Accounts []Balance `json:"accounts,omitempty"`
	Lines    []Line    `json:"lines,omitempty"`
}

// A Balance is what a statement says of one account.
type Balance struct {
	IBAN     string `json:"iban"`
	Opening  string `json:"opening,omitempty"`
	Closing  string `json:"closing,omitempty"`
	Currency string `json:"currency,omitempty"`
}

// A Line is one line of an order, a delivery note or an invoice.
type Line struct {
	Code     string `json:"code,omitempty"`
	Text     string `json:"text,omitempty"`
	Quantity string `json:"quantity,omitempty"`
	Price    string `json:"price,omitempty"` // of one unit, before tax
}

// reader walks the data of a document by pointer.
type reader map[string]any

// text returns the value at pointer as text; empty for what is not there.
func (r reader) text(pointer string) string {
	var at any = map[string]any(r)
	for step := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		switch v := at.(type) {
		case map[string]any:
			at = v[step]
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i >= len(v) {
				return ""
			}
			at = v[i]
		}
	}
	switch v := at.(type) {
	case string:
		return strings.TrimSpace(v)
	case json.Number:
		return v.String()
	case bool:
		return fmt.Sprint(v)
	}
	return ""
}

// rows returns the rows of a list.
func (r reader) rows(key string) []reader {
	list, _ := r[key].([]any)
	var all []reader
	for _, one := range list {
		if row, ok := one.(map[string]any); ok {
			all = append(all, row)
		}
	}
	return all
}

// amount writes equal amounts equally: 119.00 and 119 are one. Empty for what is none.
func amount(text string) string {
	d, ok := parse(text)
	if !ok {
		return ""
	}
	return d.String()
}

// plain keeps out exponents: a short text must not become a number of a million digits.
var plain = regexp.MustCompile(`^[-+]?\d{1,30}(\.\d{1,30})?$`)

// parse reads a decimal that is written out.
func parse(text string) (decimal.Decimal, bool) {
	if !plain.MatchString(text) {
		return decimal.Zero, false
	}
	d, err := decimal.NewFromString(text)
	return d, err == nil
}

func day(text string) (time.Time, bool) {
	t, err := time.Parse(time.DateOnly, text)
	return t, err == nil
}

// factsOf opens what a sighting carries.
func factsOf(s pipeline.Sighting) (f Facts, err error) {
	if err := json.Unmarshal(s.Facts, &f); err != nil {
		return f, fmt.Errorf("facts of %s: %w", s.Document, pipeline.ErrDamaged)
	}
	return f, nil
}
