package sandbox

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"docpipe/pipeline"
)

func TestCrash(t *testing.T) {
	t.Parallel()
	p := pool(t, setup(t), 2)
	cases := map[string]string{
		"exit": "exit status 3", "panic": "panic", "segv": "segmentation fault",
		"kill": "killed by SIGKILL", "goroutine": "panic",
	}
	if !raceEnabled {
		cases["memory"] = "out of memory"
	}
	for how, want := range cases {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			_, err := p.Do(t.Context(), Request{Tenant: "a", Op: "crash", Args: how})
			if !errors.Is(err, pipeline.ErrRenderCrash) || !strings.Contains(err.Error(), want) {
				t.Errorf("Do = %v, want a render crash by %s", err, want)
			}
			if err != nil && strings.Contains(err.Error(), "canary") {
				t.Errorf("Do = %v, which repeats what the worker wrote", err)
			}
		})
	}
}

func TestCrashOnce(t *testing.T) {
	t.Parallel()
	p := pool(t, setup(t), 1)
	first, err := say(t.Context(), p, "a", nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := p.Do(t.Context(), Request{Tenant: "a", Op: "crash-in", Args: first.Pid})
	if err != nil {
		t.Fatalf("Do = %v, want the answer of the second worker", err)
	}
	if got := decode[int](t, res.Body); got == first.Pid {
		t.Errorf("pid = %d, want another one than the first worker's", got)
	}
}

func TestForgedReply(t *testing.T) {
	t.Parallel()
	p := pool(t, setup(t), 2)
	for _, what := range []string{"garbage", "length", "text length", "sequence", "depth", "not JSON", "short"} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			_, err := p.Do(t.Context(), Request{Tenant: "a", Op: "forge", Args: what, MaxReply: 100})
			if !errors.Is(err, pipeline.ErrRenderCrash) {
				t.Errorf("Do = %v, want a render crash", err)
			}
		})
	}
}

func TestReplyTooLarge(t *testing.T) {
	t.Parallel()
	p := pool(t, setup(t), 1)
	_, err := p.Do(t.Context(), Request{Tenant: "a", Op: "fill", Args: 101, MaxReply: 100})
	if !errors.Is(err, pipeline.ErrTooLarge) {
		t.Errorf("Do = %v, want too large", err)
	}
}

func TestDeadline(t *testing.T) {
	t.Parallel()
	p := pool(t, setup(t), 1)
	first, err := say(t.Context(), p, "a", nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, how := range []string{"hang", "spin"} {
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		defer cancel()
		_, err = p.Do(ctx, Request{Tenant: "a", Op: "crash", Args: how})
		if !errors.Is(err, pipeline.ErrRenderTimeout) {
			t.Errorf("%s: Do = %v, want a render timeout", how, err)
		}
		if late, _ := ctx.Deadline(); time.Since(late) > time.Second {
			t.Errorf("%s: returned %v after the deadline", how, time.Since(late))
		}
	}
	gone(t, first.Pid)
}

func TestCancel(t *testing.T) {
	t.Parallel()
	p := pool(t, setup(t), 1)
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel)
	_, err := p.Do(ctx, Request{Tenant: "a", Op: "crash", Args: "hang"})
	if pipeline.KindOf(err) != pipeline.ErrCancelled {
		t.Errorf("Do = %v, want cancelled", err)
	}
}

// TestNoOrphans lets a worker without lock start programs and checks that they die with it.
func TestNoOrphans(t *testing.T) {
	t.Parallel()
	p := pool(t, setup(t, lackEverything), 1)
	ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
	defer cancel()
	mark := fmt.Sprintf("600.%d", os.Getpid())
	_, err := p.Do(ctx, Request{Tenant: "a", Op: "storm", Args: mark})
	if !errors.Is(err, pipeline.ErrRenderTimeout) {
		t.Errorf("Do = %v, want a render timeout", err)
	}
	for _, pid := range running(t, mark) {
		gone(t, pid)
	}
}

func TestParentKilled(t *testing.T) {
	t.Parallel()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	parent := exec.Command(exe, parentArg)
	out, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	var worker int
	if _, err := fmt.Fscan(out, &worker); err != nil {
		t.Fatal(err)
	}
	if err := parent.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = parent.Wait() // it was killed
	gone(t, worker)
}

func TestWorkerDoesNotComeUp(t *testing.T) {
	t.Parallel()
	sb := setup(t)
	for kind, want := range map[string]string{"cold": "no fonts", "unheard": "unheard"} {
		p := sb.Pool(kind, 1)
		defer p.Close()
		_, err := p.Do(t.Context(), Request{Tenant: "a", Op: "echo"})
		if !errors.Is(err, pipeline.ErrEnvironment) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: Do = %v, want trouble of the environment that says %q", kind, err, want)
		}
	}
}

// running returns the processes that have mark as an argument.
func running(t *testing.T, mark string) []int {
	t.Helper()
	entries, err := os.ReadDir("/proc")
	if err != nil {
		t.Fatal(err)
	}
	var pids []int
	for _, e := range entries {
		pid, err := strconv.Atoi(e.Name())
		if err != nil {
			continue
		}
		args, _ := os.ReadFile("/proc/" + e.Name() + "/cmdline") // it may end meanwhile
		if bytes.Contains(args, []byte("\x00"+mark+"\x00")) {
			pids = append(pids, pid)
		}
	}
	return pids
}

var hoard [][]byte

func opCrash(c *Call) (any, []byte, error) {
	var how string
	if err := c.Bind(&how); err != nil {
		return nil, nil, err
	}
	fmt.Fprintln(os.Stderr, strings.Repeat("canary", maxStderr))
	switch how {
	case "exit":
		os.Exit(3)
	case "panic":
		panic("canary")
	case "goroutine":
		go func() { panic("canary") }()
		select {}
	case "segv":
		runtime.LockOSThread()
		return nil, nil, unix.Tgkill(os.Getpid(), unix.Gettid(), unix.SIGSEGV)
	case "kill":
		return nil, nil, unix.Tgkill(os.Getpid(), unix.Gettid(), unix.SIGKILL)
	case "memory":
		for {
			hoard = append(hoard, make([]byte, 64<<20))
		}
	case "spin":
		for n := 0; n >= 0; n = (n + 1) % 7 {
			c.Data = nil
		}
	}
	select {}
}

// opCrashIn crashes in the process of that number and answers in any other.
func opCrashIn(c *Call) (any, []byte, error) {
	var pid int
	if err := c.Bind(&pid); err != nil {
		return nil, nil, err
	}
	if pid == os.Getpid() {
		os.Exit(1)
	}
	return os.Getpid(), nil, nil
}

func opStorm(c *Call) (any, []byte, error) {
	var mark string
	if err := c.Bind(&mark); err != nil {
		return nil, nil, err
	}
	for range 20 {
		if err := exec.Command("/bin/sleep", mark).Start(); err != nil {
			return nil, nil, err
		}
	}
	select {}
}

// opGrow keeps as many bytes as asked for.
func opGrow(c *Call) (any, []byte, error) {
	var n int
	if err := c.Bind(&n); err != nil {
		return nil, nil, err
	}
	hoard = append(hoard, bytes.Repeat([]byte{1}, n))
	return os.Getpid(), nil, nil
}

func opFail(*Call) (any, []byte, error) {
	return nil, nil, fmt.Errorf("page 3:\x1b the image ends early: %w", pipeline.ErrDamaged)
}

// opForge writes to the parent what no honest worker would.
func opForge(c *Call) (any, []byte, error) {
	var what string
	if err := c.Bind(&what); err != nil {
		return nil, nil, err
	}
	conn := os.NewFile(parentFD, "parent")
	good, _ := json.Marshal(answer{Body: json.RawMessage("1")})
	f := frame{seq: 1, text: good}
	switch what {
	case "garbage":
		_, err := conn.Write(bytes.Repeat([]byte("x"), 100))
		return nil, nil, err
	case "length":
		f.data = make([]byte, 101)
	case "text length":
		h := f.header()
		h[7] = 0xff
		_, err := conn.Write(h)
		return nil, nil, err
	case "sequence":
		f.seq = 7
	case "depth":
		f.text = []byte(`{"body":` + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + "}")
	case "not JSON":
		f.text = []byte(`{"body":`)
	case "short":
		if _, err := conn.Write(f.header()); err != nil {
			return nil, nil, err
		}
		os.Exit(0)
	}
	if err := writeFrame(conn, f); err != nil {
		return nil, nil, err
	}
	select {}
}
