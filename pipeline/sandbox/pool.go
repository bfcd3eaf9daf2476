package sandbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"docpipe/pipeline"
)

// A Pool keeps up to a number of warm workers of one kind. It is safe for concurrent use.
type Pool struct {
	sandbox *Sandbox
	kind    string
	size    int
	closed  context.Context
	close   context.CancelFunc
	ending  sync.Once
	running sync.WaitGroup // calls that have a seat

	mu      sync.Mutex
	idle    []*worker // the longest idle first
	seated  []*turn   // calls that have a seat, at most size
	waiting []*turn   // the longest waiting first
}

// A Request is one call of an [Op].
type Request struct {
	Tenant   string // a worker never serves two tenants
	Op       string
	Args     any    // encoded as JSON
	Input    *Input // the document, or nil
	Data     []byte // raw bytes for the Op, at most 1 GiB
	MaxReply int64  // bytes of Data accepted in the reply
	Look     bool   // a first look at the input, without a page: Config.MaxPages does not count it
}

// A Response is what an [Op] answered: its reply as JSON and its data.
type Response struct {
	Body json.RawMessage
	Data []byte
}

// Bind decodes the reply into v, a pointer.
func (r Response) Bind(v any) error {
	if err := json.Unmarshal(r.Body, v); err != nil {
		return fmt.Errorf("the reply of the worker: %w: %w", err, pipeline.ErrRenderCrash)
	}
	return nil
}

func newPool(s *Sandbox, kind string, size int) *Pool {
	p := &Pool{sandbox: s, kind: kind, size: size}
	p.closed, p.close = context.WithCancel(context.Background())
	return p
}

// Do runs one Op in a worker, waiting for a free one first. A worker that becomes free goes
// to a call whose Input it has loaded, and only a few times past others that wait longer.
// The deadline of ctx is the deadline of the page: the worker is killed at it.
//
// Errors of the Op keep their [pipeline.Kind]. A crash is tried once more in a fresh worker
// and then wraps [pipeline.ErrRenderCrash]; the deadline wraps [pipeline.ErrRenderTimeout];
// a worker that does not come up wraps [pipeline.ErrEnvironment]; otherwise the error of
// ctx is wrapped, [context.DeadlineExceeded] too when it passed while no worker was free.
func (p *Pool) Do(ctx context.Context, r Request) (Response, error) {
	args, err := json.Marshal(r.Args)
	if err != nil {
		return Response{}, fmt.Errorf("the arguments of %s: %w: %w", r.Op, err, pipeline.ErrInvalid)
	}
	if len(r.Data) > maxData {
		return Response{}, fmt.Errorf("%d bytes of data for %s: %w", len(r.Data), r.Op, pipeline.ErrTooLarge)
	}
	p.sandbox.cfg.begins(r.Op)
	ctx, cancel := p.sandbox.deadline(ctx)
	defer cancel()
	defer context.AfterFunc(p.closed, cancel)()
	t, err := p.sit(ctx, r)
	if err != nil {
		return Response{}, fmt.Errorf("waiting for a free worker: %w", err)
	}
	defer p.leave(t)
	return p.twice(ctx, t, args)
}

// Close kills the workers, lets the calls that are running fail with [context.Canceled] and
// waits for their end. It may be called twice.
func (p *Pool) Close() { p.ending.Do(p.empty) }

func (p *Pool) empty() {
	p.mu.Lock()
	p.close() // from here on nobody is seated
	p.mu.Unlock()
	p.running.Wait()
	for _, w := range p.idle {
		w.end()
	}
	p.idle = nil
}

// twice makes the call, and once more in a fresh worker after a crash.
func (p *Pool) twice(ctx context.Context, t *turn, args json.RawMessage) (Response, error) {
	r := t.request
	w, err := p.take(ctx, t)
	if err != nil {
		return Response{}, err
	}
	res, err := p.once(ctx, w, r, args)
	var first *crash
	if !errors.As(err, &first) {
		return res, err
	}
	if w, err = p.sandbox.startWorker(ctx, p.kind, r.Tenant); err != nil {
		return Response{}, timed(ctx, err)
	}
	res, err = p.once(ctx, w, r, args)
	var second *crash
	if errors.As(err, &second) {
		return Response{}, fmt.Errorf("%s: %s, in two workers: %w", r.Op, second.cause, pipeline.ErrRenderCrash)
	}
	return res, err
}

// once makes the call in w and decides whether w may go on.
func (p *Pool) once(ctx context.Context, w *worker, r Request, args json.RawMessage) (Response, error) {
	stop := context.AfterFunc(ctx, w.kill)
	res, err := w.call(r, args)
	stopped := stop()
	if err == nil && stopped {
		p.put(w)
		return res, nil
	}
	if err == nil {
		p.drop(w, "timeout")
		return res, nil
	}
	if ctx.Err() != nil {
		p.drop(w, endReason(ctx))
		return Response{}, timed(ctx, fmt.Errorf("%s: %w", r.Op, ctx.Err()))
	}
	var c *crash
	if !errors.As(err, &c) {
		p.drop(w, "error")
		return Response{}, err
	}
	p.drop(w, "crash")
	return Response{}, &crash{cause: errors.New(w.autopsy(c.cause))}
}

// deadline gives a context without deadline the configured one.
func (s *Sandbox) deadline(ctx context.Context) (context.Context, context.CancelFunc) {
	if _, ok := ctx.Deadline(); ok {
		return context.WithCancel(ctx)
	}
	return context.WithTimeout(ctx, s.cfg.Timeout)
}

// timed makes a render timeout of err when the deadline of ctx has passed.
func timed(ctx context.Context, err error) error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return fmt.Errorf("the worker was stopped at its deadline: %w", pipeline.ErrRenderTimeout)
	}
	return err
}

func endReason(ctx context.Context) string {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return "timeout"
	}
	return "cancelled"
}
