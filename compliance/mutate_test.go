package compliance

import (
	"sync/atomic"
	"testing"
)

// Of a hundred changes to what its rules say, the examples of each shipped pack notice so many,
// and those of all packs together. They only rise.
const (
	noticedOfPack = 98
	noticedOfAll  = 99
)

// Survivors are listed with -v.
func TestShipped_mutants(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("alters every rule of every pack")
	}
	packs, err := library(t).Shipped()
	if err != nil || len(packs) == 0 {
		t.Fatalf("no packs: %v", err)
	}
	var noticed, all atomic.Int64
	t.Run("packs", func(t *testing.T) {
		for _, p := range packs {
			t.Run(p.Name, func(t *testing.T) {
				t.Parallel()
				n, of := countMutants(t, p)
				noticed.Add(n)
				all.Add(of)
			})
		}
	})
	enoughNoticed(t, noticed.Load(), all.Load(), noticedOfAll)
}

func countMutants(t *testing.T, p *Pack) (noticed, all int64) {
	t.Helper()
	mutants, err := p.Mutants()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range mutants {
		if m.Noticed {
			noticed++
		} else {
			t.Logf("survives in %s: %s", p.Name, m)
		}
	}
	enoughNoticed(t, noticed, int64(len(mutants)), noticedOfPack)
	return noticed, int64(len(mutants))
}

func enoughNoticed(t *testing.T, noticed, all, want int64) {
	t.Helper()
	if all == 0 {
		t.Fatal("nothing was altered")
	}
	t.Logf("%d of %d mutants are noticed (%.1f %%)", noticed, all, 100*float64(noticed)/float64(all))
	if noticed*100 < all*want {
		t.Errorf("%d of %d mutants are noticed, want %d %%", noticed, all, want)
	}
}
