package sandbox

import (
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/elastic/go-seccomp-bpf"
	"github.com/elastic/go-seccomp-bpf/arch"
	"golang.org/x/sys/unix"
)

// seccompWorker leaves a worker memory, threads, clocks and its open descriptors.
func seccompWorker(order) error { return filter(workerCalls) }

// seccompTool adds reading files and becoming the program.
func seccompTool(order) error { return filter(slices.Concat(workerCalls, toolCalls)) }

// filter allows the named system calls and refuses all others with EPERM.
//
// Conditions on arguments are filters of their own, one per system call, of which the
// strictest answer counts: in one program with others the library compares the argument it
// loaded last with the numbers of the system calls that follow. The list of names comes
// last because it forbids loading filters.
func filter(names []string) error {
	info, err := arch.GetInfo("")
	if err != nil {
		return err
	}
	for _, c := range conditions(os.Getpid()) {
		if err := load(seccomp.ActionAllow, c); err != nil {
			return err
		}
	}
	known := slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		_, ok := info.SyscallNames[name]
		return !ok
	})
	allow := seccomp.SyscallGroup{Names: known, Action: seccomp.ActionAllow}
	if err := load(seccomp.ActionErrno, allow); err != nil {
		return err
	}
	return checkSeccomp()
}

// load puts a filter on all threads of the process.
func load(otherwise seccomp.Action, group seccomp.SyscallGroup) error {
	return seccomp.LoadFilter(seccomp.Filter{
		Flag:   seccomp.FilterFlagTSync,
		Policy: seccomp.Policy{DefaultAction: otherwise, Syscalls: []seccomp.SyscallGroup{group}},
	})
}

// conditions refuse what allowed system calls could still do. The C library falls back from
// clone3, whose flags a filter cannot see, to clone.
func conditions(pid int) []seccomp.SyscallGroup {
	return []seccomp.SyscallGroup{
		{Names: []string{"clone3"}, Action: seccomp.ActionErrno | seccomp.Action(unix.ENOSYS)},
		refuse("clone", seccomp.Condition{Argument: 0, Operation: seccomp.BitsNotSet, Value: unix.CLONE_THREAD}),
		refuse("tgkill", seccomp.Condition{Argument: 0, Operation: seccomp.NotEqual, Value: uint64(pid)}),
		refuse("prlimit64", seccomp.Condition{Argument: 2, Operation: seccomp.NotEqual, Value: 0}),
		refuse("prctl", noneOf(0, unix.PR_SET_NAME, unix.PR_GET_NAME, unix.PR_SET_VMA, unix.PR_GET_DUMPABLE,
			unix.PR_GET_NO_NEW_PRIVS, unix.PR_GET_SECCOMP)...),
		refuse("fcntl", noneOf(1, unix.F_DUPFD, unix.F_DUPFD_CLOEXEC, unix.F_GETFD, unix.F_SETFD, unix.F_GETFL,
			unix.F_SETFL, unix.F_GET_SEALS)...),
		refuse("ioctl", noneOf(1, unix.TCGETS, unix.TIOCGWINSZ, unix.TIOCINQ)...),
	}
}

// refuse answers EPERM to calls of name for which all conditions hold.
func refuse(name string, all ...seccomp.Condition) seccomp.SyscallGroup {
	return seccomp.SyscallGroup{
		NamesWithCondtions: []seccomp.NameWithConditions{{Name: name, Conditions: all}},
		Action:             seccomp.ActionErrno,
	}
}

func noneOf(argument uint32, values ...uint64) []seccomp.Condition {
	var all []seccomp.Condition
	for _, v := range values {
		all = append(all, seccomp.Condition{Argument: argument, Operation: seccomp.NotEqual, Value: v})
	}
	return all
}

func checkSeccomp() error {
	fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err == nil {
		unix.Close(fd)
	}
	if !errors.Is(err, unix.EPERM) {
		return fmt.Errorf("a socket can still be made: %v", err)
	}
	return nil
}
