package rest_test

import (
	"net/http"
	"strings"
	"testing"

	"docpipe/pipeline"
)

func TestEveryAnswer_is_protected(t *testing.T) {
	t.Parallel()
	s := newService(t)
	id := s.send("one")
	for _, path := range []string{"/healthz", "/openapi.json", "/v1/documents", "/v1/documents/" + id + "/files/1", "/v1/nope"} {
		h := s.get(path).Header
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer",
			"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
		} {
			if got := h.Get(name); got != want {
				t.Errorf("%s: %s = %q, want %q", path, name, got, want)
			}
		}
		if !strings.HasPrefix(h.Get("X-Request-Id"), "req_") {
			t.Errorf("%s: X-Request-Id = %q, want one of ours", path, h.Get("X-Request-Id"))
		}
	}
}

// A panic is a problem for one sender; the log says where it was and not what it said.
func TestPanic(t *testing.T) {
	t.Parallel()
	s := newService(t)
	s.breakPut = true
	a := s.do(s.request("POST", "/v1/documents", strings.NewReader("%PDF")))
	p := a.problem(t, pipeline.ErrInternal, http.StatusInternalServerError)
	for name, text := range map[string]string{"answer": string(a.body), "log": s.log.String()} {
		if strings.Contains(text, "secret words") {
			t.Errorf("the %s repeats what the panic said: %s", name, text)
		}
	}
	if log := s.log.String(); !strings.Contains(log, p.RequestID) || !strings.Contains(log, "stores_test.go:") {
		t.Errorf("the log does not name request and place: %s", log)
	}
	s.breakPut = false
	s.send("the next one")
}

// Neither names, fields, passwords nor words of a document reach the log.
func TestLog_has_no_content(t *testing.T) {
	t.Parallel()
	s := newService(t)
	canary := "canary-51c0"
	id := s.do(s.form([][2]string{{"file", "%PDF " + canary}, {"reference", canary}, {"batch", canary}, {"password", canary}})).id(t)
	s.get("/v1/documents?reference=" + canary)
	s.get("/v1/batches/" + canary)
	s.get("/v1/documents/" + id + "/files/1")
	s.do(s.form([][2]string{{"file", "%PDF"}, {canary, "x"}}))
	log := s.log.String()
	if strings.Contains(log, canary) {
		t.Errorf("the log holds content: %s", log)
	}
	if !strings.Contains(log, `"route":"GET /v1/batches/{batch}"`) || !strings.Contains(log, `"tenant":"acme"`) {
		t.Errorf("the log does not name route and tenant: %s", log)
	}
}

func TestInternal_errors_stay_inside(t *testing.T) {
	t.Parallel()
	s := newService(t)
	s.failing = errInside
	a := s.get("/v1/documents/x")
	a.problem(t, pipeline.ErrInternal, http.StatusInternalServerError)
	if strings.Contains(string(a.body), errInside.Error()) || !strings.Contains(s.log.String(), errInside.Error()) {
		t.Errorf("the answer is %s; want the cause in the log only", a.body)
	}
}
