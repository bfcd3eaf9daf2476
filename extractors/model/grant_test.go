package model

import (
	"testing"
	"testing/synctest"
	"time"
)

// Whoever waits for the minute to go on holds no slot meanwhile.
func TestAcquireWaitsWithoutSlot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimits(Target{RPM: 60, Concurrency: 1})
		first, err := l.acquire(t.Context(), 100, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		first.release()
		began, got := time.Now(), make(chan time.Duration)
		go func() {
			g, err := l.acquire(t.Context(), 100, time.Hour)
			if err != nil {
				t.Error(err)
			}
			got <- time.Since(began)
			g.release()
		}()
		synctest.Wait()
		if l.load() != 0 {
			t.Errorf("load = %v while waiting, want 0", l.load())
		}
		if took := <-got; took < time.Second || took > 1100*time.Millisecond {
			t.Errorf("the second request came after %v, want 1 s at 60 a minute", took)
		}
	})
}

// A request that is not sent takes nothing from those after it.
func TestUnusedGrantGivesBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimits(Target{RPM: 60, TPM: 60_000, Concurrency: 1})
		time.Sleep(time.Minute)
		for range 5 {
			g, err := l.acquire(t.Context(), 20_000, time.Hour) // more than the burst: a debt of 14 s
			if err != nil {
				t.Fatal(err)
			}
			g.unused()
		}
		began := time.Now()
		g, err := l.acquire(t.Context(), 6_000, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		defer g.release()
		if took := time.Since(began); took > 0 {
			t.Errorf("the next request waited %v, want none", took)
		}
		if wait := l.take(time.Now(), 6_000); wait < 5*time.Second || wait > 7*time.Second {
			t.Errorf("the one after it waits %v, want about 6 s: giving back makes no more than there was", wait)
		}
	})
}
