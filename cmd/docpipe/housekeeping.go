package main

import (
	"context"
	"time"
)

const (
	gaugeEvery = 5 * time.Second
	sweepEvery = time.Minute
)

// housekeeping reads the gauges, deletes what erasures left behind, and keeps the cache
// within its size, until ctx ends.
func (s *service) housekeeping(ctx context.Context) {
	gauges, sweeps := time.NewTicker(gaugeEvery), time.NewTicker(sweepEvery)
	defer gauges.Stop()
	defer sweeps.Stop()
	s.gauge(ctx)
	s.sweep(ctx)
	for {
		select {
		case <-ctx.Done():
			return
		case <-gauges.C:
			s.gauge(ctx)
		case <-sweeps.C:
			s.sweep(ctx)
		}
	}
}

func (s *service) gauge(ctx context.Context) {
	g, err := s.stores.ledger.Gauges(ctx)
	if err != nil {
		s.warn(ctx, "reading gauges", err)
		return
	}
	for _, stage := range stageNames(s.app.route()) {
		s.metrics.QueueDepth.WithLabelValues(stage).Set(float64(g.Queue[stage]))
		s.metrics.QueueOldest.WithLabelValues(stage).Set(g.Oldest[stage].Seconds())
	}
	s.metrics.OutboxLag.Set(g.OutboxLag.Seconds())
}

// sweep finishes erasures: the data keys are gone already, now the bytes go too.
func (s *service) sweep(ctx context.Context) {
	s.sweepBlobs(ctx)
	s.sweepEvents(ctx)
	if _, err := s.stores.artefacts.Evict(ctx, int64(s.config.Cache.Max)); err != nil {
		s.warn(ctx, "shrinking the cache", err)
	}
}

const sweepBatch = 256

func (s *service) sweepBlobs(ctx context.Context) {
	scopes, err := s.stores.ledger.Shredded(ctx, sweepBatch)
	if err != nil {
		s.warn(ctx, "listing erased content", err)
	}
	for _, scope := range scopes {
		_, err := s.stores.sealed.Sweep(ctx, scope.Tenant, scope.Name)
		if err == nil {
			err = s.stores.ledger.Swept(ctx, scope)
		}
		if err != nil {
			s.warn(ctx, "deleting erased content", err)
			return
		}
	}
}

func (s *service) sweepEvents(ctx context.Context) {
	messages, err := s.stores.ledger.ErasedMessages(ctx, sweepBatch)
	if err != nil {
		s.warn(ctx, "listing erased events", err)
	}
	for _, m := range messages {
		err := s.bus.DeleteEvent(ctx, m.Tenant, m.Sequence)
		if err == nil {
			err = s.stores.ledger.MessageErased(ctx, m)
		}
		if err != nil {
			s.warn(ctx, "deleting erased events", err)
			return
		}
	}
}

func (s *service) warn(ctx context.Context, doing string, err error) {
	if ctx.Err() == nil {
		s.log.Warn(doing, "error", err)
	}
}
