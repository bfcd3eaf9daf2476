package rest_test

import (
	"net/http"
	"testing"

	"docpipe/pipeline"
	"docpipe/pipeline/rest"
)

// Without any key, programs of this machine may use an API that listens on loopback; web
// pages, other machines and names that point here by trickery may not.
func TestOpen(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		config  func(*rest.Config)
		request func(*http.Request)
		keys    bool
		want    int
	}{
		"a local program":         {want: 200},
		"a key exists":            {keys: true, want: 401},
		"keys are required":       {config: func(c *rest.Config) { c.Keys = "required" }, want: 401},
		"listens everywhere":      {config: func(c *rest.Config) { c.Listen = ":8080" }, want: 401},
		"listens on the network":  {config: func(c *rest.Config) { c.Listen = "192.0.2.1:8080" }, want: 401},
		"a name bound to us":      {request: func(r *http.Request) { r.Host = "evil.example" }, want: 401},
		"localhost by name":       {request: func(r *http.Request) { r.Host = "localhost:8080" }, want: 200},
		"a page of another site":  {request: func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }, want: 403},
		"a page, older browser":   {request: func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") }, want: 403},
		"another kind of secret":  {request: func(r *http.Request) { r.Header.Set("Authorization", "Basic eDp5") }, want: 401},
		"a token that is no key":  {request: func(r *http.Request) { r.Header.Set("Authorization", "Bearer x") }, want: 401},
		"a key that nobody knows": {request: func(r *http.Request) { r.Header.Set("Authorization", "Bearer docpipe_a_b") }, want: 401},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if c.config == nil {
				c.config = func(*rest.Config) {}
			}
			s := newService(t, c.config)
			s.token = ""
			if !c.keys {
				clear(s.keys)
			}
			r := s.request("POST", "/v1/documents/doc_0001/cancel", nil)
			if c.request != nil {
				c.request(r)
			}
			want := c.want
			if want == 200 { // let in, to find nothing
				want = 404
			}
			if a := s.do(r); a.StatusCode != want {
				t.Errorf("status = %d, want %d: %s", a.StatusCode, want, a.body)
			}
		})
	}
}

func TestOpen_uses_the_default_tenant(t *testing.T) {
	t.Parallel()
	s := newService(t)
	s.token = ""
	clear(s.keys)
	id := s.send("one")
	if h, err := s.Header(t.Context(), rest.DefaultTenant, id); err != nil || h.Tenant != "default" {
		t.Errorf("document of %q, %v, want default", h.Tenant, err)
	}
}

func TestStatusTable_has_every_kind(t *testing.T) {
	t.Parallel()
	s := newService(t)
	for _, kind := range pipeline.Kinds {
		s.mu.Lock()
		s.failing = kind
		s.mu.Unlock()
		a := s.get("/v1/documents/x")
		p := decode[rest.Problem](t, a)
		if p.Code != kind.Code || p.Retryable != kind.Retryable || p.Title != kind.Title || p.Type != "urn:docpipe:problem:"+kind.Code {
			t.Errorf("problem = %+v, want that of %s", p, kind.Code)
		}
		if wrong := a.StatusCode < 400 || a.StatusCode == 500 && kind != pipeline.ErrInternal; wrong {
			t.Errorf("%s: status %d, want one of its own", kind.Code, a.StatusCode)
		}
	}
}
