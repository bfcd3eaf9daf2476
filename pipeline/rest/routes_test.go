package rest_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"docpipe/pipeline"
)

// scopes is what each route needs. The test fails when a route is not in it.
var scopes = map[string]string{
	"POST /v1/documents":                        pipeline.ScopeDocumentsWrite,
	"GET /v1/documents":                         pipeline.ScopeDocumentsRead,
	"GET /v1/documents/counts":                  pipeline.ScopeDocumentsRead,
	"GET /v1/documents/{id}":                    pipeline.ScopeDocumentsRead,
	"DELETE /v1/documents/{id}":                 pipeline.ScopeDocumentsWrite,
	"POST /v1/documents/{id}/cancel":            pipeline.ScopeDocumentsWrite,
	"PUT /v1/documents/{id}/split":              pipeline.ScopeDocumentsWrite,
	"GET /v1/documents/{id}/result":             pipeline.ScopeDocumentsRead,
	"GET /v1/documents/{id}/versions":           pipeline.ScopeDocumentsRead,
	"GET /v1/documents/{id}/checks":             pipeline.ScopeFindingsRead,
	"GET /v1/documents/{id}/events":             pipeline.ScopeEventsRead,
	"GET /v1/documents/{id}/text":               pipeline.ScopeDocumentsRead,
	"GET /v1/documents/{id}/files/{n}":          pipeline.ScopeOriginalsRead,
	"GET /v1/documents/{id}/pages/{n}":          pipeline.ScopeOriginalsRead,
	"GET /v1/documents/{id}/redacted.pdf":       pipeline.ScopeDocumentsRead,
	"GET /v1/documents/{id}/pages/{n}/redacted": pipeline.ScopeDocumentsRead,
	"GET /v1/documents/{id}/pages/{n}/words":    pipeline.ScopeDocumentsRead,
	"POST /v1/documents/{id}/ask":               pipeline.ScopeDocumentsRead,
	"POST /v1/documents/{id}/summarise":         pipeline.ScopeDocumentsRead,
	"POST /v1/documents/{id}/translate":         pipeline.ScopeDocumentsRead,
	"POST /v1/documents/{id}/describe":          pipeline.ScopeDocumentsRead,
	"GET /v1/usage":                             pipeline.ScopeDocumentsRead,
	"GET /v1/batches/{batch}":                   pipeline.ScopeDocumentsRead,
	"GET /v1/findings/export":                   pipeline.ScopeFindingsRead,
	"GET /v1/findings":                          pipeline.ScopeFindingsRead,
	"GET /v1/findings/{id}":                     pipeline.ScopeFindingsRead,
	"POST /v1/findings/{id}/decision":           pipeline.ScopeFindingsDecide,
	"GET /v1/schemas":                           pipeline.ScopeDocumentsRead,
	"GET /v1/schemas/{id}":                      pipeline.ScopeDocumentsRead,
	"PUT /v1/schemas/{id}":                      pipeline.ScopeSchemasWrite,
	"GET /v1/events":                            pipeline.ScopeEventsRead,
}

func TestRoutes_need_their_scope(t *testing.T) {
	t.Parallel()
	s := newService(t)
	id := s.send("one", "Idempotency-Key", "k")
	s.finish(id, checked)
	for _, route := range described(t, s) {
		need, ok := scopes[route]
		if !ok {
			t.Errorf("%s stands in the description and not in this test", route)
			continue
		}
		others := slices.DeleteFunc(slices.Clone(pipeline.Scopes), func(sc string) bool {
			return sc == need || sc == pipeline.ScopeAdmin
		})
		for name, c := range map[string]struct {
			token string
			kind  *pipeline.Kind
		}{
			"no key":           {"-", pipeline.ErrUnauthorized},
			"an unknown key":   {"docpipe_x_y", pipeline.ErrUnauthorized},
			"all other scopes": {s.key("acme", others...), pipeline.ErrForbidden},
		} {
			t.Run(route+"/"+name, func(t *testing.T) {
				r := s.route(route, id)
				r.Header.Set("Authorization", "Bearer "+c.token)
				status := http.StatusUnauthorized
				if c.kind == pipeline.ErrForbidden {
					status = http.StatusForbidden
				}
				a := s.do(r)
				a.problem(t, c.kind, status)
				if status == http.StatusUnauthorized && a.Header.Get("WWW-Authenticate") == "" {
					t.Error("401 without WWW-Authenticate")
				}
			})
		}
	}
	if got := len(described(t, s)); got != len(scopes) {
		t.Errorf("%d routes are described, want %d", got, len(scopes))
	}
}

// With its one scope each route answers, and another tenant's key finds nothing of it.
func TestRoutes_keep_tenants_apart(t *testing.T) {
	t.Parallel()
	for route, scope := range scopes {
		t.Run(route, func(t *testing.T) {
			t.Parallel()
			s := newService(t)
			id := s.do(s.form([][2]string{{"file", "%PDF canary-7f3a"}, {"batch", "b1"}, {"reference", "canary-7f3a"}})).id(t)
			s.finish(id, checked)
			s.do(s.request("PUT", "/v1/schemas/own.v1", strings.NewReader(`{"type":"object","title":"canary-7f3a"}`))).want(t, http.StatusOK)

			own := s.route(route, id)
			own.Header.Set("Authorization", "Bearer "+s.key("acme", scope))
			if a := s.do(own); a.StatusCode >= 300 {
				t.Errorf("own document: %d, want success: %s", a.StatusCode, a.body)
			}

			foreign := s.route(route, id)
			foreign.Header.Set("Authorization", "Bearer "+s.key("other", scope))
			a := s.do(foreign)
			if strings.Contains(string(a.body), "canary-7f3a") || strings.Contains(string(a.body), `"items":[{`) {
				t.Errorf("another tenant reads: %s", a.body)
			}
			if strings.Contains(route, "{") && !strings.HasPrefix(route, "PUT") && a.StatusCode != http.StatusNotFound {
				t.Errorf("another tenant's id: %d, want 404: %s", a.StatusCode, a.body)
			}
			if h, err := s.Header(t.Context(), "acme", id); err != nil || route != "DELETE /v1/documents/{id}" && h.Status == pipeline.Erased {
				t.Errorf("the document is %s (%v) after a foreign request", h.Status, err)
			}
		})
	}
}

func (a answer) id(t *testing.T) string {
	t.Helper()
	a.want(t, http.StatusAccepted)
	return decode[struct{ ID string }](t, a).ID
}

// route makes a good request for a route's pattern about a document of the tests.
func (s *service) route(pattern, id string) *http.Request {
	method, path, _ := strings.Cut(pattern, " ")
	if strings.HasPrefix(path, "/v1/schemas") {
		id = "own.v1"
	}
	if strings.HasPrefix(path, "/v1/findings") {
		id = "fnd_1"
	}
	path = strings.NewReplacer("{id}", id, "{n}", "1", "{batch}", "b1").Replace(path)
	if body, ok := goodQuestions[path[strings.LastIndex(path, "/")+1:]]; ok {
		return s.request(method, path, strings.NewReader(body), "Content-Type", "application/json")
	}
	switch method {
	case "POST":
		if strings.HasSuffix(path, "/decision") {
			return s.request(method, path, strings.NewReader(`{"decision":"accept"}`), "Content-Type", "application/json")
		}
		return s.request(method, path, strings.NewReader("%PDF other"))
	case "PUT":
		if strings.HasSuffix(path, "/split") {
			return s.request(method, path, strings.NewReader(`{"parts":[[1]]}`), "Content-Type", "application/json")
		}
		return s.request(method, "/v1/schemas/new.v1", strings.NewReader(`{"type":"object"}`))
	}
	return s.request(method, path, nil)
}

// described lists the operations of the description.
func described(t *testing.T, s *service) []string {
	t.Helper()
	var spec struct {
		Paths map[string]map[string]json.RawMessage `json:"paths"`
	}
	if err := json.Unmarshal(s.get("/openapi.json").body, &spec); err != nil {
		t.Fatal(err)
	}
	var all []string
	for path, operations := range spec.Paths {
		for method := range operations {
			all = append(all, strings.ToUpper(method)+" "+path)
		}
	}
	slices.Sort(all)
	return all
}

func TestRoutes_nothing_there(t *testing.T) {
	t.Parallel()
	s := newService(t)
	for _, c := range [][2]string{{"GET", "/"}, {"GET", "/v1/nope"}, {"PATCH", "/v1/nope"}, {"GET", "/v1/documents/x/y/z"}} {
		s.do(s.request(c[0], c[1], nil)).problem(t, pipeline.ErrNotFound, http.StatusNotFound)
	}
}

// A method that a path has not is another mistake than a path that is not there.
func TestRoutes_names_the_methods_of_a_path(t *testing.T) {
	t.Parallel()
	s := newService(t)
	for _, c := range []struct{ method, path, allow string }{
		{"PATCH", "/v1/documents", "GET, HEAD, POST"},
		{"POST", "/v1/documents/doc_1", "GET, HEAD, DELETE"},
		{"DELETE", "/v1/schemas/own.v1", "GET, HEAD, PUT"},
		{"GET", "/v1/documents/doc_1/cancel", "POST"},
		{"OPTIONS", "/v1/documents/doc_1/cancel", "POST"},
		{"POST", "/readyz", "GET, HEAD"},
	} {
		a := s.do(s.request(c.method, c.path, nil))
		p := a.problem(t, pipeline.ErrInvalid, http.StatusMethodNotAllowed)
		if got := a.Header.Get("Allow"); got != c.allow || !strings.Contains(p.Detail, c.allow) {
			t.Errorf("%s %s: Allow = %q, detail %q, want both to name %s", c.method, c.path, got, p.Detail, c.allow)
		}
	}
}
