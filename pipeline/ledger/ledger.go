// Package ledger is the truth of docpipe: the record in SQL of documents, jobs, leases,
// result versions, findings, events, keys and the audit trail. The stream is only transport;
// whatever it loses, the ledger issues again.
//
// One code base serves SQLite (the default, one file) and Postgres (many machines). Rules
// that hold everywhere in it:
//
//   - Every change is one transaction: state, outbox and events commit together or not at all.
//   - A job is run by whoever holds its lease. A lease has an epoch; what comes with an older
//     epoch is refused with pipeline.ErrClaimed. Lease times are compared in SQL only, with
//     the database's own clock, so clocks of workers do not matter.
//   - What a document says (results, drafts, names, passwords) is sealed with the document's
//     own data key before it is stored. Destroying that key erases the document everywhere,
//     backups included. A changed byte in a sealed row is an error that wraps
//     pipeline.ErrDamaged, never other data.
//   - Every method that takes a tenant sees that tenant only; another tenant's id is
//     pipeline.ErrNotFound.
//
// A full disk is pipeline.ErrDiskFull.
package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// A Ledger is an open database. It is safe for concurrent use.
type Ledger struct {
	cfg     Config
	dialect dialect
	writer  *sql.DB
	reader  *sql.DB // SQLite: a pool beside the one writer; Postgres: the same pool
	reads   querier // the reader; on SQLite with its statements prepared
	group   *group  // SQLite: makes all changes; nil on Postgres
	master  cipherKey
}

// Open opens the database that cfg names, makes it where there is none, and brings its
// tables up to date. The caller closes it.
func Open(ctx context.Context, cfg Config) (*Ledger, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	master, err := newCipher(cfg.MasterKey)
	if err != nil {
		return nil, fmt.Errorf("ledger: %w", err)
	}
	l := &Ledger{cfg: cfg, dialect: dialectOf(cfg), master: master}
	if err := l.connect(ctx); err != nil {
		return nil, fmt.Errorf("opening the ledger: %w", errors.Join(l.fault(err), l.Close()))
	}
	return l, nil
}

func (l *Ledger) connect(ctx context.Context) (err error) {
	if l.writer, l.reader, err = l.dialect.open(l.cfg); err != nil {
		return err
	}
	if err := l.migrate(ctx); err != nil {
		return err
	}
	l.reads = l.reader
	if l.reader != l.writer {
		l.reads = &statements{on: l.reader}
		if l.group, err = startGroup(ctx, l.writer, l.dialect); err != nil {
			return err
		}
	}
	if err := l.checkMaster(ctx); err != nil {
		return err
	}
	return l.adoptAudit(ctx)
}

// Close closes the database, once. It waits for running statements.
func (l *Ledger) Close() error {
	var all []error
	if l.group != nil {
		all = append(all, l.group.close())
	}
	if l.reader != nil && l.reader != l.writer {
		all = append(all, l.reader.Close())
	}
	if l.writer != nil {
		all = append(all, l.writer.Close())
	}
	return errors.Join(all...)
}
