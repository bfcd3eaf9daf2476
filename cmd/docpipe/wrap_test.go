package main

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/spf13/cobra"
)

func TestWrap(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("word ", 30) + "end"
	got := wrap(long + "\nmore\n\nExit codes:\n  0  fine")
	for _, line := range strings.Split(got, "\n") {
		if n := utf8.RuneCountInString(line); n > helpWidth {
			t.Errorf("line of %d columns: %q", n, line)
		}
	}
	if !strings.HasSuffix(got, "end more\n\nExit codes:\n  0  fine") {
		t.Errorf("wrapped = %q, want the paragraph filled and the list as it was", got)
	}
}

func TestHelpFitsATerminal(t *testing.T) {
	t.Parallel()
	var walk func(*cobra.Command)
	walk = func(c *cobra.Command) {
		for _, line := range strings.Split(c.Long+"\n"+c.Short+"\n"+c.UsageString(), "\n") {
			if n := utf8.RuneCountInString(line); n > helpWidth {
				t.Errorf("%s: a line of %d columns: %s", c.CommandPath(), n, line)
			}
		}
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk(rootCommand())
}
