package bus

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"docpipe/pipeline"
)

// ensureJobs makes the jobs stream, unless it is known to be there and in line with the
// configuration.
func (b *Bus) ensureJobs(ctx context.Context) error {
	if b.seen(jobsStream) {
		return nil
	}
	return b.ensure(ctx, b.js, jetstream.StreamConfig{
		Name: jobsStream, Subjects: []string{jobsPrefix + ">"},
		Retention: jetstream.WorkQueuePolicy, Storage: jetstream.FileStorage, Discard: jetstream.DiscardNew,
		MaxBytes: b.cfg.MaxJobs, MaxMsgSize: 8 << 10, Duplicates: duplicates, Replicas: b.cfg.replicas(),
	})
}

// Servers of a cluster that was just started, or lost one, do not see each other for a moment.
const (
	peersPatience = 20 * time.Second
	peersPause    = 250 * time.Millisecond
)

// awaitJobs makes the jobs stream as soon as enough servers of the cluster are there for it.
func (b *Bus) awaitJobs(ctx context.Context) error {
	end := time.Now().Add(peersPatience)
	for {
		err := b.ensureJobs(ctx)
		if !gathering(err) || ctx.Err() != nil || time.Now().After(end) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(peersPause):
		}
	}
}

// gathering reports whether an error is what a cluster says that still looks for its servers, or
// its silence before it has a leader.
func gathering(err error) bool {
	var api *jetstream.APIError
	if errors.As(err, &api) {
		return api.ErrorCode == codeNoPeers || api.ErrorCode == codeNoLeader
	}
	return errors.Is(err, context.DeadlineExceeded)
}

// maxConsumers bounds what a tenant's subscribers may leave behind on its stream.
const maxConsumers = 256

// ensureEvents makes a tenant's event stream before its first event.
func (b *Bus) ensureEvents(ctx context.Context, js jetstream.JetStream, tenant string) error {
	if b.seen(EventsStream(tenant)) {
		return nil
	}
	return b.ensure(ctx, js, jetstream.StreamConfig{
		Name: EventsStream(tenant), Subjects: []string{EventsSubject(tenant)},
		Retention: jetstream.LimitsPolicy, Storage: jetstream.FileStorage, Discard: jetstream.DiscardOld,
		MaxAge: b.cfg.MaxAge, Duplicates: duplicates, Replicas: b.cfg.replicas(),
		MaxConsumers: maxConsumers,
	})
}

// ensure makes a stream, or brings it in line where it is not. One at a time, and not beside a new
// consumer: the server's own bookkeeping is not safe from two changes of one stream at once.
func (b *Bus) ensure(ctx context.Context, js jetstream.JetStream, c jetstream.StreamConfig) error {
	b.making.Lock()
	defer b.making.Unlock()
	if b.seen(c.Name) {
		return nil
	}
	s, err := js.Stream(ctx, c.Name)
	if err == nil && !inLine(s.CachedInfo().Config, c) || errors.Is(err, jetstream.ErrStreamNotFound) {
		s, err = js.CreateOrUpdateStream(ctx, c)
	}
	if err != nil {
		return b.explain(c, err)
	}
	if err := b.trustworthy(s.CachedInfo()); err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.known[c.Name] = true
	return nil
}

// inLine reports whether a stream is as it is wanted. The server writes -1 for what has no bound.
func inLine(have, want jetstream.StreamConfig) bool {
	bound := func(n int64) int64 {
		if n == 0 {
			return -1
		}
		return n
	}
	return slices.Equal(have.Subjects, want.Subjects) && have.Retention == want.Retention && have.Storage == want.Storage &&
		have.Discard == want.Discard && have.MaxBytes == bound(want.MaxBytes) && int64(have.MaxMsgSize) == bound(int64(want.MaxMsgSize)) &&
		have.MaxAge == want.MaxAge && have.Duplicates == want.Duplicates && have.Replicas == want.Replicas &&
		int64(have.MaxConsumers) == bound(int64(want.MaxConsumers))
}

// Codes of the server that package jetstream does not name.
const (
	codeNoPeers    jetstream.ErrorCode = 10005 // too few servers for the replicas
	codeNoLeader   jetstream.ErrorCode = 10008 // the servers have not agreed on who leads
	codeNoReplicas jetstream.ErrorCode = 10074 // the server is not part of a cluster
	codeStore      jetstream.ErrorCode = 10077 // the stream did not store
)

// explain says what to do about a stream that cannot be made.
func (b *Bus) explain(c jetstream.StreamConfig, err error) error {
	var api *jetstream.APIError
	switch {
	case !errors.As(err, &api):
		return fmt.Errorf("nats: stream %s: %w", c.Name, err)
	case api.ErrorCode == codeNoPeers, api.ErrorCode == codeNoReplicas:
		return fmt.Errorf("nats: stream %s with %d replicas: %w: nats.url needs a cluster of at least as many servers, or use --dev: %w",
			c.Name, c.Replicas, err, pipeline.ErrInvalid)
	case b.cfg.URL != "" && errors.Is(err, jetstream.ErrJetStreamNotEnabled):
		return fmt.Errorf("nats: stream %s: %w: enable JetStream on the server: %w", c.Name, err, pipeline.ErrInvalid)
	}
	return fmt.Errorf("nats: stream %s: %w", c.Name, err)
}

// trustworthy refuses an external stream that would lose messages with one machine.
func (b *Bus) trustworthy(i *jetstream.StreamInfo) error {
	if b.cfg.URL == "" || b.cfg.Dev {
		return nil
	}
	if i.Config.Replicas < 3 || i.Config.Storage != jetstream.FileStorage {
		return fmt.Errorf("nats: stream %s has %d replicas on %s: three on file storage are needed, or --dev: %w",
			i.Config.Name, i.Config.Replicas, i.Config.Storage, pipeline.ErrInvalid)
	}
	return nil
}

func (b *Bus) seen(stream string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.known[stream]
}

// forget makes the next publish look again whether the stream exists.
func (b *Bus) forget(stream string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.known, stream)
}
