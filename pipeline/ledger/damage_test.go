package ledger_test

import (
	"bytes"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"docpipe/pipeline"
	"docpipe/pipeline/ledger"
)

// raw opens the database behind the ledger's back.
func raw(t *testing.T, cfg ledger.Config) *sql.DB {
	t.Helper()
	driver, name := "pgx", cfg.URL
	if name == "" {
		driver, name = "sqlite", cfg.Path
	}
	db, err := sql.Open(driver, name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func run(t *testing.T, db *sql.DB, query string, args ...any) {
	t.Helper()
	r, err := db.ExecContext(t.Context(), query, args...)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		t.Fatalf("%s changed %d rows, %v", query, n, err)
	}
}

// R21: a changed bit in a sealed row is an error, never other data.
func TestChangedRowsAreDamaged(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		d := document("acme")
		r := record(t, l, d, finding("a"))
		for column, read := range map[string]func() error{
			"results.body":      func() error { _, _, err := l.Result(t.Context(), "acme", d.ID, 0); return err },
			"drafts.body":       func() error { _, err := l.Document(t.Context(), "acme", d.ID); return err },
			"documents.private": func() error { _, err := l.Header(t.Context(), "acme", d.ID); return err },
			"findings.body":     func() error { _, err := l.Finding(t.Context(), "acme", r.Findings[0].ID); return err },
			"data_keys.wrapped": func() error { _, _, err := l.Result(t.Context(), "acme", d.ID, 0); return err },
		} {
			table, name, _ := strings.Cut(column, ".")
			db := raw(t, cfg)
			var before []byte
			if err := db.QueryRowContext(t.Context(), "SELECT "+name+" FROM "+table).Scan(&before); err != nil {
				t.Fatal(err)
			}
			for _, at := range []int{0, len(before) / 2, len(before) - 1} {
				changed := bytes.Clone(before)
				changed[at] ^= 1
				run(t, db, "UPDATE "+table+" SET "+name+" = $1", changed)
				if err := read(); !errors.Is(err, pipeline.ErrDamaged) {
					t.Errorf("%s with byte %d changed: %v, want ErrDamaged", column, at, err)
				}
			}
			run(t, db, "UPDATE "+table+" SET "+name+" = $1", before)
			if err := read(); err != nil {
				t.Errorf("%s after it was mended: %v", column, err)
			}
		}
	})
}

// A sealed row is bound to its place: another version's bytes are damaged too.
func TestExchangedVersionsAreDamaged(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		d := document("acme")
		record(t, l, d)
		record(t, l, d)
		run(t, raw(t, cfg), "UPDATE results SET body = (SELECT body FROM results WHERE version = 1) WHERE version = 2")
		if _, _, err := l.Result(t.Context(), "acme", d.ID, 2); !errors.Is(err, pipeline.ErrDamaged) {
			t.Errorf("Result = %v, want ErrDamaged", err)
		}
		if _, version, err := l.Result(t.Context(), "acme", d.ID, 1); err != nil || version != 1 {
			t.Errorf("Result 1 = %d, %v, want it readable", version, err)
		}
	})
}

func TestMasterKeyOfAnotherLedger(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		open(t, cfg)
		cfg.MasterKey = bytes.Repeat([]byte{8}, 32)
		if l, err := ledger.Open(t.Context(), cfg); !errors.Is(err, pipeline.ErrInvalid) {
			t.Errorf("Open with another key = %v, %v, want ErrInvalid", l, err)
		}
	})
}

func TestMasterKeyFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "data", "key")
	first, created, err := ledger.LoadOrCreateMasterKey(path)
	if err != nil || !created || len(first) != 32 {
		t.Fatalf("LoadOrCreateMasterKey = %d bytes, %v, %v, want a new key", len(first), created, err)
	}
	again, created, err := ledger.LoadOrCreateMasterKey(path)
	if err != nil || created || !bytes.Equal(first, again) {
		t.Errorf("LoadOrCreateMasterKey again = %v, %v, want the same key", created, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file's mode = %v, %v, want 0600", info.Mode(), err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, _, err := ledger.LoadOrCreateMasterKey(path); !errors.Is(err, pipeline.ErrInvalid) {
		t.Errorf("a key that others may read = %v, want ErrInvalid", err)
	}
	if err := errors.Join(os.Chmod(path, 0o600), os.WriteFile(path, []byte("short"), 0o600)); err != nil {
		t.Fatal(err)
	}
	if _, _, err := ledger.LoadOrCreateMasterKey(path); !errors.Is(err, pipeline.ErrInvalid) {
		t.Errorf("a key file with other content = %v, want ErrInvalid", err)
	}
}

// R14: a full disk is a kind of its own, loses nothing, and passes by itself.
func TestSQLiteOnFullDisk(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, "size=4m"); err != nil {
		t.Skipf("a small file system needs root: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(folder, syscall.MNT_DETACH); err != nil {
			t.Errorf("unmount: %v", err)
		}
	})
	cfg := config()
	cfg.Path, cfg.Fsync = filepath.Join(folder, "ledger.db"), true
	l := open(t, cfg)
	before := accept(t, l, "acme")
	ballast := filepath.Join(folder, "ballast")
	if err := os.WriteFile(ballast, make([]byte, 8<<20), 0o600); !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("filling the disk: %v", err)
	}
	var err error
	for i := 0; i < 100 && err == nil; i++ {
		_, _, err = l.Accept(t.Context(), pipeline.Acceptance{Document: document("acme"), FirstStage: "prepare"})
	}
	if !errors.Is(err, pipeline.ErrDiskFull) {
		t.Errorf("Accept on a full disk = %v, want ErrDiskFull", err)
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	accept(t, l, "acme")
	if _, err := l.Document(t.Context(), "acme", before.ID); err != nil {
		t.Errorf("Document from before: %v", err)
	}
}

func TestConfigValidateNamesEverything(t *testing.T) {
	t.Parallel()
	err := ledger.Config{}.Validate()
	if !errors.Is(err, pipeline.ErrInvalid) {
		t.Fatalf("Validate = %v, want ErrInvalid", err)
	}
	for _, name := range []string{"path", "encryption.key", "attempts", "back-off", "jobs per tenant", "overdue"} {
		if !strings.Contains(err.Error(), name) {
			t.Errorf("Validate = %v, want it to name %s", err, name)
		}
	}
}

func TestNewIDSorts(t *testing.T) {
	t.Parallel()
	last := ""
	for range 10_000 {
		id := ledger.NewID("doc")
		if id <= last || len(id) != 30 || strings.ToLower(id) != id {
			t.Fatalf("NewID = %s after %s, want a later lower-case one", id, last)
		}
		last = id
	}
}
