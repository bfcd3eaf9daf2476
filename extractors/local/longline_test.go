package local_test

import (
	"strings"
	"testing"
	"time"

	"docpipe/extractors/local/layout/layouttest"
	"docpipe/extractors/local/localtest"
	"docpipe/schemas"
)

// A page that is one long line of labels takes a second and not minutes: strangers send such pages.
func TestLongLine(t *testing.T) {
	t.Parallel()
	s, err := schemas.Parse("asked", []byte(`{"type":"object","properties":{`+text("vessel code")+`,"pieces":{"type":"integer"}}}`))
	if err != nil {
		t.Fatal(err)
	}
	d := layouttest.Document(layouttest.Page(strings.Repeat("vessel / code / pieces ", 700)))
	begin := time.Now()
	localtest.ByPointer(t, localtest.Reader(), d, s)
	if took := time.Since(begin); took > 20*time.Second {
		t.Errorf("reading took %v, want a second or two", took)
	}
}
