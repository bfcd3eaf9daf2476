package main

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// A lockedText gathers a log that another goroutine writes.
type lockedText struct {
	mu sync.Mutex
	b  strings.Builder
}

func (l *lockedText) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedText) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func TestWatchRules_loads_what_changes_and_tells_what_does_not_load(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	empty := folderState(folder)
	ctx, cancel := context.WithCancel(t.Context())
	var out lockedText
	loaded := make(chan error, 1)
	answers := []error{nil, errors.New("own.yaml:13: undefined field 'order'")}
	done := make(chan struct{})
	go func() {
		defer close(done)
		watchRules(ctx, folder, empty, time.Millisecond, func() error {
			err := answers[0]
			answers = answers[1:]
			loaded <- err
			return err
		}, slog.New(slog.NewTextHandler(&out, nil)))
	}()
	for i, want := range []string{"are in force", "own.yaml:13"} {
		if err := os.WriteFile(filepath.Join(folder, "own.yaml"), []byte(strings.Repeat("x", i+1)), 0o600); err != nil {
			t.Fatal(err)
		}
		<-loaded
		for start := time.Now(); !strings.Contains(out.String(), want); time.Sleep(time.Millisecond) {
			if time.Since(start) > 10*time.Second {
				t.Fatalf("log = %q, want %q", out.String(), want)
			}
		}
	}
	cancel()
	<-done
}
