package bus

import (
	"context"
	"fmt"

	"github.com/nats-io/nats.go/jetstream"

	"docpipe/pipeline"
)

// Publish puts outbox messages of one tenant, all of them jobs or all events, into their
// stream, without waiting for one before the next is sent. It returns those that stand there, with their
// places, up to the first that does not. It is safe to publish the same message twice.
//
// An event is refused unless the one before it in messages is the last in the stream, so that
// none overtakes one that was lost on the way.
func (b *Bus) Publish(ctx context.Context, messages []pipeline.Message) ([]pipeline.Delivery, error) {
	ctx, cancel := context.WithTimeout(ctx, b.cfg.PublishTimeout)
	defer cancel()
	w, err := b.way(ctx, messages[0])
	if err != nil {
		return nil, err
	}
	answers, unsent := w.send(messages)
	out := make([]pipeline.Delivery, 0, len(messages))
	for i, answer := range answers {
		sequence, err := outcome(ctx, answer)
		if err != nil {
			b.forget(w.stream)
			return out, fmt.Errorf("publish %s: %w", w.subject(messages[i]), err)
		}
		out = append(out, pipeline.Delivery{Message: messages[i], Sequence: sequence})
	}
	if unsent != nil {
		b.forget(w.stream)
	}
	return out, unsent
}

// A way leads to one stream.
type way struct {
	js     jetstream.JetStream
	stream string
}

// way returns that of a message, to a stream that is known to exist.
func (b *Bus) way(ctx context.Context, m pipeline.Message) (way, error) {
	if m.Job != "" {
		return way{b.js, jobsStream}, b.ensureJobs(ctx)
	}
	js, err := b.events(m.Tenant)
	if err != nil {
		return way{}, err
	}
	return way{js, EventsStream(m.Tenant)}, b.ensureEvents(ctx, js, m.Tenant)
}

func (w way) subject(m pipeline.Message) string {
	if m.Job != "" {
		return jobsPrefix + m.Stage + "." + m.Tenant
	}
	return m.Subject
}

// send sends messages up to the first that cannot be, and says why.
func (w way) send(messages []pipeline.Message) (answers []jetstream.PubAckFuture, unsent error) {
	for i, m := range messages {
		options := []jetstream.PublishOpt{jetstream.WithMsgID(m.MsgID), jetstream.WithExpectStream(w.stream)}
		if m.Job == "" && i > 0 {
			options = append(options, jetstream.WithExpectLastMsgID(messages[i-1].MsgID))
		}
		answer, err := w.js.PublishAsync(w.subject(m), m.Data, options...)
		if err != nil {
			return answers, fmt.Errorf("publish %s: %w", w.subject(m), err)
		}
		answers = append(answers, answer)
	}
	return answers, nil
}

// outcome waits for the answer to one message.
func outcome(ctx context.Context, answer jetstream.PubAckFuture) (sequence uint64, err error) {
	select {
	case ack := <-answer.Ok():
		return ack.Sequence, nil
	case err := <-answer.Err():
		return 0, err
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}
