package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
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

// The audit log tells which user of the machine gave a command, as the kernel says, and not a name.
func TestServeAdmin_knows_who_asks(t *testing.T) {
	t.Parallel()
	c := defaultConfig()
	c.Data = t.TempDir()
	l, err := net.Listen("unix", socketPath(c))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	asks, err := net.Dial("unix", socketPath(c))
	if err != nil {
		t.Fatal(err)
	}
	defer asks.Close()
	conn, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if got, want := commandLine(callerOf(conn)), fmt.Sprintf("cli:%d", os.Getuid()); got != want {
		t.Errorf("who asks = %q, want %q", got, want)
	}
}
