package sandbox

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/google/go-cmp/cmp"
)

// attempts are what no child may do. Each returns nil when it could.
var attempts = map[string]func() error{
	"open a file":            func() error { return closed(unix.Open("/etc/passwd", unix.O_RDONLY, 0)) },
	"open a folder":          func() error { return closed(unix.Open("/", unix.O_RDONLY, 0)) },
	"read the parent's keys": func() error { _, err := os.ReadFile(parentProc("environ")); return err },
	"read the parent's fds":  func() error { _, err := os.ReadDir(parentProc("fd")); return err },
	"write a file":           func() error { return os.WriteFile("/tmp/docpipe-sandbox-attempt", []byte("x"), 0o600) },
	"make a folder":          func() error { return os.Mkdir("/tmp/docpipe-sandbox-attempt.d", 0o700) },
	"remove a file":          func() error { return os.Remove("/tmp/docpipe-sandbox-attempt") },
	"TCP socket":             func() error { return closed(unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)) },
	"UDP socket":             func() error { return closed(unix.Socket(unix.AF_INET6, unix.SOCK_DGRAM, 0)) },
	"unix socket":            func() error { return closed(unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM, 0)) },
	"socket pair":            func() error { _, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM, 0); return err },
	"start a program":        func() error { return exec.Command("/bin/true").Run() },
	"fork":                   func() error { return clone(uintptr(unix.SIGCHLD)) },
	"fork as futex":          func() error { return clone(unix.SYS_FUTEX) },
	"fork as prlimit64":      func() error { return clone(unix.SYS_PRLIMIT64) },
	"ptrace the parent":      func() error { return unix.PtraceSeize(os.Getppid()) },
	"kill the parent":        func() error { return unix.Kill(os.Getppid(), 0) },
	"tgkill the parent":      func() error { return unix.Tgkill(os.Getppid(), os.Getppid(), 0) },
	"signal by ownership":    setOwner,
	"memfd_create":           func() error { return closed(unix.MemfdCreate("x", 0)) },
	"mount":                  func() error { return unix.Mount("none", "/mnt", "tmpfs", 0, "") },
	"unshare":                func() error { return unix.Unshare(unix.CLONE_NEWUSER) },
	"chroot":                 func() error { return unix.Chroot("/") },
	"raise a limit":          raiseLimit,
	"peek at the parent":     peek,
	"io_uring":               func() error { return raw(unix.SYS_IO_URING_SETUP, 1, 0) },
	"bpf":                    func() error { return raw(unix.SYS_BPF, 0, 0) },
	"keyctl":                 func() error { return raw(unix.SYS_KEYCTL, 0, 0) },
	"perf_event_open":        func() error { return raw(unix.SYS_PERF_EVENT_OPEN, 0, 0) },
	"userfaultfd":            func() error { return raw(unix.SYS_USERFAULTFD, 0, 0) },
	"3 GiB":                  mapMuch,
}

// workerAttempts are what a tool has to be able to do.
var workerAttempts = map[string]func() error{
	"execve":           func() error { return syscall.Exec("/bin/true", []string{"true"}, nil) },
	"open a library":   func() error { return closed(unix.Open("/usr", unix.O_RDONLY, 0)) },
	"look at a file":   func() error { _, err := os.Stat("/etc/passwd"); return err },
	"duplicate an fd":  func() error { return closed(unix.Dup(1)) },
	"list own folder":  func() error { _, err := os.Getwd(); return err },
	"ask the terminal": func() error { _, err := unix.IoctlGetTermios(1, unix.TCGETS); return err },
}

func TestWorkerCannot(t *testing.T) {
	t.Parallel()
	p := pool(t, setup(t), 1)
	denied(t, attemptInWorker(t, p, append(names(attempts), names(workerAttempts)...)))
}

func TestToolCannot(t *testing.T) {
	t.Parallel()
	denied(t, attemptInTool(t, setup(t), names(attempts)))
}

// TestAttemptsWork shows that the attempts fail because of the lock only.
func TestAttemptsWork(t *testing.T) {
	t.Parallel()
	sb := setup(t, lackEverything)
	wanted := []string{
		"open a file", "read the parent's keys", "TCP socket", "unix socket", "start a program",
		"kill the parent", "memfd_create", "signal by ownership", "3 GiB",
	}
	all := map[string]string{}
	for _, name := range wanted {
		all[name] = ""
	}
	if diff := cmp.Diff(attemptInWorker(t, pool(t, sb, 1), wanted), all); diff != "" {
		t.Errorf("worker without lock (-got +want):\n%s", diff)
	}
	if diff := cmp.Diff(attemptInTool(t, sb, wanted), all); diff != "" {
		t.Errorf("tool without lock (-got +want):\n%s", diff)
	}
}

func denied(t *testing.T, results map[string]string) {
	t.Helper()
	for name, got := range results {
		if name == "3 GiB" && raceEnabled {
			continue
		}
		if got == "" {
			t.Errorf("%s: was possible", name)
		}
	}
}

func attemptInWorker(t *testing.T, p *Pool, what []string) map[string]string {
	t.Helper()
	res, err := p.Do(t.Context(), Request{Tenant: "a", Op: "attempt", Args: what})
	if err != nil {
		t.Fatal(err)
	}
	return decode[map[string]string](t, res.Body)
}

func attemptInTool(t *testing.T, sb *Sandbox, what []string) map[string]string {
	t.Helper()
	out, err := sb.Run(t.Context(), Tool{Name: sb.exe, Args: []string{attemptArg, strings.Join(what, ",")}})
	if err != nil || out.Code != 0 {
		t.Fatalf("Run = code %d, %v, %s", out.Code, err, out.Stderr)
	}
	got := decode[map[string]string](t, out.Stdout)
	if len(got) != len(what) {
		t.Fatalf("%d attempts, want %d", len(got), len(what))
	}
	return got
}

func decode[T any](t *testing.T, text []byte) (v T) {
	t.Helper()
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return v
}

func opAttempt(c *Call) (any, []byte, error) {
	var what []string
	err := c.Bind(&what)
	return attemptAll(what), nil, err
}

func attemptAll(what []string) map[string]string {
	results := map[string]string{}
	for _, name := range what {
		try, ok := attempts[name]
		if !ok {
			try = workerAttempts[name]
		}
		results[name] = ""
		if err := try(); err != nil {
			results[name] = err.Error()
		}
	}
	return results
}

func closed(fd int, err error) error {
	if err == nil {
		unix.Close(fd)
	}
	return err
}

func parentProc(name string) string { return "/proc/" + strconv.Itoa(os.Getppid()) + "/" + name }

// clone forks with a system call of its own; the fork ends at once.
func clone(flags uintptr) error {
	pid, _, errno := unix.RawSyscall6(unix.SYS_CLONE, flags, 0, 0, 0, 0, 0)
	if errno == 0 && pid == 0 {
		unix.RawSyscall(unix.SYS_EXIT_GROUP, 0, 0, 0)
	}
	return asError(errno)
}

func raw(number, a, b uintptr) error {
	_, _, errno := unix.Syscall(number, a, b, 0)
	if errno != unix.EPERM {
		return nil // reached the kernel
	}
	return errno
}

func setOwner() error {
	_, err := unix.FcntlInt(1, unix.F_SETOWN, os.Getppid())
	return err
}

func raiseLimit() error {
	return unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{Cur: 1 << 20, Max: 1 << 20})
}

func peek() error {
	var b byte
	local := unix.Iovec{Base: &b, Len: 1}
	remote := unix.RemoteIovec{Base: uintptr(unsafe.Pointer(&b)), Len: 1}
	_, err := unix.ProcessVMReadv(os.Getppid(), []unix.Iovec{local}, []unix.RemoteIovec{remote}, 0)
	return err
}

func mapMuch() error {
	m, err := unix.Mmap(-1, 0, 3<<30, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_ANON|unix.MAP_NORESERVE)
	if err != nil {
		return err
	}
	return unix.Munmap(m)
}

func asError(errno syscall.Errno) error {
	if errno == 0 {
		return nil
	}
	return errors.New(errno.Error())
}
