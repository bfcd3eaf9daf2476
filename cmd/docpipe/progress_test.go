package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

var colour = regexp.MustCompile("\x1b\\[[0-9;]*m")

// On a terminal a person sees a bar, in a file a log stays readable. Where NO_COLOR stands, nothing
// is coloured.
func TestProgress_is_a_bar_on_a_terminal(t *testing.T) {
	t.Parallel()
	needTools(t)
	sample := filepath.Join(unpacked(t), "blank", "blank.pdf")
	master, terminal := openTerminal(t)
	shown := make(chan string)
	go func() {
		b, _ := io.ReadAll(master) // ends in EIO when the terminal closes
		shown <- string(b)
	}()
	runExtract(t, terminal, sample)
	terminal.Close()
	seen := <-shown
	if !strings.Contains(seen, "reading") || !strings.Contains(seen, "\r") {
		t.Errorf("the terminal shows %q, want a bar that is drawn over", seen)
	}
	if colour.MatchString(seen) {
		t.Errorf("the terminal shows colours in spite of NO_COLOR: %q", seen)
	}
	var log bytes.Buffer
	runExtract(t, &log, sample)
	if strings.ContainsAny(log.String(), "\r\x1b") || !strings.Contains(log.String(), "1 of 1 document read") {
		t.Errorf("a file gets %q, want whole lines alone", log.String())
	}
}

// runExtract runs the real program with its messages going to stderr.
func runExtract(t *testing.T, stderr io.Writer, path string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Args = []string{programName, "--sandbox", "best-effort", "extract", path}
	cmd.Env = append(os.Environ(), "NO_COLOR=1", "TERM=xterm-256color", "TMPDIR="+t.TempDir())
	cmd.Stdout, cmd.Stderr = &out, stderr
	_ = cmd.Run() // a blank page needs review, which is a code of its own
	if code := cmd.ProcessState.ExitCode(); code != exitOK && code != exitIncomplete {
		t.Fatalf("extract ended with %d", code)
	}
	if !strings.HasPrefix(out.String(), `{"format":"docpipe.result.v1"`) {
		t.Errorf("stdout = %.80q, want the result alone", out.String())
	}
}

// openTerminal makes a pseudo-terminal: what is written to terminal is read from master.
func openTerminal(t *testing.T) (master, terminal *os.File) {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil && os.Getenv("CI") == "" {
		t.Skipf("no pseudo-terminals here: %v", err)
	}
	if err != nil {
		t.Fatalf("no pseudo-terminals here: %v", err)
	}
	t.Cleanup(func() { master.Close() })
	if err := unix.IoctlSetPointerInt(int(master.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	n, err := unix.IoctlGetInt(int(master.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	terminal, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { terminal.Close() })
	return master, terminal
}
