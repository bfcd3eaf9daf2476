package bus

import (
	"slices"
	"testing"
	"time"
)

// A tenant's stream that is gone is filled anew, in order, before anything newer.
func TestLostStreamIsRefilled(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.events("acme", 20)
	end := background(t, b.relay.Run)
	eventually(t, 10*time.Second, "an empty outbox", b.ledger.empty)
	js, err := b.bus.events("acme")
	if err != nil {
		t.Fatal(err)
	}
	if err := js.DeleteStream(t.Context(), EventsStream("acme")); err != nil {
		t.Fatal(err)
	}
	b.ledger.event("acme", "event 20")
	eventually(t, 10*time.Second, "all events again", func() bool { return b.ledger.empty() && b.ledger.rewound("acme") })
	if got, want := b.bodies(t, "acme"), numbered(21); !slices.Equal(got, want) {
		t.Errorf("events = %v, want %v", got, want)
	}
	end()
}

// A stream is filled anew also when its tenant is silent.
func TestSilentStreamIsRefilled(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.events("acme", 5)
	end := background(t, b.relay.Run)
	eventually(t, 10*time.Second, "an empty outbox", b.ledger.empty)
	end()
	js, err := b.bus.events("acme")
	if err != nil {
		t.Fatal(err)
	}
	if err := js.DeleteStream(t.Context(), EventsStream("acme")); err != nil {
		t.Fatal(err)
	}
	background(t, NewRelay(b.ledger, b.bus, "next", b.relay.log).Run)
	eventually(t, 10*time.Second, "all events again", func() bool { return b.ledger.empty() && b.ledger.rewound("acme") })
	if got, want := b.bodies(t, "acme"), numbered(5); !slices.Equal(got, want) {
		t.Errorf("events = %v, want %v", got, want)
	}
}
