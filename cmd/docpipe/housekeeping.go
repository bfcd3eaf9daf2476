package main

import (
	"context"
	"time"
)

const (
	gaugeEvery = 5 * time.Second
	gaugeShare = 20 // counting a long queue takes at most one part in so many of the time
	sweepEvery = time.Minute
	tidyEvery  = time.Hour

	// orphaned is the age from which bytes without a document belong to no upload on its way:
	// the slowest one that rest lets pass takes nine hours.
	orphaned = 12 * time.Hour

	// abandoned is the age from which money on hold belongs to a process that died: no request
	// to a model is out that long.
	abandoned = time.Hour

	// unclaimed is the age from which money of a document that has no job any more is looked for:
	// a worker that lives has settled by then, and one that comes later puts the books right.
	unclaimed = time.Minute
)

// housekeeping reads the gauges, deletes what erasures left behind, and keeps the cache
// within its size, until ctx ends.
func (s *service) housekeeping(ctx context.Context) {
	gauges, sweeps, tidies := time.NewTimer(gaugeEvery), time.NewTicker(sweepEvery), time.NewTicker(tidyEvery)
	defer gauges.Stop()
	defer sweeps.Stop()
	defer tidies.Stop()
	s.gauge(ctx)
	s.tidy(ctx)
	s.sweep(ctx)
	for {
		select {
		case <-ctx.Done():
			return
		case <-gauges.C:
			start := time.Now()
			s.gauge(ctx)
			gauges.Reset(max(gaugeEvery, gaugeShare*time.Since(start)))
		case <-sweeps.C:
			s.sweep(ctx)
		case <-tidies.C:
			s.tidy(ctx)
		}
	}
}

func (s *service) gauge(ctx context.Context) {
	g, err := s.stores.ledger.Waiting(ctx)
	if err != nil {
		s.warn(ctx, "reading gauges", err)
		return
	}
	for _, stage := range stageNames(s.app.route()) {
		s.metrics.QueueDepth.WithLabelValues(stage).Set(float64(g.Queue[stage]))
		s.metrics.QueueOldest.WithLabelValues(stage).Set(g.Oldest[stage].Seconds())
	}
	s.metrics.OutboxLag.Set(g.OutboxLag.Seconds())
	s.showBudgets(ctx)
}

// tidy has the ledger forget what nobody needs any more.
func (s *service) tidy(ctx context.Context) {
	keys, err := s.stores.ledger.Tidy(ctx, orphaned)
	if err != nil {
		s.warn(ctx, "forgetting what has no document", err)
	}
	if _, err := s.stores.ledger.Lapse(ctx, abandoned); err != nil {
		s.warn(ctx, "booking requests of processes that died", err)
	}
	if err := s.stores.ledger.AnnounceHeads(ctx); err != nil {
		s.warn(ctx, "telling the heads of audit logs", err)
	}
	if keys > 0 {
		s.log.Info("bytes without a document will be deleted", "keys", keys)
	}
}

// sweep finishes erasures: the data keys are gone already, now the bytes go too. One process of
// an installation does it, for it looks at every blob.
func (s *service) sweep(ctx context.Context) {
	leads, err := s.stores.ledger.Lead(ctx, "sweeper", s.worker.Name, 2*sweepEvery)
	if err != nil {
		s.warn(ctx, "asking who sweeps", err)
	}
	if !leads {
		return
	}
	s.sweepBlobs(ctx)
	s.sweepEvents(ctx)
	s.sweepMoney(ctx)
	if _, err := s.stores.ledger.LapseWaivers(ctx); err != nil {
		s.warn(ctx, "ending waivers", err)
	}
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

// sweepMoney gives back what dead workers had set aside for documents that ended otherwise.
func (s *service) sweepMoney(ctx context.Context) {
	ended, err := s.stores.ledger.Reclaim(ctx, unclaimed)
	if err != nil {
		s.warn(ctx, "giving back money of documents that ended", err)
	}
	if ended > 0 {
		s.showBudgets(ctx)
	}
}

func (s *service) warn(ctx context.Context, doing string, err error) {
	if ctx.Err() == nil {
		s.log.Warn(doing, "error", err)
	}
}
