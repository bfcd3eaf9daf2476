package ledger

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"docpipe/pipeline"
)

// Config says where the ledger lives and how patient it is.
type Config struct {
	// URL of a Postgres database, postgres://…; empty means SQLite at Path. Default: empty.
	URL string
	// Dial connects to Postgres. Default: nil, as the system does.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// Path of the SQLite file. Default: none, it is required without URL.
	Path string
	// Fsync makes every commit on SQLite reach the disk before it returns. Without it a power
	// cut may lose the newest commits, never the order or the file. Default: true.
	Fsync bool
	// MasterKey wraps every data key: 32 bytes, see [LoadOrCreateMasterKey]. Default: none, required.
	MasterKey []byte
	// MaxAttempts is how often one stage of a job is tried: how many workers may come back and say
	// that it failed. Default: 5.
	MaxAttempts int
	// MaxOutages is how often one stage of a job is tried when a provider does not answer. Default:
	// 20.
	MaxOutages int
	// MaxDeaths is how many workers may have a stage and never come back before its job is given
	// up. They are counted apart, and are many: whoever kills workers, or cuts their power, ends
	// all jobs that they have, and none of these is to blame. Default: 100.
	MaxDeaths int
	// Backoff is the pause before the second attempt; each further one doubles it, up to
	// MaxBackoff. Default: 2 s.
	Backoff time.Duration
	// MaxBackoff bounds the pause between attempts. Default: 5 min.
	MaxBackoff time.Duration
	// PerTenant is how many jobs of one tenant may be in the stream at a time: twice the number
	// of workers. Default: 16.
	PerTenant int
	// Overdue is how long a due job may stay untouched before the reconciler sends another
	// message for it. Default: 1 min.
	Overdue time.Duration
	// CasePause is how long a document waits to be checked again when another one has joined its
	// case: what joins meanwhile is seen too. Default: 2 s.
	CasePause time.Duration
	// Quiet keeps events out of the outbox: nobody will publish them. Default: false.
	Quiet bool
	// Mask returns a finding as events may carry it; schema is the id of the document's.
	// Default: nil, findings as they are.
	Mask func(schema string, f pipeline.Finding) pipeline.Finding
	// Footprint returns what a document leaves behind for others to be compared with, nil for
	// nothing. It is called within transactions, so it must be quick. Default: nil, no document
	// leaves anything.
	Footprint func(d *pipeline.Document) *pipeline.Footprint
	// OneSource makes what comes from one source versions of one document, as in a folder that is
	// read again. Default: false, each upload is a document of its own.
	OneSource bool
	// Source names this installation in events (CloudEvents source). Default: "docpipe".
	Source string
}

// DefaultConfig returns the defaults; Path or URL, and MasterKey, are still to be set.
func DefaultConfig() Config {
	return Config{
		Fsync: true, MaxAttempts: 5, MaxOutages: 20, MaxDeaths: 100, Backoff: 2 * time.Second, MaxBackoff: 5 * time.Minute,
		PerTenant: 16, Overdue: time.Minute, CasePause: 2 * time.Second, Source: "docpipe",
	}
}

// Validate reports all mistakes together; each wraps pipeline.ErrInvalid.
func (c Config) Validate() error {
	var all []error
	wrong := func(is bool, format string, args ...any) {
		if is {
			all = append(all, fmt.Errorf(format+": %w", append(args, pipeline.ErrInvalid)...))
		}
	}
	wrong(c.URL == "" && c.Path == "", "ledger: neither a URL nor a path is set")
	wrong(len(c.MasterKey) != keySize, "encryption.key: %d bytes, want %d", len(c.MasterKey), keySize)
	wrong(c.MaxAttempts < 1, "ledger: %d attempts, want at least 1", c.MaxAttempts)
	wrong(c.MaxOutages < 1, "ledger: %d outages, want at least 1", c.MaxOutages)
	wrong(c.MaxDeaths < 1, "ledger: %d deaths, want at least 1", c.MaxDeaths)
	wrong(c.Backoff <= 0 || c.MaxBackoff < c.Backoff, "ledger: back-off %v up to %v", c.Backoff, c.MaxBackoff)
	wrong(c.PerTenant < 1, "ledger: %d jobs per tenant, want at least 1", c.PerTenant)
	wrong(c.CasePause < 0, "ledger: case pause %v, want 0 or more", c.CasePause)
	wrong(c.Overdue <= 0, "ledger: overdue %v, want more than 0", c.Overdue)
	return errors.Join(all...)
}
