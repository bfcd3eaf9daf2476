package bus

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"docpipe/pipeline"
)

// A team shares a durable subscription: the server remembers what the team has taken, each event
// goes to one of those who listen, and one that nobody acknowledged comes again.
const (
	teamPrefix = "team-"
	teamAhead  = 32                  // events that one listener holds unacknowledged
	teamWait   = time.Minute         // until an event goes to another listener
	teamMemory = 90 * 24 * time.Hour // without any listener, until the server forgets the team
	teamLeave  = time.Second         // to give back what is on its way to one who leaves
)

var teamName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,47}$`)

// checkTeam wraps pipeline.ErrInvalid for a name that no consumer can have.
func (s Subscription) checkTeam() error {
	if s.Team != "" && !teamName.MatchString(s.Team) {
		return fmt.Errorf("team %q: use 1 to 48 of letters, digits, - and _: %w", s.Team, pipeline.ErrInvalid)
	}
	return nil
}

// teamConsumer goes on with the team's consumer, or makes it: from then on Since and All count no
// more. It wraps pipeline.ErrInvalid when the team listens to something else.
func (f *follower) teamConsumer(ctx context.Context) (jetstream.Consumer, error) {
	stream, name, want := EventsStream(f.Tenant), teamPrefix+f.Team, f.request()
	c, err := f.js.Consumer(ctx, stream, name)
	if errors.Is(err, jetstream.ErrConsumerNotFound) {
		want.Durable, want.AckPolicy, want.AckWait = name, jetstream.AckExplicitPolicy, teamWait
		want.InactiveThreshold = teamMemory
		c, err = f.js.CreateConsumer(ctx, stream, want)
	}
	if err != nil {
		return nil, err
	}
	f.begun = true
	if got := c.CachedInfo().Config.FilterSubject; got != want.FilterSubject {
		return nil, stopped{fmt.Errorf("team %s listens to %s already: name another team for another filter: %w", f.Team, got, pipeline.ErrInvalid)}
	}
	return c, nil
}

// leave ends a listener's part. What is on its way to it goes back, so that the team does not wait
// [teamWait] for it.
func (f *follower) leave(messages jetstream.MessagesContext) {
	defer messages.Stop()
	if f.Team == "" {
		return
	}
	messages.Drain()
	for {
		m, err := messages.Next(jetstream.NextMaxWait(teamLeave))
		if err != nil {
			break
		}
		f.giveBack(m)
	}
	_ = f.js.Conn().FlushTimeout(teamLeave) // what did not go back comes again after teamWait
}

// giveBack has an event go to another listener of the team at once.
func (f *follower) giveBack(m jetstream.Msg) {
	if f.Team != "" {
		_ = m.Nak() // else it comes again after teamWait
	}
}
