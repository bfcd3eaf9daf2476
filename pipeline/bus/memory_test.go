package bus

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"time"

	"docpipe/pipeline"
)

// A memory is a ledger for the tests of the transport: it keeps its rules, in a map.
type memory struct {
	mu       sync.Mutex
	waiting  []pipeline.Message
	serial   int64
	jobs     map[string]*record
	sequence map[string]uint64  // of each published Msg-Id
	events   []pipeline.Message // that were published, in order
	rewinds  map[string]int     // by tenant, those that gave events again

	// Faults, set by a test; nil means none.
	claiming, committing, releasing func() error
	publishing                      func(m pipeline.Message) error
	leading                         func() bool
}

type record struct {
	tenant, stage         string
	epoch                 int64
	until                 time.Time
	runs, released        int
	done                  bool
	claims, commits, lost int
	cause                 error
}

func newMemory() *memory {
	return &memory{jobs: map[string]*record{}, sequence: map[string]uint64{}, rewinds: map[string]int{}}
}

// accept records a job with its message, as one transaction.
func (l *memory) accept(tenant, stage string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	id := "job" + strconv.Itoa(len(l.jobs)+1)
	l.jobs[id] = &record{tenant: tenant, stage: stage}
	l.wake(id)
	return id
}

func (l *memory) wake(id string) {
	j := l.jobs[id]
	l.serial++
	body, _ := json.Marshal(map[string]any{"v": 1, "job": id, "stage": j.stage, "tenant": j.tenant})
	l.waiting = append(l.waiting, pipeline.Message{
		ID: l.serial, MsgID: "row-" + strconv.FormatInt(l.serial, 10), Tenant: j.tenant, Stage: j.stage, Job: id, Data: body,
	})
}

// event puts an event with body into the outbox.
func (l *memory) event(tenant, body string) pipeline.Message {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.serial++
	m := pipeline.Message{
		ID: l.serial, MsgID: fmt.Sprintf("evt_%d", l.serial), Tenant: tenant,
		Subject: "docpipe.v1." + tenant + ".document.result.invoice", Data: json.RawMessage(strconv.Quote(body)),
	}
	l.waiting = append(l.waiting, m)
	return m
}

func (l *memory) PendingJobs(_ context.Context, limit int) ([]pipeline.Message, error) {
	return l.pending(limit, func(m pipeline.Message) bool { return m.Job != "" }), nil
}

func (l *memory) PendingEvents(_ context.Context, limit int) ([]pipeline.Message, error) {
	return l.pending(limit, func(m pipeline.Message) bool { return m.Job == "" }), nil
}

func (l *memory) pending(limit int, is func(pipeline.Message) bool) (some []pipeline.Message) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, m := range l.waiting {
		if is(m) && len(some) < limit {
			some = append(some, m)
		}
	}
	return some
}

func (l *memory) Published(_ context.Context, out []pipeline.Delivery) error {
	for _, d := range out {
		if err := l.published(d.Message, d.Sequence); err != nil {
			return err
		}
	}
	return nil
}

func (l *memory) published(m pipeline.Message, sequence uint64) error {
	if l.publishing != nil {
		if err := l.publishing(m); err != nil {
			return err
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.waiting = slices.DeleteFunc(l.waiting, func(w pipeline.Message) bool { return w.ID == m.ID })
	l.sequence[m.MsgID] = sequence
	if m.Job == "" {
		l.events = append(l.events, m)
	}
	return nil
}

// drop takes a message out of the outbox.
func (l *memory) drop(m pipeline.Message) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.waiting = slices.DeleteFunc(l.waiting, func(w pipeline.Message) bool { return w.ID == m.ID })
}

// Rewind gives events again that were published to a place after last, before all others.
func (l *memory) Rewind(_ context.Context, tenant string, last uint64) (int64, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	gone := func(m pipeline.Message) bool { return m.Tenant == tenant && l.sequence[m.MsgID] > last }
	var lost []pipeline.Message
	for _, m := range l.events {
		if gone(m) {
			lost = append(lost, m)
		}
	}
	l.events = slices.DeleteFunc(l.events, gone)
	l.waiting = append(lost, l.waiting...)
	if len(lost) > 0 {
		l.rewinds[tenant]++
	}
	return int64(len(lost)), nil
}

func (l *memory) rewound(tenant string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.rewinds[tenant] > 0
}

// Tenants lists whoever had an event.
func (l *memory) Tenants(context.Context) ([]string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var all []string
	for _, m := range slices.Concat(l.events, l.waiting) {
		all = append(all, m.Tenant)
	}
	slices.Sort(all)
	return slices.Compact(all), nil
}

func (l *memory) Lead(context.Context, string, string, time.Duration) (bool, error) {
	return l.leading == nil || l.leading(), nil
}

func (l *memory) ClaimJob(_ context.Context, id, _ string, lease time.Duration) (*pipeline.Claim, error) {
	if l.claiming != nil {
		if err := l.claiming(); err != nil {
			return nil, err
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	j := l.jobs[id]
	switch {
	case j == nil || j.done:
		return nil, pipeline.ErrNotFound
	case time.Now().Before(j.until):
		return nil, pipeline.ErrClaimed
	}
	j.epoch, j.until, j.claims = j.epoch+1, time.Now().Add(lease), j.claims+1
	return &pipeline.Claim{Job: id, Epoch: j.epoch, Stage: j.stage, Attempt: int(j.epoch), Document: &pipeline.Document{ID: "doc_" + id}}, nil
}

func (l *memory) Renew(_ context.Context, c *pipeline.Claim, lease time.Duration) error {
	return l.fenced(c, func(j *record) { j.until = time.Now().Add(lease) })
}

func (l *memory) Commit(_ context.Context, c *pipeline.Claim, _ pipeline.Outcome) error {
	if l.committing != nil {
		if err := l.committing(); err != nil {
			return err
		}
	}
	return l.fenced(c, func(j *record) { j.done, j.commits = true, j.commits+1 })
}

func (l *memory) Release(_ context.Context, c *pipeline.Claim, cause error) error {
	if l.releasing != nil {
		if err := l.releasing(); err != nil {
			return err
		}
	}
	return l.fenced(c, func(j *record) {
		j.until, j.cause, j.released = time.Time{}, cause, j.released+1
		l.wake(c.Job)
	})
}

func (l *memory) fenced(c *pipeline.Claim, change func(*record)) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	j := l.jobs[c.Job]
	if j.done || j.epoch != c.Epoch {
		j.lost++
		return fmt.Errorf("job %s: %w", c.Job, pipeline.ErrClaimed)
	}
	change(j)
	return nil
}

// steal gives the job to another worker.
func (l *memory) steal(id string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.jobs[id].epoch++
	l.jobs[id].until = time.Now().Add(time.Hour)
}

// Reconcile reissues whatever is not done, has no lease and waits for nothing.
func (l *memory) Reconcile(context.Context) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := 0
	for id, j := range l.jobs {
		waits := slices.ContainsFunc(l.waiting, func(m pipeline.Message) bool { return m.Job == id })
		if !j.done && !waits && time.Now().After(j.until) {
			l.wake(id)
			n++
		}
	}
	return n, nil
}

// run counts an execution.
func (l *memory) run(id string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.jobs[id].runs++
}

func (l *memory) job(id string) record {
	l.mu.Lock()
	defer l.mu.Unlock()
	return *l.jobs[id]
}

func (l *memory) finished() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := 0
	for _, j := range l.jobs {
		if j.done {
			n++
		}
	}
	return n
}

// executions lists how often each job ran, in order of the jobs.
func (l *memory) executions() []int {
	l.mu.Lock()
	defer l.mu.Unlock()
	var n []int
	for _, id := range slices.SortedFunc(keys(l.jobs), cmp.Compare[string]) {
		n = append(n, l.jobs[id].runs)
	}
	return n
}

func keys(m map[string]*record) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

func (l *memory) empty() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.waiting) == 0
}

var errAway = errors.New("the ledger is away")

// A runner is a Runner that is a function.
type runner func(ctx context.Context, c *pipeline.Claim) (pipeline.Outcome, error)

func (f runner) Run(ctx context.Context, c *pipeline.Claim) (pipeline.Outcome, error) {
	return f(ctx, c)
}
