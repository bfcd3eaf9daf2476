package sandbox

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"docpipe/pipeline"
)

// ends counts why children were ended.
type ends struct {
	mu     sync.Mutex
	counts map[string]int
}

func (e *ends) watch(c *Config) {
	e.counts = map[string]int{}
	c.OnKill = func(reason string) {
		e.mu.Lock()
		defer e.mu.Unlock()
		e.counts[reason]++
	}
}

func (e *ends) want(t *testing.T, want map[string]int) {
	t.Helper()
	e.mu.Lock()
	defer e.mu.Unlock()
	if diff := cmp.Diff(e.counts, want); diff != "" {
		t.Errorf("ended children (-got +want):\n%s", diff)
	}
}

func TestDo(t *testing.T) {
	t.Parallel()
	p := pool(t, setup(t), 2)
	in := input(t, "key", "document")
	res, err := p.Do(t.Context(), Request{Tenant: "a", Op: "echo", Args: "hi", Input: in, Data: []byte("raw"), MaxReply: 3})
	if err != nil {
		t.Fatal(err)
	}
	got := decode[echo](t, res.Body)
	want := echo{Pid: got.Pid, Key: "key", Fresh: true, Text: "hi", Input: "document"}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("reply (-got +want):\n%s", diff)
	}
	if string(res.Data) != "raw" {
		t.Errorf("Data = %q, want raw", res.Data)
	}
}

func TestInputIsSentOnce(t *testing.T) {
	t.Parallel()
	p := pool(t, setup(t), 2)
	one, two, empty := input(t, "one", "first"), input(t, "two", "second"), input(t, "empty", "")
	var got []echo
	for _, in := range []*Input{one, one, nil, one, two, two, one, empty} {
		e, err := say(t.Context(), p, "a", in)
		if err != nil {
			t.Fatal(err)
		}
		e.Pid = 0
		got = append(got, e)
	}
	want := []echo{
		{Key: "one", Fresh: true, Text: "a", Input: "first"},
		{Key: "one", Text: "a", Input: "first"},
		{Text: "a"},
		{Key: "one", Text: "a", Input: "first"},
		{Key: "two", Fresh: true, Text: "a", Input: "second"},
		{Key: "two", Text: "a", Input: "second"},
		{Key: "one", Fresh: true, Text: "a", Input: "first"},
		{Key: "empty", Fresh: true, Text: "a"},
	}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("replies (-got +want):\n%s", diff)
	}
}

func TestTenantsNeverShare(t *testing.T) {
	t.Parallel()
	var e ends
	p := pool(t, setup(t, e.watch), 1)
	owner := map[int]string{}
	for _, tenant := range []string{"a", "a", "b", "a", "c"} {
		got, err := say(t.Context(), p, tenant, nil)
		if err != nil {
			t.Fatal(err)
		}
		if before, ok := owner[got.Pid]; ok && before != tenant {
			t.Errorf("worker %d served %s and %s", got.Pid, before, tenant)
		}
		owner[got.Pid] = tenant
	}
	e.want(t, map[string]int{"tenant": 3})
}

func TestReplacedAfterCalls(t *testing.T) {
	t.Parallel()
	var e ends
	p := pool(t, setup(t, e.watch), 1)
	calls := map[int]int{}
	for range 70 {
		got, err := say(t.Context(), p, "a", nil)
		if err != nil {
			t.Fatal(err)
		}
		calls[got.Pid]++
	}
	counts := slices.Sorted(maps.Values(calls))
	if diff := cmp.Diff(counts, []int{6, 32, 32}); diff != "" {
		t.Errorf("calls per worker (-got +want):\n%s", diff)
	}
	e.want(t, map[string]int{"calls": 2})
}

func TestLooksAreNotCounted(t *testing.T) {
	t.Parallel()
	var e ends
	p := pool(t, setup(t, e.watch), 1)
	for i := range 64 {
		if _, err := p.Do(t.Context(), Request{Tenant: "a", Op: "grow", Args: 1, Look: i%2 == 0}); err != nil {
			t.Fatal(err)
		}
		if i == 62 {
			e.want(t, map[string]int{})
		}
	}
	e.want(t, map[string]int{"calls": 1})
}

func TestReplacedAfterGrowth(t *testing.T) {
	t.Parallel()
	var e ends
	p := pool(t, setup(t, e.watch), 1)
	pids := map[int]bool{}
	for _, n := range []int{1 << 20, 1 << 20, 100 << 20, 1 << 20} {
		res, err := p.Do(t.Context(), Request{Tenant: "a", Op: "grow", Args: n})
		if err != nil {
			t.Fatal(err)
		}
		pids[decode[int](t, res.Body)] = true
	}
	if len(pids) != 2 {
		t.Errorf("%d workers, want 2", len(pids))
	}
	e.want(t, map[string]int{"growth": 1})
}

func TestErrorOfOp(t *testing.T) {
	t.Parallel()
	var e ends
	p := pool(t, setup(t, e.watch), 1)
	_, err := p.Do(t.Context(), Request{Tenant: "a", Op: "fail"})
	want := "page 3:  the image ends early: the file is damaged"
	if !errors.Is(err, pipeline.ErrDamaged) || err.Error() != want {
		t.Errorf("Do = %v, want %s", err, want)
	}
	e.want(t, map[string]int{"error": 1})
	if _, err := p.Do(t.Context(), Request{Tenant: "a", Op: "unheard"}); pipeline.KindOf(err) != pipeline.ErrInternal {
		t.Errorf("unknown op: Do = %v, want an internal error", err)
	}
}

func TestClosedInput(t *testing.T) {
	t.Parallel()
	p := pool(t, setup(t), 1)
	in := input(t, "key", "document")
	in.Close()
	if _, err := say(t.Context(), p, "a", in); !errors.Is(err, pipeline.ErrInvalid) {
		t.Errorf("Do = %v, want an invalid request", err)
	}
}

func TestConcurrent(t *testing.T) {
	t.Parallel()
	const size = 3
	p := pool(t, setup(t), size)
	var inputs []*Input
	for i := range 4 {
		inputs = append(inputs, input(t, fmt.Sprint(i), strings.Repeat(fmt.Sprint(i), 100_000)))
	}
	var all sync.WaitGroup
	for i := range 60 {
		all.Go(func() {
			tenant, in := fmt.Sprint("tenant", i%2), inputs[i%4]
			got, err := say(t.Context(), p, tenant, in)
			if err != nil || got.Text != tenant || got.Key != in.Key() || int64(len(got.Input)) != in.Size() || got.Input[0] != in.Key()[0] {
				t.Errorf("call %d = tenant %s, key %s, %d bytes, %v", i, got.Text, got.Key, len(got.Input), err)
			}
		})
	}
	all.Wait()
	if len(p.idle) > size {
		t.Errorf("%d workers, want at most %d", len(p.idle), size)
	}
}

func TestWaitingEndsWithContext(t *testing.T) {
	t.Parallel()
	p := pool(t, setup(t), 1)
	defer p.leave(p.queue(Request{}))
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if _, err := say(ctx, p, "a", nil); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Do = %v, want the deadline of the context", err)
	}
}

func TestClose(t *testing.T) {
	t.Parallel()
	p := setup(t).Pool("test", 2)
	idle, err := say(t.Context(), p, "a", nil)
	if err != nil {
		t.Fatal(err)
	}
	hung := make(chan error)
	go func() {
		_, err := p.Do(context.Background(), Request{Tenant: "b", Op: "crash", Args: "hang"})
		hung <- err
	}()
	for p.busy() == 0 {
		runtime.Gosched()
	}
	closed := make(chan struct{})
	go func() { p.Close(); p.Close(); close(closed) }()
	if err := <-hung; !errors.Is(err, context.Canceled) {
		t.Errorf("running call = %v, want cancelled", err)
	}
	<-closed
	gone(t, idle.Pid)
	if _, err := say(t.Context(), p, "a", nil); !errors.Is(err, context.Canceled) {
		t.Errorf("call after Close = %v, want cancelled", err)
	}
}
