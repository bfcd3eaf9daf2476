package model

import (
	"sync"
	"time"
)

// A Key is one credential of a target, with the wire that uses it.
type Key struct {
	ID   string // for records: where it comes from, such as the name of a variable; never the secret
	Wire Wire
}

// A keyring uses the keys of one target in turn and lets those rest that were refused.
type keyring struct {
	keys []Key

	mu    sync.Mutex
	until []time.Time // per key: it rests until then
	cause string      // outcome of the request after which a key last began to rest
	next  int
}

func newKeyring(keys []Key) *keyring {
	return &keyring{keys: keys, until: make([]time.Time, len(keys))}
}

// take returns the next key that does not rest at now; false when all do.
func (k *keyring) take(now time.Time) (int, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for range k.keys {
		i := k.next
		k.next = (k.next + 1) % len(k.keys)
		if !k.until[i].After(now) {
			return i, true
		}
	}
	return 0, false
}

// cool lets key i rest until t, or longer when it already does, because of an outcome.
func (k *keyring) cool(i int, t time.Time, outcome string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if t.After(k.until[i]) {
		k.until[i], k.cause = t, outcome
	}
}

// why returns the outcome after which a key last began to rest.
func (k *keyring) why() string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.cause
}

// ready returns when the first key can be used.
func (k *keyring) ready() time.Time {
	k.mu.Lock()
	defer k.mu.Unlock()
	first := k.until[0]
	for _, t := range k.until[1:] {
		if t.Before(first) {
			first = t
		}
	}
	return first
}
