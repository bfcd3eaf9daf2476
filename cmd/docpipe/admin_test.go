package main

import (
	"context"
	"errors"
	"io"
	"net"
	"syscall"
	"testing"

	"docpipe/pipeline"
)

// Ctrl-C ends a command at once, also when the service that it asks hangs.
func TestCallAdmin_ends_with_its_context(t *testing.T) {
	t.Parallel()
	c := defaultConfig()
	c.Data = t.TempDir()
	l, err := net.Listen("unix", socketPath(c))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	ctx, interruptIt := context.WithCancelCause(t.Context())
	go func() {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		_, _ = conn.Read(make([]byte, 1)) // the question is here, and nobody answers
		interruptIt(interrupt{syscall.SIGINT})
		_, _ = io.Copy(io.Discard, conn)
	}()
	var letters []pipeline.DeadLetter
	err = callAdmin(ctx, c, "Dead", DeadName{Tenant: "default"}, &letters, io.Discard)
	var stopped interrupt
	if !errors.As(err, &stopped) {
		t.Errorf("callAdmin = %v, want the interrupt", err)
	}
}
