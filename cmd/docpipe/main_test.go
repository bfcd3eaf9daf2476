package main

import (
	"testing"

	"docpipe/pipeline/sandbox"
)

func TestMain(m *testing.M) {
	sandbox.Main(childKinds()...) // the test binary is its own sandboxed child
	m.Run()
}
