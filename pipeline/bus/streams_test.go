package bus

import (
	"testing"
	"time"
)

// A stream that is as it is wanted is left alone; one that is not is brought in line.
func TestStreamsComeInLine(t *testing.T) {
	t.Parallel()
	b := setup(t)
	ctx := t.Context()
	js := b.account(t, "acme")
	if err := b.bus.ensureEvents(ctx, js, "acme"); err != nil {
		t.Fatal(err)
	}
	updates, err := b.bus.nc.SubscribeSync("$JS.EVENT.ADVISORY.STREAM.UPDATED.>")
	if err != nil {
		t.Fatal(err)
	}
	again := func(change func(*Config)) *Bus {
		cfg := b.cfg
		change(&cfg)
		other, err := Connect(ctx, cfg, b.server)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(other.Close)
		return other
	}
	again(func(*Config) {})
	if m, err := updates.NextMsg(300 * time.Millisecond); err == nil {
		t.Errorf("the same configuration updates: %s", m.Data)
	}
	again(func(c *Config) { c.MaxJobs /= 2 })
	if _, err := updates.NextMsg(5 * time.Second); err != nil {
		t.Errorf("another configuration: %v, want an update", err)
	}
	s, err := js.Stream(ctx, EventsStream("acme"))
	if err != nil {
		t.Fatal(err)
	}
	other := again(func(c *Config) { c.MaxAge /= 2 })
	if err := other.ensureEvents(ctx, js, "acme"); err != nil {
		t.Fatal(err)
	}
	if info, err := s.Info(ctx); err != nil || info.Config.MaxAge != b.cfg.MaxAge/2 {
		t.Errorf("kept for %v, %v, want %v", info.Config.MaxAge, err, b.cfg.MaxAge/2)
	}
}
