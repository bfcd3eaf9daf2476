package bus

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"docpipe/pipeline"
)

// A Subscription says which events a subscriber wants.
type Subscription struct {
	URL    string
	Token  string // API key, or the token of the credentials file; empty for a server without
	Inbox  string // inbox prefix that the server allows; empty: _INBOX
	Tenant string
	Filter string    // below docpipe.v1.<tenant>., such as finding.raised.>; empty: all
	Since  time.Time // zero: from now on
	All    bool      // from the first event that the stream still has
	Team   string    // name of a durable subscription that several share; empty: one of its own
	Dial   DialFunc  // connects to the server; nil: as the system does
}

// Subscribe calls do with each event, in order, until ctx ends or do returns an error. It
// reconnects, and goes on after the last event that do took.
//
// A server answers a subscriber without the right to listen with silence: the error after the
// timeout says so.
func Subscribe(ctx context.Context, s Subscription, do func(event []byte) error) error {
	if err := s.checkTeam(); err != nil {
		return err
	}
	nc, err := s.connect()
	if err != nil {
		return err
	}
	defer nc.Close()
	js, err := jetstream.New(nc)
	if err != nil {
		return err
	}
	f := follower{Subscription: s, js: js, do: do}
	for {
		err := f.follow(ctx)
		var stop stopped
		switch {
		case ctx.Err() != nil:
			return context.Cause(ctx)
		case errors.As(err, &stop):
			return stop.error
		case nc.IsClosed():
			return fmt.Errorf("nats %s: the key is not accepted any more: it may have expired, or docpipe serve was started anew and wrote new credentials: %w", PublicURL(s.URL), pipeline.ErrUnauthorized)
		case errors.Is(err, jetstream.ErrStreamNotFound):
			f.All = f.All || s.Since.IsZero() // whatever the stream will hold is newer than now
		case !f.begun && nc.IsConnected():
			return s.explain(err)
		}
		if err := rest(ctx, retryAfter); err != nil {
			return err
		}
	}
}

const retryAfter = 500 * time.Millisecond

// stopped carries the caller's own error through.
type stopped struct{ error }

func (s Subscription) connect() (*nats.Conn, error) {
	options := []nats.Option{
		nats.Name("docpipe watch"), nats.MaxReconnects(-1), nats.ReconnectWait(retryAfter), nats.ErrorHandler(silent), s.Dial.option(),
	}
	if s.Token != "" {
		options = append(options, nats.Token(s.Token))
	}
	if s.Inbox != "" {
		options = append(options, nats.CustomInboxPrefix(s.Inbox))
	}
	nc, err := nats.Connect(s.URL, options...)
	switch {
	case errors.Is(err, nats.ErrAuthorization):
		return nil, fmt.Errorf("nats %s: the key was refused: it needs the scope events:read: %w", PublicURL(s.URL), pipeline.ErrUnauthorized)
	case err != nil:
		return nil, fmt.Errorf("nats %s: %w: is docpipe serve running?", PublicURL(s.URL), err)
	}
	return nc, nil
}

// A follower remembers where a subscription stands, from one consumer to the next.
type follower struct {
	Subscription
	js    jetstream.JetStream
	do    func([]byte) error
	begun bool   // a consumer was made, so that last is known
	last  uint64 // sequence of the last event that was taken, or passed over
}

// follow reads from one consumer until it breaks.
func (f *follower) follow(ctx context.Context) error {
	consumer, err := f.consumer(ctx)
	if err != nil {
		return err
	}
	ahead := 256
	if f.Team != "" {
		ahead = teamAhead
	}
	messages, err := consumer.Messages(jetstream.PullMaxMessages(ahead))
	if err != nil {
		return err
	}
	defer f.leave(messages)
	for {
		m, err := messages.Next(jetstream.NextContext(ctx))
		if err != nil {
			return err
		}
		meta, err := m.Metadata()
		if err != nil {
			return err
		}
		if err := f.do(m.Data()); err != nil {
			f.giveBack(m)
			return stopped{err}
		}
		if f.Team != "" {
			if err := m.Ack(); err != nil {
				return err
			}
		}
		f.last = meta.Sequence.Stream
	}
}

// consumer makes a consumer that begins where the last one ended. A stream that ends before
// that place is another one, made anew, and is read from its beginning.
func (f *follower) consumer(ctx context.Context) (jetstream.Consumer, error) {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	if f.Team != "" {
		return f.teamConsumer(ctx)
	}
	if f.begun {
		s, err := f.js.Stream(ctx, EventsStream(f.Tenant))
		if err != nil {
			return nil, err
		}
		if s.CachedInfo().State.LastSeq < f.last {
			f.last = 0
		}
	}
	c, err := f.js.CreateConsumer(ctx, EventsStream(f.Tenant), f.request())
	if err == nil && !f.begun {
		f.begun, f.last = true, c.CachedInfo().Delivered.Stream
	}
	return c, err
}

// answerWithin is how long a server may take to answer before silence counts as refusal.
const answerWithin = 5 * time.Second

func (f *follower) request() jetstream.ConsumerConfig {
	filter := f.Filter
	if filter == "" {
		filter = ">"
	}
	c := jetstream.ConsumerConfig{
		FilterSubject: eventsPrefix + f.Tenant + "." + filter, AckPolicy: jetstream.AckNonePolicy,
		InactiveThreshold: time.Minute, DeliverPolicy: jetstream.DeliverNewPolicy,
	}
	switch {
	case f.begun:
		c.DeliverPolicy, c.OptStartSeq = jetstream.DeliverByStartSequencePolicy, f.last+1
	case f.All:
		c.DeliverPolicy = jetstream.DeliverAllPolicy
	case !f.Since.IsZero():
		c.DeliverPolicy, c.OptStartTime = jetstream.DeliverByStartTimePolicy, &f.Since
	}
	return c
}

func (s Subscription) explain(err error) error {
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, nats.ErrTimeout) {
		return fmt.Errorf("no answer from nats about the events of tenant %s: a server does not answer a key without the right to them, so check the key's tenant and its scope events:read: %w: %w", s.Tenant, err, pipeline.ErrForbidden)
	}
	return fmt.Errorf("events of tenant %s: %w", s.Tenant, err)
}

func rest(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-timer.C:
		return nil
	}
}
