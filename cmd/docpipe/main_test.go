package main

import (
	"os"
	"path/filepath"
	"testing"

	"docpipe/pipeline/sandbox"
)

func TestMain(m *testing.M) {
	sandbox.Main(childKinds()...) // the test binary is its own sandboxed child
	if filepath.Base(os.Args[0]) == programName {
		os.Exit(run(os.Args[1:])) // and the program, for tests that start and kill it
	}
	m.Run()
}
