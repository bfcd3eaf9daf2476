package rest_test

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"docpipe/pipeline"
	"docpipe/pipeline/rest"
	"docpipe/schemas"
)

// memory is a ledger, a store of originals and all else that the API works on, in maps.
type memory struct {
	mu       sync.Mutex
	next     int
	docs     map[string]*record
	uploads  map[string]*record // by tenant and idempotency key
	keys     map[string]pipeline.Principal
	files    map[string][]byte // by tenant and hash
	events   map[string][]pipeline.Event
	shapes   map[string]*schemas.Schema // by tenant and id
	ready    error
	failing  error         // what Header answers
	silent   error         // what models answer
	changed  chan struct{} // closed and replaced at each change
	largest  int           // bytes of the longest write that a file came in
	maxBytes int64
	breakPut bool                // a Put panics
	putting  int                 // files whose head has been read
	trail    []string            // of the audit log: tenant, actor, action, object, detail
	unbooked error               // what Audit answers
	decided  []pipeline.Decision // in order
}

type record struct {
	header      pipeline.Header
	document    *pipeline.Document
	fingerprint string
	results     [][]byte
	receipt     *pipeline.Receipt
}

func newMemory() *memory {
	return &memory{
		docs: map[string]*record{}, uploads: map[string]*record{}, keys: map[string]pipeline.Principal{},
		files: map[string][]byte{}, events: map[string][]pipeline.Event{}, shapes: map[string]*schemas.Schema{},
		changed: make(chan struct{}), maxBytes: 100 << 20,
	}
}

var (
	_ rest.Ledger    = (*memory)(nil)
	_ rest.Originals = originals{}
	_ rest.Schemas   = shapes{}
)

func (m *memory) parts() rest.Parts {
	return rest.Parts{Ledger: m, Originals: originals{m}, Images: m, Redactor: m, Exporter: m, Models: models{m}, Schemas: shapes{m}, Notifier: m, Health: m}
}

func (m *memory) Authenticate(_ context.Context, token string) (pipeline.Principal, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	p, ok := m.keys[token]
	if !ok {
		return p, fmt.Errorf("this key is not known: %w", pipeline.ErrUnauthorized)
	}
	return p, nil
}

func (m *memory) HasKeys(context.Context) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.keys) > 0, nil
}

// key makes a key and returns its token.
func (m *memory) key(tenant string, scopes ...string) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	token := fmt.Sprintf("docpipe_%s_%d", tenant, len(m.keys))
	m.keys[token] = pipeline.Principal{Tenant: tenant, KeyID: fmt.Sprintf("key_%d", len(m.keys)), Scopes: scopes}
	return token
}

func (m *memory) Accept(_ context.Context, a pipeline.Acceptance) (pipeline.Header, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	d := a.Document
	name := d.Tenant + "/" + a.IdempotencyKey
	if r, ok := m.uploads[name]; ok && a.IdempotencyKey != "" {
		if r.fingerprint != a.Fingerprint {
			return pipeline.Header{}, false, pipeline.ErrIdempotencyMismatch
		}
		return r.header, true, nil
	}
	m.next++
	d.ID = fmt.Sprintf("doc_%04d", m.next)
	r := &record{document: d, fingerprint: a.Fingerprint, header: pipeline.Header{
		ID: d.ID, Tenant: d.Tenant, Status: pipeline.Queued, Stage: a.FirstStage, Source: d.Source, Schema: d.Settings.Schema,
		Batch: filled(d.Batch), Case: filled(d.Case), Reference: filled(d.Reference), Metadata: d.Metadata, Verdict: pipeline.NotChecked,
		Files: pipeline.NewResult(d, 1, nil).Document.Files, ReceivedAt: time.Now().UTC(), UpdatedAt: time.Now().UTC(),
	}}
	m.docs[d.ID], m.uploads[name] = r, r
	m.emit(r.header, pipeline.EventReceived)
	return r.header, false, nil
}

// emit adds an event and wakes whoever waits. The caller holds the lock.
func (m *memory) emit(h pipeline.Header, kind string) {
	n := len(m.events[h.Tenant]) + 1
	m.events[h.Tenant] = append(m.events[h.Tenant], pipeline.Event{
		SpecVersion: "1.0", ID: fmt.Sprintf("evt_%s_%d", h.Tenant, n), Type: kind, Subject: h.ID, Tenant: h.Tenant,
		Sequence: strconv.Itoa(n), Data: json.RawMessage(`{}`),
	})
	m.wake()
}

// wake tells whoever waits that something has changed. The caller holds the lock.
func (m *memory) wake() {
	close(m.changed)
	m.changed = make(chan struct{})
}

// until waits for a change after which ok holds; ok is called with the lock held.
func (m *memory) until(t *testing.T, ok func() bool) {
	t.Helper()
	late := time.After(20 * time.Second)
	for {
		m.mu.Lock()
		done, changed := ok(), m.changed
		m.mu.Unlock()
		if done {
			return
		}
		select {
		case <-changed:
		case <-late:
			t.Fatal("it did not happen within 20 s")
		}
	}
}

// finish records the next version of a document's result.
func (m *memory) finish(id string, change func(d *pipeline.Document)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	r := m.docs[id]
	if change != nil {
		change(r.document)
	}
	result := pipeline.NewResult(r.document, len(r.results)+1, nil)
	raw, err := json.Marshal(result)
	if err != nil {
		panic(err)
	}
	r.results = append(r.results, raw)
	r.header.Status, r.header.Version, r.header.Stage = result.Status, result.Version, ""
	m.emit(r.header, pipeline.EventResult)
}

func (m *memory) find(tenant, id string) (*record, error) {
	r, ok := m.docs[id]
	if !ok || r.header.Tenant != tenant {
		return nil, fmt.Errorf("document %s: %w", id, pipeline.ErrNotFound)
	}
	return r, nil
}

func (m *memory) Header(_ context.Context, tenant, id string) (pipeline.Header, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.failing != nil {
		return pipeline.Header{}, m.failing
	}
	r, err := m.find(tenant, id)
	if err != nil {
		return pipeline.Header{}, err
	}
	return r.header, nil
}

func (m *memory) Headers(_ context.Context, tenant string, q pipeline.Query) ([]pipeline.Header, string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	all := m.selected(tenant, q)
	slices.SortFunc(all, func(a, b pipeline.Header) int { return cmp.Compare(b.ID, a.ID) })
	if len(all) > q.Limit {
		return all[:q.Limit], all[q.Limit-1].ID, nil
	}
	return all, "", nil
}

func (m *memory) selected(tenant string, q pipeline.Query) []pipeline.Header {
	var all []pipeline.Header
	for _, r := range m.docs {
		h := r.header
		switch {
		case h.Tenant != tenant,
			q.Status != "" && string(h.Status) != q.Status,
			q.Batch != "" && (h.Batch == nil || *h.Batch != q.Batch),
			q.Cursor != "" && h.ID >= q.Cursor:
			continue
		}
		all = append(all, h)
	}
	return all
}

func (m *memory) Counts(_ context.Context, tenant string, q pipeline.Query) (map[pipeline.Status]int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := map[pipeline.Status]int{}
	for _, h := range m.selected(tenant, q) {
		n[h.Status]++
	}
	return n, nil
}

func (m *memory) Document(_ context.Context, tenant, id string) (*pipeline.Document, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	r, err := m.find(tenant, id)
	if err != nil {
		return nil, err
	}
	if r.receipt != nil {
		return nil, pipeline.ErrErased
	}
	return r.document, nil
}

func (m *memory) Result(_ context.Context, tenant, id string, version int) ([]byte, int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	r, err := m.find(tenant, id)
	if err != nil {
		return nil, 0, err
	}
	if version == 0 {
		version = len(r.results)
	}
	if version < 1 || version > len(r.results) {
		return nil, 0, fmt.Errorf("document %s, result %d: %w", id, version, pipeline.ErrNotFound)
	}
	return r.results[version-1], version, nil
}

func (m *memory) Versions(_ context.Context, tenant, id string) ([]pipeline.VersionInfo, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	r, err := m.find(tenant, id)
	if err != nil {
		return nil, err
	}
	var all []pipeline.VersionInfo
	for n := len(r.results); n > 0; n-- {
		all = append(all, pipeline.VersionInfo{Version: n, Status: r.header.Status})
	}
	return all, nil
}

func (m *memory) EventsSince(_ context.Context, tenant string, after int64, limit int) ([]pipeline.Event, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	all := m.events[tenant][min(int(after), len(m.events[tenant])):]
	return slices.Clone(all[:min(limit, len(all))]), nil
}

func (m *memory) DocumentEvents(_ context.Context, tenant, id string) ([]pipeline.Event, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	_, err := m.find(tenant, id)
	return slices.Clone(m.events[tenant]), err
}

func (m *memory) Findings(_ context.Context, tenant string, q pipeline.FindingQuery) ([]pipeline.FindingRecord, string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var all []pipeline.FindingRecord
	for id, r := range m.docs {
		if r.header.Tenant != tenant {
			continue
		}
		for _, f := range r.document.Findings {
			if q.Severity == "" || q.Severity == f.Severity {
				all = append(all, pipeline.FindingRecord{Finding: f, Document: id})
			}
		}
	}
	return all, "", nil
}

func (m *memory) Cancel(_ context.Context, tenant, id string) (pipeline.Header, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	r, err := m.find(tenant, id)
	if err != nil {
		return pipeline.Header{}, err
	}
	r.header.Status = pipeline.Cancelled
	return r.header, nil
}

func (m *memory) Split(_ context.Context, tenant, id string, parts [][]int) (pipeline.Header, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	r, err := m.find(tenant, id)
	if err != nil {
		return pipeline.Header{}, err
	}
	if err := r.document.CheckSplit(parts); err != nil {
		return pipeline.Header{}, err
	}
	r.header.Status = pipeline.Queued
	return r.header, nil
}

func (m *memory) Erase(_ context.Context, tenant, id, by string) (pipeline.Receipt, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	r, err := m.find(tenant, id)
	if err != nil {
		return pipeline.Receipt{}, err
	}
	if r.receipt == nil {
		r.receipt = &pipeline.Receipt{Document: id, Tenant: tenant, By: by, Keys: 1, Sequences: []uint64{1}}
		r.header.Status = pipeline.Erased
	}
	return *r.receipt, nil
}

func (m *memory) Wait(ctx context.Context, tenant, id string) error {
	for {
		m.mu.Lock()
		r, err := m.find(tenant, id)
		done, changed := err == nil && r.header.Status.Terminal(), m.changed
		m.mu.Unlock()
		if err != nil || done {
			return err
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (m *memory) Ready(context.Context) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.ready
}

func (m *memory) Export(_ context.Context, tenant string, q pipeline.FindingQuery, format string, whole bool, w io.Writer) error {
	_, err := fmt.Fprintf(w, "%s of %s, severity %s, whole %v", format, tenant, q.Severity, whole)
	return err
}

func (m *memory) Redacted(_ context.Context, _ *pipeline.Document, classes []string, w io.Writer) error {
	if slices.Contains(classes, "unknown") {
		return fmt.Errorf("class: %w", pipeline.ErrInvalid)
	}
	_, err := fmt.Fprintf(w, "copy without %q", classes)
	return err
}

func (m *memory) RedactedPage(_ context.Context, _ *pipeline.Document, n int, classes []string) ([]byte, error) {
	return fmt.Appendf(nil, "page %d without %q", n, classes), nil
}

func (m *memory) Mask(d *pipeline.Document) {
	for _, p := range d.Pages {
		for i := range p.Words {
			p.Words[i].Text = "•"
		}
	}
}

func (m *memory) Page(_ context.Context, _ *pipeline.Document, n int, view string) ([]byte, string, error) {
	return fmt.Appendf(nil, "page %d %s", n, view), "image/png", nil
}
