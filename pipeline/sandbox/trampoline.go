package sandbox

import (
	"encoding/json"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// The descriptors that a tool's trampoline inherits: the pipe for its report, then files.
const (
	statusFD = 3
	inputFD  = 4
)

// init takes a trampoline over before the packages that import this one are set up, which
// costs several times what a trampoline does itself and which no tool needs. It registers
// nothing: in every other process it returns at once.
func init() {
	if len(os.Args) > 1 && os.Args[1] == toolArg {
		os.Exit(trampoline(os.Args[2:]))
	}
}

// trampoline locks this process and then becomes the program of the order. It returns only
// when that did not work, with the exit code.
func trampoline(args []string) int {
	status := os.NewFile(statusFD, "status")
	unix.CloseOnExec(statusFD)
	rep, err := report{}, error(nil)
	o, err := parseOrder(args)
	if err == nil {
		rep, err = lockTool(o)
	}
	if err != nil {
		return tell(status, report{Missing: rep.Missing, Fault: faultOf(err)})
	}
	// The report goes out before the program takes over and the pipe closes.
	tell(status, rep)
	err = syscall.Exec(o.Path, o.Args, os.Environ())
	return tell(status, report{Fault: faultOf(environment("becoming %s: %v", o.Path, err))})
}

// tell writes a report and returns the exit code of a trampoline that has to give up.
func tell(status *os.File, rep report) int {
	// Without a reader there is nobody left to tell.
	_ = json.NewEncoder(status).Encode(rep)
	return 1
}
