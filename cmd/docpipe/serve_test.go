package main

import (
	"os"
	"testing"

	"docpipe/pipeline/bus"
)

// A watch that runs goes on over a restart only when its token stays the same.
func TestLocalToken_is_that_of_the_last_start(t *testing.T) {
	t.Parallel()
	c := defaultConfig()
	c.Data = t.TempDir()
	for _, step := range []struct{ file, want string }{
		{"", ""}, {`{"token":"abc"}`, "abc"}, {`{"token":`, ""},
	} {
		if step.file != "" {
			if err := os.WriteFile(bus.CredentialsFile(c.Data), []byte(step.file), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if got := localToken(c); got != step.want {
			t.Errorf("localToken with %q = %q, want %q", step.file, got, step.want)
		}
	}
}
