package sandbox

import (
	"context"
	"os"
	"slices"
	"strconv"
	"strings"
)

// take returns the worker that the turn was given, or starts one.
func (p *Pool) take(ctx context.Context, t *turn) (*worker, error) {
	if t.spare != nil {
		p.drop(t.spare, "tenant")
	}
	if t.worker != nil {
		return t.worker, nil
	}
	w, err := p.sandbox.startWorker(ctx, p.kind, t.request.Tenant)
	if err != nil {
		return nil, timed(ctx, err)
	}
	return w, nil
}

// pick removes a worker from the idle ones: one that has the input loaded, else one of the
// same tenant. When there is none and no room for another, it returns the longest idle one
// as spare. The caller holds the lock and has not taken its seat yet.
func (p *Pool) pick(r Request) (w, spare *worker) {
	best, score := -1, never
	for i, w := range p.idle {
		if s := w.suits(r); s > score {
			best, score = i, s
		}
	}
	switch {
	case best >= 0:
		w = p.idle[best]
		p.idle = slices.Delete(p.idle, best, best+1)
	case len(p.idle) > 0 && len(p.idle)+len(p.seated) >= p.size:
		spare = p.idle[0]
		p.idle = p.idle[1:]
	}
	return w, spare
}

// How well an idle worker suits a request, from worst to best.
const (
	never     = iota // it belongs to another tenant
	reloading        // it has another input, which it would give up
	empty            // it has no input yet
	loaded           // it has the input
)

// suits scores an idle worker for a request.
func (w *worker) suits(r Request) int {
	switch {
	case w.tenant != r.Tenant:
		return never
	case r.Input == nil:
		return reloading // nothing is given up, but nothing gained either
	case w.loaded == r.Input.key:
		return loaded
	case w.loaded == "":
		return empty
	}
	return reloading
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
