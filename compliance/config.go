package compliance

import (
	"errors"
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"docpipe/pipeline"
)

// Config holds what a policy may set.
type Config struct {
	// Timezone is the IANA name of the zone whose calendar says what "today" is. Default UTC.
	Timezone string

	// Tolerance is how far a printed sum may be from the computed one, in units of the
	// invoice's currency. Default 0.01.
	Tolerance string

	// TaxTolerance is the same for base times rate: tax rounded line by line drifts by cents
	// from tax on the total (EN 16931's own checks let it drift by almost 1). Default 0.05.
	TaxTolerance string

	// ReceiptTolerance is the same for the total of a receipt, where cash is rounded to the
	// smallest coin. Default 0.05.
	ReceiptTolerance string

	// SimplifiedLimit is the gross amount in EUR up to which an invoice may be a simplified
	// one, without the customer's name (Art. 220a, 226b; member states may allow up to 400).
	// Default 100.
	SimplifiedLimit string

	// MinConfidence is the confidence, 0..1, below which a value counts as unreadable for
	// rules. A value whose confidence nobody estimated counts as read. Default 0.80.
	MinConfidence float64
}

// DefaultConfig returns the defaults.
func DefaultConfig() Config {
	return Config{
		Timezone: "UTC", Tolerance: "0.01", TaxTolerance: "0.05",
		ReceiptTolerance: "0.05", SimplifiedLimit: "100", MinConfidence: 0.80,
	}
}

// Validate reports every mistake, each naming its setting; it wraps ErrInvalid.
func (c Config) Validate() error {
	var all []error
	if _, err := time.LoadLocation(c.Timezone); err != nil {
		all = append(all, fmt.Errorf("timezone %q: use an IANA name such as Europe/Paris: %w", c.Timezone, pipeline.ErrInvalid))
	}
	amounts := []struct{ name, value string }{
		{"tolerance", c.Tolerance}, {"tax_tolerance", c.TaxTolerance},
		{"receipt_tolerance", c.ReceiptTolerance}, {"simplified_limit", c.SimplifiedLimit},
	}
	for _, a := range amounts {
		if d, ok := parseDecimal(a.value); !ok || d.IsNegative() {
			all = append(all, fmt.Errorf("%s %q: use a decimal of 0 or more such as 0.01: %w", a.name, a.value, pipeline.ErrInvalid))
		}
	}
	if c.MinConfidence < 0 || c.MinConfidence > 1 {
		all = append(all, fmt.Errorf("min_confidence %v: use 0 to 1: %w", c.MinConfidence, pipeline.ErrInvalid))
	}
	return errors.Join(all...)
}

// today returns midnight UTC of the calendar day that now falls on in the configured zone.
func (c Config) today(now time.Time) time.Time {
	zone, err := time.LoadLocation(c.Timezone)
	if err != nil {
		zone = time.UTC
	}
	y, m, d := now.In(zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// amount reads a setting that Validate has accepted.
func amount(setting string) decimal.Decimal {
	d, _ := parseDecimal(setting)
	return d
}
