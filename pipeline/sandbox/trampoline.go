package sandbox

import (
	"encoding/json"
	"fmt"
	"os"
	"syscall"

	"golang.org/x/sys/unix"

	"docpipe/pipeline"
)

// The descriptors that a tool's trampoline inherits: the pipe for its report, then files.
const (
	statusFD = 3
	inputFD  = 4
)

// trampoline locks this process and then becomes the program of the order. It returns only
// when that did not work, with the exit code. The report is written before the program
// takes over; the pipe closes by itself then.
func trampoline(args []string) int {
	status := os.NewFile(statusFD, "status")
	unix.CloseOnExec(statusFD)
	rep, err := report{}, error(nil)
	o, err := parseOrder(args)
	if err == nil {
		rep, err = lockTool(o)
	}
	if err != nil {
		rep.Fault = faultOf(err)
	}
	text, _ := json.Marshal(rep) // strings always encode
	if _, werr := status.Write(text); werr != nil || err != nil {
		return 1
	}
	err = syscall.Exec(o.Path, o.Args, os.Environ())
	fmt.Fprintln(os.Stderr, fmt.Errorf("becoming %s: %w: %w", o.Path, err, pipeline.ErrEnvironment))
	return 126
}
