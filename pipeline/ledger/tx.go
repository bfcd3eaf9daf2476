package ledger

import (
	"context"
	"database/sql"
	"errors"

	"docpipe/pipeline/audit"
)

// A session runs statements in one transaction, or on the reader pool.
type session struct {
	dialect dialect
	on      querier
	entries *[]audit.Entry // of the audit log, appended at the transaction's end
}

// write makes the changes of do, all of them or, when do returns an error, none. They are on the
// disk when it returns nil. do must not call write again.
func (l *Ledger) write(ctx context.Context, do func(session) error) error {
	do = l.audited(ctx, do)
	if l.group != nil {
		return l.fault(l.group.write(ctx, do))
	}
	return l.transact(ctx, do)
}

// transact runs do in a transaction of its own.
func (l *Ledger) transact(ctx context.Context, do func(session) error) error {
	tx, err := l.writer.BeginTx(ctx, nil)
	if err != nil {
		return l.fault(err)
	}
	if err := do(session{dialect: l.dialect, on: tx}); err != nil {
		if undo := tx.Rollback(); undo != nil && !errors.Is(undo, sql.ErrTxDone) {
			err = errors.Join(err, undo)
		}
		return l.fault(err)
	}
	return l.fault(tx.Commit())
}

// read gives a session for single statements that change nothing.
func (l *Ledger) read() session { return session{dialect: l.dialect, on: l.reads} }

// list gives a session for a query whose text depends on a filter.
func (l *Ledger) list() session { return session{dialect: l.dialect, on: l.reader} }

// exec returns the number of rows that changed.
func (s session) exec(ctx context.Context, query string, args ...any) (int64, error) {
	r, err := s.on.ExecContext(ctx, s.dialect.sql(query), args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

func (s session) row(ctx context.Context, query string, args ...any) *sql.Row {
	return s.on.QueryRowContext(ctx, s.dialect.sql(query), args...)
}

// A scanner is a row that can be read: *sql.Row or *sql.Rows.
type scanner interface{ Scan(to ...any) error }

// all reads every row of a query with one, in order.
func all[T any](ctx context.Context, s session, one func(scanner) (T, error), query string, args ...any) ([]T, error) {
	rows, err := s.on.QueryContext(ctx, s.dialect.sql(query), args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found := []T{}
	for rows.Next() {
		v, err := one(rows)
		if err != nil {
			return nil, err
		}
		found = append(found, v)
	}
	return found, rows.Err()
}

// single reads a row of one column.
func single[T any](row scanner) (v T, err error) {
	err = row.Scan(&v)
	return v, err
}
