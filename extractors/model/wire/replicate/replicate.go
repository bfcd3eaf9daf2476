// Package replicate speaks to models on Replicate, which runs a prediction for each request.
//
// A prediction is created with "Prefer: wait", looked after until it has ended, and cancelled
// when ctx ends first. Models name their inputs as they like: [Inputs] says how. There is one
// prompt and no conversation, so several turns, or an instruction that has no input of its
// own, become the prompt as a JSON list of roles and contents, in which a document cannot
// pass for a turn. Where images stand among the text is lost.
//
// Nothing says why a model stopped: an answer as long as its limit counts as cut off there.
package replicate

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"docpipe/extractors/model"
	"docpipe/extractors/model/wire"
)

const (
	patience = 3               // looks in a row that may fail; looking again buys nothing
	farewell = 5 * time.Second // for a cancellation to arrive
)

// A Wire sends requests to one model.
type Wire struct {
	config Config
	line   *wire.Line
	ending sync.WaitGroup // cancellations under way
}

var _ model.Wire = (*Wire)(nil)

// New makes a Wire. It sends nothing.
func New(c Config) (*Wire, error) {
	if err := c.Validate(); err != nil {
		return nil, err
	}
	return &Wire{config: c, line: wire.NewLine(c.HTTP, c.MaxAnswer, c.Key)}, nil
}

// Close waits for cancellations that are under way, at most five seconds. It always returns nil.
func (w *Wire) Close() error {
	w.ending.Wait()
	return nil
}

// Send sends r. See [model.Wire] for its errors; all that fails after the prediction was
// created is possibly billed.
func (w *Wire) Send(ctx context.Context, r model.Request) (model.Response, error) {
	if err := wire.Check(r, w.config.modes()...); err != nil {
		return model.Response{}, err
	}
	x := w.line.Exchange(r)
	body, err := w.config.body(r, x.Pictures())
	if err != nil {
		return model.Response{}, err
	}
	p, err := w.create(ctx, x, body)
	if err != nil {
		return model.Response{}, err
	}
	if p, x, err = w.follow(ctx, r, p, x); err != nil {
		w.cancel(p.ID)
		return model.Response{}, bought(err)
	}
	return response(p, r, x)
}

// create buys the prediction. When ctx has a deadline, Replicate learns of it: an answer
// after it is paid for and thrown away.
func (w *Wire) create(ctx context.Context, x *wire.Exchange, body []byte) (prediction, error) {
	header := http.Header{"Prefer": {"wait"}, "Content-Type": {"application/json"}}
	if deadline, ok := ctx.Deadline(); ok {
		header.Set("Cancel-After", max(time.Until(deadline), 5*time.Second).Round(time.Second).String())
	}
	return w.do(ctx, x, http.MethodPost, w.config.path(), header, body)
}

// follow looks after p until it has ended, and returns the exchange that told.
func (w *Wire) follow(ctx context.Context, r model.Request, p prediction, x *wire.Exchange) (prediction, *wire.Exchange, error) {
	for failed := 0; !p.ended(); {
		if err := pause(ctx, w.config.Poll); err != nil {
			return p, x, err
		}
		x = w.line.Exchange(r)
		seen, err := w.do(ctx, x, http.MethodGet, "/predictions/"+p.ID, nil, nil)
		switch {
		case err == nil:
			p, failed = seen, 0
		case ctx.Err() != nil || failed+1 == patience || !passing(err):
			return p, x, err
		default:
			failed++
		}
	}
	return p, x, nil
}

// passing reports whether looking again may help.
func passing(err error) bool {
	return errors.Is(err, model.ErrUnavailable) || errors.Is(err, model.ErrRateLimited)
}

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// cancel tells Replicate that nobody waits any more. It runs beside: who gave up shall not
// wait for it. If it does not arrive, the prediction ends by itself.
func (w *Wire) cancel(id string) {
	w.ending.Go(func() {
		ctx, stop := context.WithTimeout(context.Background(), farewell)
		defer stop()
		_, _ = w.do(ctx, w.line.Exchange(model.Request{}), http.MethodPost, "/predictions/"+id+"/cancel", nil, nil)
	})
}

// bought makes sure that err says that money may be gone.
func bought(err error) error {
	var f *model.Fault
	if errors.As(err, &f) {
		f.PossiblyBilled = true
		return err
	}
	return fmt.Errorf("%w: %w", err, &model.Fault{Kind: model.ErrUnavailable, PossiblyBilled: true, Detail: "given up after the prediction was created"})
}
