package ledger

import (
	"context"
	"database/sql"
	"regexp"
	"sync"
)

// A querier runs SQL: a transaction, a pool, or [statements] on one of SQLite's connections.
type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// statements prepares each text once and keeps it: SQLite needs longer to read most of ours
// than to do them. The texts must be few, so lists with a filter go past it. (The driver of
// Postgres does the same by itself.)
type statements struct {
	on interface {
		querier
		PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
	}

	// whole runs statements to their end, also when their context ends meanwhile: in a
	// transaction that several share, SQLite would answer the interruption by undoing all of it.
	whole bool

	mu    sync.RWMutex
	known map[string]*sql.Stmt
}

var _ querier = (*statements)(nil)

func (s *statements) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	prepared, err := s.prepare(ctx, query)
	if err != nil {
		return nil, err
	}
	return prepared.ExecContext(s.context(ctx), args...)
}

func (s *statements) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	prepared, err := s.prepare(ctx, query)
	if err != nil {
		return nil, err
	}
	return prepared.QueryContext(s.context(ctx), args...)
}

func (s *statements) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	prepared, err := s.prepare(ctx, query)
	if err != nil {
		return s.on.QueryRowContext(ctx, query, args...) // a row carries the error, and only they make rows
	}
	return prepared.QueryRowContext(s.context(ctx), args...)
}

func (s *statements) context(ctx context.Context) context.Context {
	if s.whole {
		return context.WithoutCancel(ctx)
	}
	return ctx
}

func (s *statements) prepare(ctx context.Context, query string) (*sql.Stmt, error) {
	s.mu.RLock()
	prepared := s.known[query]
	s.mu.RUnlock()
	if prepared != nil {
		return prepared, nil
	}
	prepared, err := s.on.PrepareContext(s.context(ctx), onceForAll(query))
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if faster := s.known[query]; faster != nil {
		return faster, prepared.Close()
	}
	if s.known == nil {
		s.known = map[string]*sql.Stmt{}
	}
	s.known[query] = prepared
	return prepared, nil
}

// bareLimit is an argument that stands alone behind LIMIT.
var bareLimit = regexp.MustCompile(`LIMIT (\$\d+)`)

// onceForAll hides what follows LIMIT from SQLite's planner: it looks at the value, and so reads
// the statement again whenever one is bound (sqlite3ExprIsInteger in expr.c), which takes longer
// than to run it.
func onceForAll(query string) string {
	return bareLimit.ReplaceAllString(query, "LIMIT CAST(${1} AS BIGINT)")
}
