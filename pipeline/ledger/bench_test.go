package ledger_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"docpipe/pipeline"
	"docpipe/pipeline/ledger"
)

// BenchmarkDocument takes one document all the way: accept, publish, claim, commit.
func BenchmarkDocument(b *testing.B) {
	for name, fsync := range map[string]bool{"fsync": true, "no_fsync": false} {
		b.Run(name, func(b *testing.B) {
			cfg := config()
			cfg.Path, cfg.Fsync = filepath.Join(b.TempDir(), "ledger.db"), fsync
			l, err := ledger.Open(b.Context(), cfg)
			if err != nil {
				b.Fatal(err)
			}
			defer l.Close()
			for b.Loop() {
				if err := oneDocument(b, l); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func oneDocument(b *testing.B, l *ledger.Ledger) error {
	if _, _, err := l.Accept(b.Context(), pipeline.Acceptance{Document: document("acme"), FirstStage: "prepare"}); err != nil {
		return err
	}
	for _, pending := range []func(context.Context, int) ([]pipeline.Message, error){l.PendingJobs, l.PendingEvents} {
		messages, err := pending(b.Context(), 100)
		if err != nil {
			return err
		}
		var out []pipeline.Delivery
		for i, m := range messages {
			out = append(out, pipeline.Delivery{Message: m, Sequence: uint64(i + 1)})
		}
		if err := l.Published(b.Context(), out); err != nil {
			return err
		}
	}
	c, err := l.Claim(b.Context(), []string{"prepare"}, "w", time.Minute)
	if err != nil {
		return err
	}
	return l.Commit(b.Context(), c, pipeline.Outcome{Document: c.Document, Result: pipeline.NewResult(c.Document, 0, nil)})
}
