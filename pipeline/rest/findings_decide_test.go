package rest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"docpipe/pipeline"
	"docpipe/pipeline/rest"
)

func (m *memory) Audit(ctx context.Context, tenant, action, object string, detail any) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.unbooked != nil {
		return m.unbooked
	}
	raw, err := json.Marshal(detail)
	m.trail = append(m.trail, fmt.Sprintf("%s %s %s %s %s", tenant, pipeline.Actor(ctx), action, object, raw))
	return err
}

func (m *memory) Finding(ctx context.Context, tenant, id string) (pipeline.FindingRecord, error) {
	all, _, err := m.Findings(ctx, tenant, pipeline.FindingQuery{})
	at := slices.IndexFunc(all, func(f pipeline.FindingRecord) bool { return f.ID == id })
	if at < 0 {
		return pipeline.FindingRecord{}, fmt.Errorf("finding %s: %w", id, pipeline.ErrNotFound)
	}
	return all[at], err
}

func (m *memory) Decisions(_ context.Context, _, finding string) ([]pipeline.Decision, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(m.decided), func(d pipeline.Decision) bool { return d.Finding != finding }), nil
}

func (m *memory) Decide(ctx context.Context, tenant, id string, d pipeline.Decision) (pipeline.FindingRecord, error) {
	f, err := m.Finding(ctx, tenant, id)
	if err != nil {
		return f, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	d.Finding, d.By = id, pipeline.Actor(ctx)
	m.decided = append(m.decided, d)
	f.Disposition = d.Disposition()
	return f, nil
}

func (s *service) decide(token, id, body string) answer {
	s.t.Helper()
	return s.do(s.request("POST", "/v1/findings/"+id+"/decision", strings.NewReader(body), "Content-Type", "application/json", "Authorization", "Bearer "+token))
}

func TestDecideFinding(t *testing.T) {
	t.Parallel()
	s := newService(t)
	s.finish(s.send("one"), checked)
	officer := s.key("acme", pipeline.ScopeFindingsDecide)
	for body, kind := range map[string]string{
		`{"decision":"accept"}`:                                                 "accepted",
		`{"decision":"escalate","reason":"not mine"}`:                           "escalated",
		`{"decision":"waive","reason":"known","until":"2999-12-31"}`:            "waived",
		`{"decision":"waive","reason":"known","until":"2999-12-31T12:00:00Z"}`:  "waived",
		`{"decision":"correct","reason":"misread","values":{"/number":"8"}}`:    "open",
		`{"decision":"correct","reason":"not there","values":{"/number":null}}`: "open",
	} {
		a := s.decide(officer, "fnd_1", body)
		a.want(t, http.StatusOK)
		f := decode[rest.FindingReport](t, a)
		last := f.Decisions[len(f.Decisions)-1]
		if f.Disposition.Kind != kind || !strings.HasPrefix(last.By, "key_") {
			t.Errorf("after %s the finding is %s by %s, want %s by a key", body, f.Disposition.Kind, last.By, kind)
		}
	}
	if f := decode[rest.FindingReport](t, s.get("/v1/findings/fnd_1")); len(f.Decisions) != 6 {
		t.Errorf("the finding has %d decisions, want 6", len(f.Decisions))
	}
	s.decide(officer, "fnd_2", `{"decision":"accept"}`).problem(t, pipeline.ErrNotFound, http.StatusNotFound)
}

// Without the right, or with something missing, nothing is written.
func TestDecideFinding_refused(t *testing.T) {
	t.Parallel()
	s := newService(t)
	s.finish(s.send("one"), checked)
	reader, officer := s.key("acme", pipeline.ScopeFindingsRead, pipeline.ScopeReview), s.key("acme", pipeline.ScopeFindingsDecide)
	s.decide(reader, "fnd_1", `{"decision":"accept"}`).problem(t, pipeline.ErrForbidden, http.StatusForbidden)
	for _, body := range []string{
		`{"decision":"like"}`, `{"decision":"escalate"}`, `{"decision":"waive","reason":"r"}`, `{}`,
		`{"decision":"waive","reason":"r","until":"2001-01-01"}`, `{"decision":"waive","reason":"r","until":"soon"}`,
		`{"decision":"accept","until":"2999-12-31"}`, `{"decision":"correct","reason":"r"}`, `{"decision":"accept","by":"me"}`,
	} {
		s.decide(officer, "fnd_1", body).problem(t, pipeline.ErrInvalid, http.StatusBadRequest)
	}
	if len(s.decided) > 0 {
		t.Errorf("decisions = %+v, want none", s.decided)
	}
}

// Whoever is shown an original stands in the audit log before a byte of it goes out.
func TestViewsAreBooked(t *testing.T) {
	t.Parallel()
	s := newService(t)
	id := s.send("one")
	s.finish(id, checked)
	file, page := "/v1/documents/"+id+"/files/1", "/v1/documents/"+id+"/pages/1"
	tag := s.get(file).Header.Get("ETag")
	s.get(page+"?view=prepared").want(t, http.StatusOK)
	s.get(file, "If-None-Match", tag).want(t, http.StatusNotModified)
	s.get(page, "Authorization", "Bearer "+s.key("acme", pipeline.ScopeDocumentsRead)).problem(t, pipeline.ErrForbidden, http.StatusForbidden)
	want := []string{
		"acme key_0 original.viewed " + id + ` {"file":1}`,
		"acme key_0 original.viewed " + id + ` {"page":1,"view":"prepared"}`,
	}
	if !slices.Equal(s.trail, want) {
		t.Errorf("audit log = %q, want %q", s.trail, want)
	}
	s.unbooked = pipeline.ErrDiskFull
	for _, path := range []string{file, page} {
		s.get(path).problem(t, pipeline.ErrDiskFull, http.StatusInsufficientStorage)
	}
}
