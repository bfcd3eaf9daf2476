package main

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"docpipe/pipeline/sandbox"
)

func TestMain(m *testing.M) {
	sandbox.Main(childKinds()...) // the test binary is its own sandboxed child
	testscript.Main(m, map[string]func(){
		"docpipe": func() { os.Exit(run(os.Args[1:])) },
	})
}
