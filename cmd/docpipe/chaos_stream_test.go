package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"docpipe/pipeline"
	"docpipe/pipeline/bus"
)

// checkStream reads the tenant's stream as a subscriber of somebody else's making would, with
// nothing but nats.creds, and demands every event of the ledger once and in order. A stream that
// lost events is filled again within a minute.
func (h *history) checkStream(t *testing.T, data string) {
	t.Helper()
	h.checkStreamOf(t, credentials(t, data))
}

func (h *history) checkStreamOf(t *testing.T, c bus.Credentials) {
	t.Helper()
	want, got := sequences(h.events(t)), []string(nil)
	for end := time.Now().Add(90 * time.Second); !slices.Equal(want, got) && time.Now().Before(end); {
		<-time.After(100 * time.Millisecond)
		got = sequences(subscribe(t, c, len(want)))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("events on the stream differ from the ledger's (-ledger +stream):\n%s", diff)
	}
}

func sequences(events []pipeline.Event) (all []string) {
	for _, e := range events {
		all = append(all, e.Sequence+" "+e.ID)
	}
	return all
}

func credentials(t *testing.T, data string) (c bus.Credentials) {
	t.Helper()
	raw, err := os.ReadFile(bus.CredentialsFile(data))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &c); err != nil {
		t.Fatal(err)
	}
	return c
}

// subscribe returns the first n events of the stream and what follows within a moment.
func subscribe(t *testing.T, c bus.Credentials, n int) (events []pipeline.Event) {
	t.Helper()
	nc, err := nats.Connect(c.URL, nats.Token(c.Token), nats.CustomInboxPrefix(c.Inbox))
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	consumer, err := js.CreateConsumer(t.Context(), bus.EventsStream(c.Tenant), jetstream.ConsumerConfig{AckPolicy: jetstream.AckNonePolicy})
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	messages, err := consumer.Messages()
	if err != nil {
		t.Fatal(err)
	}
	defer messages.Stop()
	patience := 20 * time.Second
	for {
		if len(events) >= n {
			patience = 500 * time.Millisecond
		}
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		m, err := messages.Next(jetstream.NextContext(ctx))
		cancel()
		if err != nil {
			return events
		}
		var e pipeline.Event
		if err := json.Unmarshal(m.Data(), &e); err != nil {
			t.Fatal(err)
		}
		events = append(events, e)
	}
}
