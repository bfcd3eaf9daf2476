package bus

import (
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
	// What was on its way to the one who left goes to another after teamWait.
	eventually(t, teamWait+15*time.Second, "all events", func() bool { return len(both()) >= 5 })
	got := both()
	slices.Sort(got)
	if want := []string{`"a"`, `"b"`, `"c"`, `"d"`, `"while nobody listened"`}; !slices.Equal(got, want) {
		t.Errorf("the team got %v after %d, want %v, each once", got, before, want)
	}
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
