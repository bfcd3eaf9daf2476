package sandbox

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// leakArg is the hidden first argument that makes this program count what children leave.
const leakArg = "__leak"

// TestNothingLeft runs in a process of its own, where nobody else opens files.
func TestNothingLeft(t *testing.T) {
	t.Parallel()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(exe, leakArg).CombinedOutput()
	if err != nil || string(out) != "" {
		t.Errorf("%v\n%s", err, out)
	}
}

// countWhatIsLeft prints what grew over many children, good and bad ones.
func countWhatIsLeft() {
	sb, err := New(DefaultConfig())
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	round(sb)
	fds, threads := held()
	for range 10 {
		round(sb)
	}
	if f, g := held(); f > fds || g > threads {
		fmt.Printf("%d descriptors and %d goroutines, before %d and %d\n", f, g, fds, threads)
	}
	lists, err := filepath.Glob("/proc/self/task/*/children")
	if err != nil || len(lists) == 0 {
		fmt.Printf("lists of children: %d, %v\n", len(lists), err)
	}
	for _, list := range lists {
		if children, _ := os.ReadFile(list); len(children) > 0 { // the thread may end meanwhile
			fmt.Printf("children %s\n", children)
		}
	}
	os.Exit(0)
}

// round is a pool's life with a good call, a crash, an error of the Op and two tools.
func round(sb *Sandbox) {
	ctx := context.Background()
	in, err := NewInput("key", strings.NewReader("document"))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer in.Close()
	p := sb.Pool("test", 2)
	defer p.Close()
	if _, err := say(ctx, p, "a", in); err != nil {
		fmt.Println(err)
	}
	for _, r := range []Request{{Op: "crash", Args: "exit"}, {Op: "fail"}, {Op: "forge", Args: "garbage"}} {
		if _, err := p.Do(ctx, r); err == nil {
			fmt.Println(r.Op, "worked")
		}
	}
	for _, name := range []string{"cat", "false"} {
		if _, err := sb.Run(ctx, Tool{Name: name, Args: []string{"{in}"}, Input: in}); err != nil {
			fmt.Println(err)
		}
	}
}

func held() (fds, goroutines int) {
	runtime.GC()
	entries, _ := os.ReadDir("/proc/self/fd") // the count is then too small, which the test shows
	return len(entries), runtime.NumGoroutine()
}
