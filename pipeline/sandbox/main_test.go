package sandbox

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// The hidden first arguments of this test program.
const (
	attemptArg = "__attempt" // as a tool: try what a tool must not do
	parentArg  = "__parent"  // be a parent that is killed
)

// secret is a variable of ours that no child may see.
const secret = "DOCPIPETEST_PROVIDER_API_KEY"

func TestMain(m *testing.M) {
	Main(testKind(), Kind{Name: "cold", Warm: func() error { return fmt.Errorf("no fonts") }})
	if len(os.Args) > 1 && os.Args[1] == attemptArg {
		attemptAsTool(os.Args[2])
	}
	if len(os.Args) > 1 && os.Args[1] == parentArg {
		beParent()
	}
	if len(os.Args) > 1 && os.Args[1] == leakArg {
		countWhatIsLeft()
	}
	os.Setenv(secret, "sk-secret")
	os.Exit(m.Run())
}

// testKind is a kind with an op for everything that a worker may do to us.
func testKind() Kind {
	return Kind{Name: "test", Ops: map[string]Op{
		"echo": opEcho, "attempt": opAttempt, "environ": opEnviron,
		"crash": opCrash, "crash-in": opCrashIn, "storm": opStorm, "grow": opGrow,
		"fail": opFail, "forge": opForge, "fill": opFill,
	}}
}

type echo struct {
	Pid   int
	Key   string
	Fresh bool
	Text  string
	Input string
}

func opEcho(c *Call) (any, []byte, error) {
	e := echo{Pid: os.Getpid(), Key: c.InputKey, Fresh: c.Fresh, Input: string(c.Input)}
	return e, c.Data, c.Bind(&e.Text)
}

func opEnviron(*Call) (any, []byte, error) { return os.Environ(), nil, nil }

// opFill replies as many bytes as asked for.
func opFill(c *Call) (any, []byte, error) {
	var n int
	err := c.Bind(&n)
	return nil, make([]byte, n), err
}

// setup returns a sandbox that counts why children were ended.
func setup(t *testing.T, edit ...func(*Config)) *Sandbox {
	t.Helper()
	cfg := DefaultConfig()
	for _, e := range edit {
		e(&cfg)
	}
	sb, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return sb
}

// lackEverything is a machine without any layer.
func lackEverything(c *Config) {
	c.Mode, c.lacking = BestEffort, []string{"rlimits", "no_new_privs", "landlock", "seccomp"}
}

func pool(t *testing.T, sb *Sandbox, size int) *Pool {
	t.Helper()
	p := sb.Pool("test", size)
	t.Cleanup(p.Close)
	return p
}

func input(t *testing.T, key, text string) *Input {
	t.Helper()
	in, err := NewInput(key, strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { in.Close() })
	return in
}

// say calls echo as a tenant.
func say(ctx context.Context, p *Pool, tenant string, in *Input) (echo, error) {
	res, err := p.Do(ctx, Request{Tenant: tenant, Op: "echo", Args: tenant, Input: in})
	if err != nil {
		return echo{}, err
	}
	var e echo
	return e, res.Bind(&e)
}

// gone waits for the end of a process that need not be our child.
func gone(t *testing.T, pid int) {
	t.Helper()
	fd, err := unix.PidfdOpen(pid, 0)
	if err == unix.ESRCH {
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(fd)
	for {
		n, err := unix.Poll([]unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}, 5000)
		if err == unix.EINTR {
			continue
		}
		if n != 1 || err != nil {
			t.Errorf("process %d lives on: %v", pid, err)
		}
		return
	}
}

// beParent starts a worker, prints its pid and hangs in a call until it is killed.
func beParent() {
	sb, err := New(DefaultConfig())
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	p := sb.Pool("test", 1)
	e, err := say(context.Background(), p, "a", nil)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(e.Pid)
	_, err = p.Do(context.Background(), Request{Tenant: "a", Op: "crash", Args: "hang"})
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// attemptAsTool prints what came of an attempt as JSON.
func attemptAsTool(what string) {
	if what == "environ" {
		_ = json.NewEncoder(os.Stdout).Encode(os.Environ())
		os.Exit(0)
	}
	_ = json.NewEncoder(os.Stdout).Encode(attemptAll(strings.Split(what, ",")))
	os.Exit(0)
}

func names[V any](m map[string]V) []string {
	var all []string
	for name := range m {
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}
