package ledger_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"docpipe/pipeline"
	"docpipe/pipeline/ledger"
)

// After a crash the one process that is left need not wait for the leases of the dead.
func TestRecoverTakesBackWhatTheDeadHeld(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		accept(t, l, "acme")
		publish(t, l, pending(t, l, 100), 1)
		dead := claim(t, l)
		if leads, err := l.Lead(t.Context(), "relay", "dead", time.Hour); !leads || err != nil {
			t.Fatalf("Lead = %v, %v", leads, err)
		}
		if n, err := l.Recover(t.Context()); n != 1 || err != nil {
			t.Fatalf("Recover = %d, %v, want the one job", n, err)
		}
		if n, err := l.Recover(t.Context()); n != 0 || err != nil {
			t.Errorf("Recover again = %d, %v, want 0: the message waits", n, err)
		}
		if leads, err := l.Lead(t.Context(), "relay", "alive", time.Hour); !leads || err != nil {
			t.Errorf("Lead = %v, %v, want it at once", leads, err)
		}
		if m := pending(t, l, 100); len(m) != 1 || m[0].Job != dead.Job {
			t.Errorf("Pending = %+v, want a message for the job", m)
		}
		finish(t, l, claim(t, l))
		if err := l.Renew(t.Context(), dead, time.Hour); !errors.Is(err, pipeline.ErrClaimed) {
			t.Errorf("Renew of the dead claim = %v, want ErrClaimed", err)
		}
	})
}

// A worker's death is known when its lease ends: nothing waits for Config.Overdue then.
func TestReconcileSeesDeadWorkersAtOnce(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		cfg.Overdue = time.Hour
		l := open(t, cfg)
		accept(t, l, "acme")
		publish(t, l, pending(t, l, 100), 1)
		if c, err := l.Claim(t.Context(), []string{"prepare"}, "dies", 50*time.Millisecond); c == nil || err != nil {
			t.Fatalf("Claim = %v, %v", c, err)
		}
		eventually(t, "a message for the dead worker's job", func(ctx context.Context) bool {
			n, err := l.Reconcile(ctx)
			return err == nil && n == 1
		})
		fresh := pending(t, l, 100)
		if len(fresh) != 1 || fresh[0].Job == "" {
			t.Fatalf("Pending = %+v, want one job", fresh)
		}
		publish(t, l, fresh, 2)
		if n, err := l.Reconcile(t.Context()); n != 0 || err != nil {
			t.Errorf("Reconcile again = %d, %v, want 0: the new message is young", n, err)
		}
	})
}

// A stream that lost its end gets it again from the ledger: old ids, in order, before the new.
func TestRewindFillsTheStreamAnew(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		for range 4 {
			finish(t, l, acceptAndClaim(t, l))
		}
		sent := eventsOnly(pending(t, l, 100))
		publish(t, l, sent, 1)
		if n, err := l.Rewind(t.Context(), "acme", uint64(len(sent))); n != 0 || err != nil {
			t.Errorf("Rewind of a whole stream = %d, %v, want 0", n, err)
		}
		accept(t, l, "acme")
		if n, err := l.Rewind(t.Context(), "acme", 2); int(n) != len(sent)-2 || err != nil {
			t.Errorf("Rewind to 2 = %d, %v, want %d", n, err, len(sent)-2)
		}
		if n, err := l.Rewind(t.Context(), "acme", 2); n != 0 || err != nil {
			t.Errorf("Rewind again = %d, %v, want 0", n, err)
		}
		again := eventsOnly(pending(t, l, 100))
		if got, want := ids(again[:len(again)-1]), ids(sent[2:]); !slices.Equal(got, want) {
			t.Errorf("events that go out again = %v, want %v, then the new one", got, want)
		}
		publish(t, l, again, 3)
		if m := eventsOnly(pending(t, l, 100)); len(m) != 0 {
			t.Errorf("Pending = %+v, want no events", m)
		}
	})
}

func acceptAndClaim(t *testing.T, l *ledger.Ledger) *pipeline.Claim {
	t.Helper()
	accept(t, l, "acme")
	return claim(t, l)
}

func eventsOnly(messages []pipeline.Message) []pipeline.Message {
	return slices.DeleteFunc(messages, func(m pipeline.Message) bool { return m.Job != "" })
}

func ids(messages []pipeline.Message) (all []string) {
	for _, m := range messages {
		all = append(all, m.MsgID)
	}
	return all
}
