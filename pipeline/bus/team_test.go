package bus

import (
	"errors"
	"slices"
	"testing"
	"time"

	"docpipe/pipeline"
)

// A team gets each event once, goes on where it stopped, and is new to what was before it only
// when it asks.
func TestTeam(t *testing.T) {
	t.Parallel()
	b := guarded(t)
	team := b.subscription("acme")
	team.Team, team.All = "payments", true
	first := subscribe(t, team)
	eventually(t, 15*time.Second, "the events from before", func() bool { return len(first.events()) >= 1 })
	first.stop()
	<-first.end
	before := len(first.events())

	b.publish(t, b.ledger.event("acme", "while nobody listened"))
	one, other := subscribe(t, team), subscribe(t, team)
	for _, body := range []string{"a", "b", "c", "d"} {
		b.publish(t, b.ledger.event("acme", body))
	}
	both := func() []string { return slices.Concat(one.events(), other.events()) }
	eventually(t, 15*time.Second, "all events", func() bool { return len(both()) >= 5 })
	got := both()
	slices.Sort(got)
	if want := []string{`"a"`, `"b"`, `"c"`, `"d"`, `"while nobody listened"`}; !slices.Equal(got, want) {
		t.Errorf("the team got %v after %d, want %v, each once", got, before, want)
	}
}

// What a listener has not taken goes to the next one at once, and not after teamWait.
func TestTeamLeft(t *testing.T) {
	t.Parallel()
	b := guarded(t)
	s := b.subscription("acme")
	s.Team, s.All = "payments", true
	for _, body := range []string{"a", "b", "c"} {
		b.publish(t, b.ledger.event("acme", body))
	}
	full := errors.New("the disk is full")
	if err := Subscribe(t.Context(), s, func([]byte) error { return full }); !errors.Is(err, full) {
		t.Fatalf("the listener ended with %v, want its own error", err)
	}
	next := subscribe(t, s)
	eventually(t, 15*time.Second, "what was given back", func() bool { return len(next.events()) == 5 })
}

func TestTeamRefused(t *testing.T) {
	t.Parallel()
	b := guarded(t)
	s := b.subscription("acme")
	s.Team = "payments"
	l := subscribe(t, s)
	b.listening(t, "acme", 1)
	l.stop()
	<-l.end
	s.Filter = "finding.raised.>"
	other := subscribe(t, s)
	<-other.end
	if pipeline.KindOf(other.err) != pipeline.ErrInvalid {
		t.Errorf("the team with another filter: %v, want invalid_request", other.err)
	}
	s.Team = "pay ments"
	if err := Subscribe(t.Context(), s, func([]byte) error { return nil }); pipeline.KindOf(err) != pipeline.ErrInvalid {
		t.Errorf("a team with a space: %v, want invalid_request", err)
	}
}
