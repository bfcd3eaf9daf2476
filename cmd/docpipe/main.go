// Command docpipe turns scanned or digital documents into fields that can be trusted: JSON
// that satisfies a JSON Schema, every value tied to the place on the page that proves it,
// checked against rules.
//
// This package wires the rooms by hand: config.go sums the settings, app.go holds the route
// of a document, and each command is one file.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"docpipe/pipeline/sandbox"
)

func main() {
	sandbox.Main(childKinds()...) // in a sandboxed child this never returns
	os.Exit(run(os.Args[1:]))
}

// run executes one command line and returns its exit code.
func run(args []string) int {
	ctx, stop := untilSignal(context.Background())
	defer stop()
	root := rootCommand()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if cause := context.Cause(ctx); cause != nil && err != nil {
		err = cause
	}
	return exitCode(err, os.Stderr)
}

// untilSignal ends the context at the first SIGINT or SIGTERM with an interrupt as its cause.
// A second signal ends the process at once, as the shell's user expects.
func untilSignal(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM)
	go func() {
		select {
		case s := <-signals:
			signal.Stop(signals)
			cancel(interrupt{s.(syscall.Signal)})
		case <-ctx.Done():
		}
	}()
	return ctx, func() { signal.Stop(signals); cancel(nil) }
}
