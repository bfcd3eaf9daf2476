package bus

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"docpipe/pipeline"
)

// probeSubject is in the jobs stream, and no stage's.
const probeSubject = jobsPrefix + "probe.none"

// Probe proves that the jobs stream takes and gives back a message. It is what readiness
// means: the server answers that all is well long after its disk is full. A stream that is full
// of jobs works, and wraps pipeline.ErrQueueFull.
func (b *Bus) Probe(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	ack, err := b.js.Publish(ctx, probeSubject, []byte("{}"))
	if isFull(err) {
		return fmt.Errorf("nats: %w: %w", err, pipeline.ErrQueueFull)
	}
	if err != nil {
		return fmt.Errorf("nats: the probe was not stored: %w", err)
	}
	s, err := b.js.Stream(ctx, jobsStream)
	if err != nil {
		return fmt.Errorf("nats: the jobs stream: %w", err)
	}
	if err := s.DeleteMsg(ctx, ack.Sequence); err != nil && !isNoMessage(err) {
		return fmt.Errorf("nats: the probe was not removed: %w", err)
	}
	return nil
}

// isFull reports whether the stream refused because it holds as much as it may.
func isFull(err error) bool {
	var api *jetstream.APIError
	return errors.As(err, &api) && api.ErrorCode == codeStore && strings.Contains(api.Description, "maximum")
}

// Repair puts back the jobs stream when it is gone, removes probes that were left in it, and
// replaces it when its consumers are ahead of it, as they are after a power cut: such a stream
// would never deliver again. Every job that was in it comes again from the ledger.
func (b *Bus) Repair(ctx context.Context) error {
	b.forget(jobsStream)
	if err := b.ensureJobs(ctx); err != nil {
		return err
	}
	s, err := b.js.Stream(ctx, jobsStream)
	if err != nil {
		return err
	}
	if err := s.Purge(ctx, jetstream.WithPurgeSubject(probeSubject)); err != nil {
		return fmt.Errorf("nats: probes left behind: %w", err)
	}
	ahead, err := consumersAhead(ctx, s)
	if err != nil || !ahead {
		return err
	}
	if err := b.js.DeleteStream(ctx, jobsStream); err != nil {
		return fmt.Errorf("nats: replacing %s: %w", jobsStream, err)
	}
	b.forget(jobsStream)
	return b.ensureJobs(ctx)
}

// consumersAhead reports whether a consumer has taken what the stream does not hold yet. The
// stream is asked last: jobs that come and go in between must not look like a power cut.
func consumersAhead(ctx context.Context, s jetstream.Stream) (bool, error) {
	var floor uint64
	consumers := s.ListConsumers(ctx)
	for c := range consumers.Info() {
		floor = max(floor, c.AckFloor.Stream)
	}
	if err := consumers.Err(); err != nil {
		return false, fmt.Errorf("nats: consumers of %s: %w", jobsStream, err)
	}
	info, err := s.Info(ctx)
	if err != nil {
		return false, fmt.Errorf("nats: the jobs stream: %w", err)
	}
	return floor > info.State.LastSeq, nil
}
