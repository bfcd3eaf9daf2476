package sandbox

import (
	"fmt"
	"runtime"
	"slices"

	"golang.org/x/sys/unix"

	"docpipe/pipeline"
)

// A layer is one part of the lock. Its apply locks the whole process and then checks that
// the lock holds.
type layer struct {
	name  string
	apply func(o order) error
}

// lockWorker locks a worker: no files, no network, no programs.
func lockWorker(o order) (report, error) {
	return lock(o, []layer{
		{"rlimits", limit},
		{"no_new_privs", noNewPrivs},
		{"landlock", landlockWorker},
		{"seccomp", seccompWorker},
	})
}

// lockTool locks a trampoline, and with it the program that it becomes.
func lockTool(o order) (report, error) {
	return lock(o, []layer{
		{"rlimits", limit},
		{"no_new_privs", noNewPrivs},
		{"landlock", landlockTool},
		{"seccomp", seccompTool},
	})
}

// lock applies the layers in order. Without one it gives up, or goes on and reports it when
// the order says best-effort.
func lock(o order, layers []layer) (report, error) {
	// Some layers lock the calling thread first and the others from there.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	rep := report{Missing: map[string]string{}}
	for _, l := range layers {
		err := l.try(o)
		if err != nil && o.Mode != BestEffort {
			return rep, environment("the sandbox layer %s does not work on this machine (%v): "+
				"use a kernel that has it, or allow the rest alone with --sandbox=best-effort", l.name, err)
		}
		if err != nil {
			rep.Missing[l.name] = err.Error()
		}
	}
	return rep, nil
}

func (l layer) try(o order) error {
	if slices.Contains(o.Lacking, l.name) {
		return unix.ENOSYS
	}
	return l.apply(o)
}

// noNewPrivs lets no program that this process becomes gain rights, and is what the kernel
// asks for before the next layers.
func noNewPrivs(order) error {
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return err
	}
	if set, err := unix.PrctlRetInt(unix.PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0); err != nil || set != 1 {
		return fmt.Errorf("not set afterwards: %d, %v", set, err)
	}
	return nil
}

// environment is an error of the machine.
func environment(format string, args ...any) error {
	return &childError{text: fmt.Sprintf(format, args...), kind: pipeline.ErrEnvironment}
}
