package ledger_test

import (
	"bytes"
	"context"
	"path/filepath"
	"testing"
	"time"

	"docpipe/pipeline"
	"docpipe/pipeline/ledger"
)

// config is what the tests of both databases share: short pauses, a fixed master key.
func config() ledger.Config {
	cfg := ledger.DefaultConfig()
	cfg.MasterKey = bytes.Repeat([]byte{7}, 32)
	cfg.Backoff, cfg.MaxBackoff, cfg.Overdue = time.Millisecond, time.Millisecond, time.Millisecond
	cfg.Fsync = false
	return cfg
}

func open(t *testing.T, cfg ledger.Config) *ledger.Ledger {
	t.Helper()
	l, err := ledger.Open(t.Context(), cfg)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return l
}

// onEach runs a test on SQLite and on Postgres, each with an empty database of its own.
func onEach(t *testing.T, test func(t *testing.T, cfg ledger.Config)) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		cfg := config()
		cfg.Path = filepath.Join(t.TempDir(), "ledger.db")
		test(t, cfg)
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		cfg := config()
		cfg.URL = postgresURL(t)
		test(t, cfg)
	})
}

func document(tenant string) *pipeline.Document {
	return &pipeline.Document{
		ID: ledger.NewID("doc"), Tenant: tenant, Source: "in/scan.pdf", Reference: "ERP-4711",
		Settings: pipeline.Settings{Schema: "auto", Strategy: "local", Password: "open sesame"},
		Files:    []pipeline.File{{Name: "scan.pdf", SHA256: "aa11", MediaType: "application/pdf", Bytes: 9}},
	}
}

func accept(t *testing.T, l *ledger.Ledger, tenant string) *pipeline.Document {
	t.Helper()
	d := document(tenant)
	if _, _, err := l.Accept(t.Context(), pipeline.Acceptance{Document: d, FirstStage: "prepare"}); err != nil {
		t.Fatalf("Accept: %v", err)
	}
	return d
}

func claim(t *testing.T, l *ledger.Ledger) *pipeline.Claim {
	t.Helper()
	c, err := l.Claim(t.Context(), []string{"prepare", "extract"}, "w1", time.Minute)
	if err != nil || c == nil {
		t.Fatalf("Claim = %v, %v, want a job", c, err)
	}
	return c
}

func finish(t *testing.T, l *ledger.Ledger, c *pipeline.Claim) {
	t.Helper()
	r := pipeline.NewResult(c.Document, 0, nil)
	if err := l.Commit(t.Context(), c, pipeline.Outcome{Document: c.Document, Result: r}); err != nil {
		t.Fatalf("Commit: %v", err)
	}
}

// eventually polls until is reports true: the database's clock decides, not the test's.
func eventually(t *testing.T, what string, is func(ctx context.Context) bool) {
	t.Helper()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(20 * time.Second)
	for !is(t.Context()) {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("%s did not happen", what)
		}
	}
}
