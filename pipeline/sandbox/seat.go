package sandbox

import (
	"context"
	"os"
	"slices"
	"strconv"
	"strings"
)

// take picks the best idle worker for the request or starts one. The caller holds a seat,
// so there is always room for it.
func (p *Pool) take(ctx context.Context, r Request) (*worker, error) {
	w, spare := p.pick(r)
	if spare != nil {
		p.drop(spare, "tenant")
	}
	if w != nil {
		return w, nil
	}
	w, err := p.sandbox.startWorker(ctx, p.kind, r.Tenant)
	if err != nil {
		return nil, timed(ctx, err)
	}
	return w, nil
}

// pick removes a worker from the idle ones: one that has the input loaded, else one of the
// same tenant. When there is none and no room for another, it returns the longest idle one
// as spare.
func (p *Pool) pick(r Request) (w, spare *worker) {
	p.mu.Lock()
	defer p.mu.Unlock()
	best, score := -1, 0
	for i, w := range p.idle {
		if s := w.suits(r); s > score {
			best, score = i, s
		}
	}
	switch {
	case best >= 0:
		w = p.idle[best]
		p.idle = slices.Delete(p.idle, best, best+1)
	case len(p.idle) > 0 && len(p.idle)+len(p.seats) > cap(p.seats):
		spare = p.idle[0]
		p.idle = p.idle[1:]
	}
	return w, spare
}

// suits scores an idle worker for a request; 0 is never.
func (w *worker) suits(r Request) int {
	switch {
	case w.tenant != r.Tenant:
		return 0
	case r.Input == nil:
		return 1
	case w.loaded == r.Input.key:
		return 3
	case w.loaded == "":
		return 2
	}
	return 1
}

// put gives a worker back after a good call, or replaces it when it is worn.
func (p *Pool) put(w *worker) {
	cfg := p.sandbox.cfg
	switch {
	case w.pages >= cfg.MaxPages:
		p.drop(w, "calls")
	case w.memory()-w.base > cfg.MaxGrowth:
		p.drop(w, "growth")
	default:
		p.mu.Lock()
		p.idle = append(p.idle, w)
		p.mu.Unlock()
	}
}

func (p *Pool) drop(w *worker, reason string) {
	w.end()
	p.sandbox.cfg.killed(reason)
}

// memory returns the bytes of memory that belong to the child alone, without files and
// inputs it has mapped, or 0 when the kernel does not say.
func (w *worker) memory() int64 {
	text, err := os.ReadFile("/proc/" + strconv.Itoa(w.cmd.Process.Pid) + "/statm")
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(text))
	if len(fields) < 3 {
		return 0
	}
	resident, _ := strconv.ParseInt(fields[1], 10, 64)
	shared, _ := strconv.ParseInt(fields[2], 10, 64)
	return (resident - shared) * int64(os.Getpagesize())
}
