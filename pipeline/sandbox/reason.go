package sandbox

import (
	"errors"
	"fmt"
	"syscall"

	"golang.org/x/sys/unix"
)

// A crash is a call that the child did not survive or did not answer as agreed.
type crash struct{ cause error }

func (c *crash) Error() string { return "the worker crashed: " + c.cause.Error() }

// autopsy says in a few words of ours how the child ended after err broke the conversation.
// What the child wrote is only searched for known marks and never repeated.
func (w *worker) autopsy(err error) string {
	switch {
	case errors.Is(err, errFrameSize), errors.Is(err, errFrame), errors.Is(err, errDepth):
		return "broke the protocol: " + err.Error()
	}
	return w.child.autopsy()
}

// autopsy waits for the end of the child and names its cause.
func (c *child) autopsy() string {
	state := c.state()
	if mark := c.stderr.mark(); mark != "" {
		return mark
	}
	status, ok := state.Sys().(syscall.WaitStatus)
	switch {
	case !ok:
		return "ended"
	case status.Signaled():
		return "killed by " + unix.SignalName(status.Signal())
	}
	return fmt.Sprintf("exit status %d", status.ExitStatus())
}

// marks are what Go's runtime writes when it gives up, with our words for it.
var marks = []struct{ text, name string }{
	{"out of memory", "out of memory"},
	{"cannot allocate memory", "out of memory"},
	{"SIGSEGV", "segmentation fault"},
	{"SIGBUS", "bus error"},
	{"SIGABRT", "aborted"},
	{"stack overflow", "stack overflow"},
	{"panic:", "panic"},
}
