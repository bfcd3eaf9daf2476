package bus

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"docpipe/pipeline"
)

// A Reissuer puts messages for jobs that were left alone into the outbox again, and returns
// how many.
type Reissuer interface {
	Reconcile(ctx context.Context) (reissued int, err error)
}

// A Reconciler mends what the transport lost: at its start and now and then it puts back
// streams that are gone. Every few seconds it has the ledger reissue jobs whose message or
// worker is.
type Reconciler struct {
	Ledger Reissuer
	Bus    *Bus
	Relay  *Relay
	Server *Server // the embedded server, nil for an external one
	Every  time.Duration
	Log    *slog.Logger

	// MayRestart says whether the disk has room again; nil means always.
	MayRestart func() bool

	failing time.Time // since when the probe has failed; zero while it works
}

// Run works until ctx ends.
func (r *Reconciler) Run(ctx context.Context) {
	mend := time.NewTicker(max(r.Every, time.Second))
	defer mend.Stop()
	watch := time.NewTicker(watchEvery)
	defer watch.Stop()
	r.mend(ctx)
	for {
		select {
		case <-ctx.Done():
			return
		case <-mend.C:
			r.mend(ctx)
		case <-watch.C:
			r.watch(ctx)
			r.reissue(ctx)
		}
	}
}

const (
	watchEvery   = 5 * time.Second
	restartAfter = 10 * time.Second
)

func (r *Reconciler) mend(ctx context.Context) {
	if err := r.Bus.Repair(ctx); err != nil && ctx.Err() == nil {
		r.Log.Warn("reconcile: streams", "error", err)
	}
	r.reissue(ctx)
}

func (r *Reconciler) reissue(ctx context.Context) {
	n, err := r.Ledger.Reconcile(ctx)
	if err != nil && ctx.Err() == nil {
		r.Log.Warn("reconcile: jobs", "error", err)
	}
	if n > 0 {
		r.Log.Info("reconcile: jobs were issued again", "jobs", n)
		r.Relay.Kick()
	}
}

// watch restarts the embedded server when it has refused to store for a while although the
// disk has room: after a full disk its streams refuse until their server starts anew.
func (r *Reconciler) watch(ctx context.Context) {
	err := r.Bus.Probe(ctx)
	if err == nil || ctx.Err() != nil || errors.Is(err, pipeline.ErrQueueFull) {
		r.failing = time.Time{}
		return
	}
	if r.failing.IsZero() {
		r.failing = time.Now()
		r.mend(ctx)
		return
	}
	if r.Server == nil || time.Since(r.failing) < restartAfter || r.MayRestart != nil && !r.MayRestart() {
		return
	}
	r.Log.Warn("nats: the embedded server does not store, starting it anew", "error", err)
	if err := r.Server.Restart(); err != nil {
		r.Log.Error("nats: restart", "error", err)
		return
	}
	r.failing = time.Time{}
	r.mend(ctx)
}
