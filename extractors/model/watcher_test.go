package model_test

import (
	"context"
	"sync"

	"docpipe/extractors/model"
)

// A watcher remembers what the router reports.
type watcher struct {
	mu      sync.Mutex
	calls   int
	sending []model.Sending
	sent    []model.Sent
}

func (w *watcher) Call(ctx context.Context, _ model.Call) (context.Context, func(model.Answer, error)) {
	return ctx, func(model.Answer, error) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.calls++
	}
}

func (w *watcher) Attempt(ctx context.Context, s model.Sending) (context.Context, func(model.Sent)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sending = append(w.sending, s)
	return ctx, func(s model.Sent) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.sent = append(w.sent, s)
	}
}
