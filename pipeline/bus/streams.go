package bus

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"docpipe/pipeline"
)

// ensureJobs makes the jobs stream, or brings it in line with the configuration.
func (b *Bus) ensureJobs(ctx context.Context) error {
	return b.ensure(ctx, jetstream.StreamConfig{
		Name: jobsStream, Subjects: []string{jobsPrefix + ">"},
		Retention: jetstream.WorkQueuePolicy, Storage: jetstream.FileStorage, Discard: jetstream.DiscardNew,
		MaxBytes: b.cfg.MaxJobs, MaxMsgSize: 8 << 10, Duplicates: duplicates, Replicas: b.cfg.replicas(),
	})
}

// ensureEvents makes a tenant's event stream before its first event.
func (b *Bus) ensureEvents(ctx context.Context, tenant string) error {
	if b.seen(EventsStream(tenant)) {
		return nil
	}
	return b.ensure(ctx, jetstream.StreamConfig{
		Name: EventsStream(tenant), Subjects: []string{EventsSubject(tenant)},
		Retention: jetstream.LimitsPolicy, Storage: jetstream.FileStorage, Discard: jetstream.DiscardOld,
		MaxAge: b.cfg.MaxAge, Duplicates: duplicates, Replicas: b.cfg.replicas(), DenyPurge: false,
	})
}

func (b *Bus) ensure(ctx context.Context, c jetstream.StreamConfig) error {
	s, err := b.js.CreateOrUpdateStream(ctx, c)
	if err != nil {
		return fmt.Errorf("nats: stream %s: %w%s", c.Name, err, b.adviceFor(err))
	}
	if err := b.trustworthy(s.CachedInfo()); err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.known[c.Name] = true
	return nil
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

func (b *Bus) adviceFor(err error) string {
	if b.cfg.URL != "" && errors.Is(err, jetstream.ErrJetStreamNotEnabled) {
		return ": enable JetStream on the server"
	}
	return ""
}

func (b *Bus) seen(stream string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.known[stream]
}

// forget makes the next publish look again whether the tenant's stream exists.
func (b *Bus) forget(tenant string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.known, EventsStream(tenant))
}

// Probe proves that the jobs stream takes and gives back a message. It is what readiness
// means: the server answers that all is well long after its disk is full.
func (b *Bus) Probe(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	ack, err := b.js.Publish(ctx, jobsPrefix+"probe.none", []byte("{}"))
	if err != nil {
		return fmt.Errorf("nats: the probe was not stored: %w", err)
	}
	s, err := b.js.Stream(ctx, jobsStream)
	if err != nil {
		return fmt.Errorf("nats: the jobs stream: %w", err)
	}
	if err := s.DeleteMsg(ctx, ack.Sequence); err != nil {
		return fmt.Errorf("nats: the probe was not removed: %w", err)
	}
	return nil
}

// Repair puts back streams that are gone and replaces the jobs stream when its consumers are
// ahead of it, as they are after a power cut: such a stream would never deliver again. Every
// job that was in it comes again from the ledger.
func (b *Bus) Repair(ctx context.Context) error {
	if err := b.ensureJobs(ctx); err != nil {
		return err
	}
	s, err := b.js.Stream(ctx, jobsStream)
	if err != nil {
		return err
	}
	last := s.CachedInfo().State.LastSeq
	ahead := false
	consumers := s.ListConsumers(ctx)
	for c := range consumers.Info() {
		ahead = ahead || c.AckFloor.Stream > last
	}
	if err := consumers.Err(); err != nil || !ahead {
		return err
	}
	if err := b.js.DeleteStream(ctx, jobsStream); err != nil {
		return fmt.Errorf("nats: replacing %s: %w", jobsStream, err)
	}
	return b.ensureJobs(ctx)
}
