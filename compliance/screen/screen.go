// Package screen looks names up on sanctions lists.
//
// [Files] reads the official consolidated lists as they are published, from files that the user
// brings, and needs no network: the EU's (CSV and XML), the UN Security Council's (XML), OFAC's
// (SDN.CSV with ALT.CSV, SDN.XML, and the consolidated non-SDN files of the same shapes) and the
// United Kingdom's (the UK Sanctions List as CSV or XML, and the former OFSI CSV). A list of
// one's own is a CSV file with a column "name". [Service] asks a screening service over HTTP.
//
// A name is folded to plain Latin letters first (accents, Cyrillic, Greek; other scripts are
// compared as they are), its words are put in order and compared one by one with Jaro-Winkler,
// so that order, initials, legal forms and small differences of spelling do not hide anybody.
// What comes out is a likeness and the entry's id, for a person to decide on: it is never proof.
package screen

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"docpipe/compliance"
	"docpipe/pipeline"
)

// Config says what names are looked up in.
type Config struct {
	// Lists are the files of lists. None: nothing can be screened. Default none.
	Lists []string

	// Service is the base URL of a screening service with the interface of Watchman's
	// /v2/search. It is asked in place of the files. Default none.
	Service string

	// Threshold is the likeness, 0..1, from which an entry is a hit. Default 0.88.
	Threshold float64

	// Timeout bounds one question to the service. Default 10 s.
	Timeout time.Duration
}

// DefaultConfig returns the defaults.
func DefaultConfig() Config { return Config{Threshold: 0.88, Timeout: 10 * time.Second} }

// Validate reports every mistake, each naming its setting; it wraps ErrInvalid. It looks
// whether the files are there, but does not read them.
func (c Config) Validate() error {
	var all []error
	if c.Threshold < 0.5 || c.Threshold > 1 {
		all = append(all, fmt.Errorf("threshold %v: use 0.5 to 1: %w", c.Threshold, pipeline.ErrInvalid))
	}
	if c.Timeout <= 0 {
		all = append(all, fmt.Errorf("timeout %v: use more than 0: %w", c.Timeout, pipeline.ErrInvalid))
	}
	if c.Service != "" && len(c.Lists) > 0 {
		all = append(all, fmt.Errorf("service and lists: name one of them: %w", pipeline.ErrInvalid))
	}
	for _, path := range c.Lists {
		if _, err := os.Stat(path); err != nil {
			all = append(all, fmt.Errorf("lists: %w: name the file of a list: %w", err, pipeline.ErrInvalid))
		}
	}
	if err := checkAddress(c.Service); err != nil {
		all = append(all, err)
	}
	return errors.Join(all...)
}

// None is the screener where nothing is configured: it answers nothing.
type None struct{}

var _ compliance.Screener = None{}

// Screen is always unanswered.
func (None) Screen(context.Context, compliance.ScreenQuery) (compliance.Screened, error) {
	return compliance.Screened{Unanswered: "no sanctions list is configured (screening.lists)"}, nil
}
