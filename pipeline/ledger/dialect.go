package ledger

import (
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"modernc.org/sqlite" // also the "sqlite" driver
	sqlite3 "modernc.org/sqlite/lib"

	"docpipe/pipeline"
)

// A dialect is all that differs between the two databases.
type dialect struct {
	goose goose.Dialect
	now   string  // SQL: the database's clock in milliseconds since 1970
	lock  string  // SQL: appended to a SELECT to lock the rows; SQLite locks the whole file
	rows  string  // SQL: the elements of the JSON array $1, as a table with the column value
	not   []int64 // migrations that are for the other one
	open  func(Config) (writer, reader *sql.DB, err error)

	words *strings.Replacer // fills in the above

	checkpoint string // SQL: empties the write-ahead log; "" where others look after it
}

func dialectOf(cfg Config) dialect {
	d := engine(cfg)
	d.words = strings.NewReplacer("{now}", d.now, "{lock}", d.lock, "{rows}", d.rows)
	return d
}

func engine(cfg Config) dialect {
	if cfg.URL != "" {
		return dialect{
			goose: goose.DialectPostgres,
			now:   "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)",
			lock:  "FOR UPDATE", rows: "json_array_elements(CAST($1 AS json))", open: openPostgres,
		}
	}
	return dialect{
		goose: goose.DialectSQLite3,
		now:   "CAST(unixepoch('now', 'subsec') * 1000 AS INTEGER)",
		rows:  "json_each($1)", not: []int64{2}, open: openSQLite,
		checkpoint: "PRAGMA wal_checkpoint(TRUNCATE)",
	}
}

func openPostgres(cfg Config) (writer, reader *sql.DB, err error) {
	config, err := pgx.ParseConfig(cfg.URL)
	if err != nil {
		return nil, nil, err
	}
	if cfg.Dial != nil {
		config.DialFunc = cfg.Dial
	}
	db := stdlib.OpenDB(*config)
	connections(db, max(8, 4*runtime.NumCPU()))
	return db, db, nil
}

// openSQLite gives one connection for writing, so that writers queue in Go and not in the
// file's lock, and a pool for reading.
func openSQLite(cfg Config) (writer, reader *sql.DB, err error) {
	if err := os.MkdirAll(filepath.Dir(cfg.Path), 0o700); err != nil {
		return nil, nil, err
	}
	if writer, err = sql.Open("sqlite", sqliteName(cfg, "immediate")); err != nil {
		return nil, nil, err
	}
	connections(writer, 1)
	reader, err = sql.Open("sqlite", sqliteName(cfg, "deferred")+"&_pragma=query_only(1)")
	if err != nil {
		return writer, nil, err
	}
	connections(reader, max(4, 2*runtime.NumCPU()))
	return writer, reader, nil
}

// connections bounds a pool. Idle ones stay: to connect anew costs more than most statements.
func connections(db *sql.DB, most int) {
	db.SetMaxOpenConns(most)
	db.SetMaxIdleConns(most)
}

func sqliteName(cfg Config, lock string) string {
	synchronous := "NORMAL"
	if cfg.Fsync {
		synchronous = "FULL"
	}
	q := url.Values{"_txlock": {lock}, "_pragma": {
		"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(" + synchronous + ")",
		"foreign_keys(1)", "secure_delete(1)", "cell_size_check(1)",
	}}
	path := &url.URL{Path: filepath.ToSlash(cfg.Path)}
	return "file:" + path.EscapedPath() + "?" + q.Encode()
}

// sql fills in the dialect's own expressions: {now}, {lock} and {rows}.
func (d dialect) sql(query string) string {
	return d.words.Replace(query)
}

// fault gives a driver's error the kind that the edges decide on.
func (l *Ledger) fault(err error) error {
	switch {
	case err == nil, isKind(err):
		return err
	case errors.Is(err, sql.ErrNoRows):
		return pipeline.ErrNotFound
	case isDiskFull(err):
		return fmt.Errorf("writing to the ledger: %w: %w", pipeline.ErrDiskFull, err)
	case isCorrupt(err):
		return fmt.Errorf("the database of the ledger is damaged, restore a backup: %w: %w", pipeline.ErrDamaged, err)
	}
	return fmt.Errorf("ledger: %w", err)
}

func isKind(err error) bool {
	var k *pipeline.Kind
	return errors.As(err, &k)
}

func isDiskFull(err error) bool {
	var lite *sqlite.Error
	var pg *pgconn.PgError
	switch {
	case errors.As(err, &lite):
		return lite.Code()&0xff == sqlite3.SQLITE_FULL
	case errors.As(err, &pg):
		return pg.Code == "53100"
	}
	return errors.Is(err, syscall.ENOSPC)
}

func isCorrupt(err error) bool {
	var lite *sqlite.Error
	var pg *pgconn.PgError
	switch {
	case errors.As(err, &lite):
		code := lite.Code() & 0xff
		return code == sqlite3.SQLITE_CORRUPT || code == sqlite3.SQLITE_NOTADB
	case errors.As(err, &pg):
		return pg.Code == "XX001" || pg.Code == "XX002"
	}
	return false
}
