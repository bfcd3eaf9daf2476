package model

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"docpipe/pipeline"
)

// NoLimit is a budget that is not limited.
const NoLimit pipeline.Micros = -1

// Budget is money that is never exceeded. 0 means that nothing may be spent.
type Budget struct {
	Document  pipeline.Micros // for one document; 50_000
	TenantDay pipeline.Micros // for one tenant a day (UTC); 20_000_000
	TotalDay  pipeline.Micros // for all tenants a day (UTC); 100_000_000
	Run       pipeline.Micros // for everything until the process ends; NoLimit
}

// DefaultBudget returns the defaults.
func DefaultBudget() Budget {
	return Budget{Document: 50_000, TenantDay: 20_000_000, TotalDay: 100_000_000, Run: NoLimit}
}

// Wallets hands out wallets whose documents share the budgets of day and run. It lives in
// memory: what was spent before the process began does not count.
type Wallets struct {
	budget Budget

	mu      sync.Mutex
	day     string // of the accounts below
	tenants map[string]*account
	total   account
	run     account
	changed chan struct{} // closed when money comes back
}

// A Wallet is the purse of one document. What is possibly billed counts as spent.
type Wallet struct {
	all     *Wallets
	tenant  string
	account account         // guarded by all.mu, as are usage and known
	usage   pipeline.Usage  // what was settled
	known   map[string]bool // ids of attempts that need not be booked again
}

var _ pipeline.Purse = (*Wallet)(nil)

// Scopes of budgets.
const (
	ScopeDocument  = "document"
	ScopeTenantDay = "tenant_day"
	ScopeTotalDay  = "total_day"
	ScopeRun       = "run"
)

// An Exhausted budget is why a request was not sent. It wraps [pipeline.ErrBudgetExhausted].
type Exhausted struct {
	Scope  string // which budget: only a document's own leaves others their money
	Name   string // for a person, with its setting
	Left   pipeline.Micros
	Needed pipeline.Micros // the worst case of the request
}

func (e *Exhausted) Error() string {
	return fmt.Sprintf("the budget %s has %s left, the next request may cost %s: %v", e.Name, usd(e.Left), usd(e.Needed), pipeline.ErrBudgetExhausted)
}

// Unwrap gives pipeline's kind.
func (e *Exhausted) Unwrap() error { return pipeline.ErrBudgetExhausted }

// An account is one budget: spent is gone, held may come back.
type account struct {
	scope       string
	name        string
	limit       pipeline.Micros
	spent, held pipeline.Micros
}

// NewWallets returns wallets under b.
func NewWallets(b Budget) *Wallets {
	return &Wallets{
		budget: b, tenants: map[string]*account{}, changed: make(chan struct{}),
		total: account{scope: ScopeTotalDay, name: "of all tenants for today (models.budget.total_day)", limit: b.TotalDay},
		run:   account{scope: ScopeRun, name: "of this run (--max-cost)", limit: b.Run},
	}
}

// For returns the wallet of one document of tenant.
func (w *Wallets) For(tenant string) *Wallet {
	return &Wallet{all: w, tenant: tenant, known: map[string]bool{}, account: account{scope: ScopeDocument, name: "of the document (models.budget.document)", limit: w.budget.Document}}
}

// Reserve implements [pipeline.Purse]. While money that others have set aside may come back and
// would suffice, it waits for that.
func (w *Wallet) Reserve(ctx context.Context, worst pipeline.Micros) error {
	for {
		back, err := w.tryReserve(worst)
		if back == nil {
			return err
		}
		select {
		case <-back:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// tryReserve sets worst aside in every account, or in none: then it returns an error, or a
// channel that is closed when it is worth another try.
func (w *Wallet) tryReserve(worst pipeline.Micros) (<-chan struct{}, error) {
	w.all.mu.Lock()
	defer w.all.mu.Unlock()
	accounts := w.accounts()
	for _, a := range accounts {
		if a.limit >= 0 && a.spent+worst > a.limit {
			return nil, &Exhausted{Scope: a.scope, Name: a.name, Left: max(a.limit-a.spent, 0), Needed: worst}
		}
	}
	for _, a := range accounts {
		if a.limit >= 0 && a.spent+a.held+worst > a.limit {
			return w.all.changed, nil
		}
	}
	for _, a := range accounts {
		a.held += worst
	}
	return nil, nil
}

// Settle implements [pipeline.Purse].
func (w *Wallet) Settle(worst pipeline.Micros, attempt pipeline.Attempt) {
	w.all.mu.Lock()
	defer w.all.mu.Unlock()
	for _, a := range w.accounts() {
		a.held -= worst
	}
	w.book(attempt)
	close(w.all.changed)
	w.all.changed = make(chan struct{})
}

// book counts an attempt once. all.mu is held.
func (w *Wallet) book(attempt pipeline.Attempt) {
	if attempt.Recovered && w.known[attempt.ID] {
		hit, ok := attempt.Again()
		if !ok {
			return
		}
		attempt = hit
	}
	w.known[attempt.ID] = true
	for _, a := range w.accounts() {
		a.spent += attempt.Cost + attempt.PossiblyBilled
	}
	w.usage.Add(attempt)
}

// Resume counts what a tenant's earlier processes have spent today against the budgets of the day.
func (w *Wallets) Resume(tenant string, today pipeline.Micros) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, a := range w.ofDay(tenant) {
		a.spent += today
	}
}

// Resume counts what earlier tries of the document have cost against its budget, and knows their
// attempts: see [Wallet.Know].
func (w *Wallet) Resume(before pipeline.Usage) {
	w.Know(before.Attempts)
	w.all.mu.Lock()
	defer w.all.mu.Unlock()
	w.account.spent += before.Cost + before.PossiblyBilled
}

// TryReserve is Reserve that does not wait for money that others have set aside.
func (w *Wallet) TryReserve(worst pipeline.Micros) error {
	back, err := w.tryReserve(worst)
	if back != nil {
		return fmt.Errorf("all that is left is set aside: %w", pipeline.ErrBudgetExhausted)
	}
	return err
}

// Know tells the wallet of attempts that other books hold: when their answers are met again,
// they cost nothing.
func (w *Wallet) Know(attempts []pipeline.Attempt) {
	w.all.mu.Lock()
	defer w.all.mu.Unlock()
	for _, a := range attempts {
		w.known[a.ID] = true
	}
}

// Usage returns what was settled so far, every attempt included.
func (w *Wallet) Usage() pipeline.Usage {
	w.all.mu.Lock()
	defer w.all.mu.Unlock()
	u := w.usage
	u.Attempts = slices.Clone(u.Attempts)
	return u
}

// accounts lists what pays for w's requests today. all.mu is held.
func (w *Wallet) accounts() []*account {
	return append([]*account{&w.account}, append(w.all.ofDay(w.tenant), &w.all.run)...)
}

// ofDay lists the accounts of a tenant's day and of everybody's. What is held over midnight counts
// for the new day. mu is held.
func (w *Wallets) ofDay(tenant string) []*account {
	if day := time.Now().UTC().Format(time.DateOnly); day != w.day {
		w.day = day
		w.total.spent = 0
		for _, t := range w.tenants {
			t.spent = 0
		}
	}
	of := cmp.Or(w.tenants[tenant], &account{
		scope: ScopeTenantDay, name: "of tenant " + tenant + " for today (models.budget.tenant_day)", limit: w.budget.TenantDay,
	})
	w.tenants[tenant] = of
	return []*account{of, &w.total}
}

// Spent returns what is gone in this run, possibly billed money included.
func (w *Wallets) Spent() pipeline.Micros {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.run.spent
}
