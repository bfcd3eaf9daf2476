package rest

import (
	"fmt"
	"sync"

	"docpipe/pipeline"
)

// arrivals knows the uploads that are on their way in.
type arrivals struct {
	limit int // of one tenant

	mu      sync.Mutex
	tenants map[string]int
	keys    map[[2]string]bool
}

// enter notes an upload of a tenant, with its idempotency key unless that is empty. It wraps
// ErrRateLimited when too many of the tenant arrive, ErrClaimed when one with this key does.
// The caller calls leave when the upload is recorded or given up.
func (a *arrivals) enter(tenant, key string) (leave func(), err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.tenants == nil {
		a.tenants, a.keys = map[string]int{}, map[[2]string]bool{}
	}
	name := [2]string{tenant, key}
	if key != "" && a.keys[name] {
		return nil, fmt.Errorf("an upload with this Idempotency-Key is still arriving, ask again when it is done: %w", pipeline.ErrClaimed)
	}
	if a.tenants[tenant] >= a.limit {
		return nil, fmt.Errorf("%d uploads of this tenant are arriving already: %w", a.limit, pipeline.ErrRateLimited)
	}
	a.tenants[tenant]++
	a.keys[name] = true
	return func() { a.leave(name) }, nil
}

func (a *arrivals) leave(name [2]string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.keys, name)
	if a.tenants[name[0]]--; a.tenants[name[0]] == 0 {
		delete(a.tenants, name[0])
	}
}
