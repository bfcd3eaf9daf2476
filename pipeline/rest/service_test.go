package rest_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"docpipe/pipeline"
	"docpipe/pipeline/rest"
)

// A service is an API on a loopback port with one key that may do everything.
type service struct {
	*memory
	t     *testing.T
	url   string
	token string
	log   *safeBuffer
	contract
}

func newService(t *testing.T, change ...func(*rest.Config)) *service {
	t.Helper()
	cfg := rest.DefaultConfig()
	for _, c := range change {
		c(&cfg)
	}
	s := &service{memory: newMemory(), t: t, log: &safeBuffer{}}
	parts := s.parts()
	parts.Log = slog.New(slog.NewJSONHandler(s.log, nil))
	api, err := rest.New(cfg, parts)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(api)
	t.Cleanup(server.Close)
	s.contract = newContract(t, api.OpenAPI())
	s.url, s.token = server.URL, s.key("acme", pipeline.ScopeAdmin)
	return s
}

// An answer is a response whose body has been read.
type answer struct {
	*http.Response
	body []byte
}

func (s *service) do(r *http.Request) answer {
	s.t.Helper()
	if r.Header.Get("Authorization") == "" && s.token != "" {
		r.Header.Set("Authorization", "Bearer "+s.token)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	a := answer{res, body}
	s.holds(s.t, r, a)
	return a
}

func (s *service) request(method, path string, body io.Reader, headers ...string) *http.Request {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), method, s.url+path, body)
	if err != nil {
		s.t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return r
}

func (s *service) get(path string, headers ...string) answer {
	s.t.Helper()
	return s.do(s.request("GET", path, nil, headers...))
}

// send uploads one PDF as the raw body and returns the document's id.
func (s *service) send(content string, headers ...string) string {
	s.t.Helper()
	a := s.do(s.request("POST", "/v1/documents", strings.NewReader("%PDF"+content), headers...))
	a.want(s.t, http.StatusAccepted)
	return decode[rest.Document](s.t, a).ID
}

// form makes a multipart request of parts in order: "file" parts have a file name.
func (s *service) form(parts [][2]string, headers ...string) *http.Request {
	s.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, p := range parts {
		create := w.CreateFormField
		if p[0] == "file" {
			create = func(name string) (io.Writer, error) { return w.CreateFormFile(name, "scan.pdf") }
		}
		part, err := create(p[0])
		if err != nil {
			s.t.Fatal(err)
		}
		if _, err := io.WriteString(part, p[1]); err != nil {
			s.t.Fatal(err)
		}
	}
	w.Close()
	return s.request("POST", "/v1/documents", &b, append(headers, "Content-Type", w.FormDataContentType())...)
}

func (a answer) want(t *testing.T, status int) {
	t.Helper()
	if a.StatusCode != status {
		t.Fatalf("status = %d, want %d: %s", a.StatusCode, status, a.body)
	}
}

// problem checks status and code and returns the whole.
func (a answer) problem(t *testing.T, kind *pipeline.Kind, status int) rest.Problem {
	t.Helper()
	a.want(t, status)
	if got := a.Header.Get("Content-Type"); got != "application/problem+json" {
		t.Errorf("Content-Type = %q, want application/problem+json", got)
	}
	p := decode[rest.Problem](t, a)
	if p.Code != kind.Code || p.Status != status || p.RequestID == "" || p.RequestID != a.Header.Get("X-Request-Id") {
		t.Errorf("problem = %+v, want code %s, status %d and the request's id", p, kind.Code, status)
	}
	return p
}

func decode[T any](t *testing.T, a answer) T {
	t.Helper()
	var v T
	if err := json.Unmarshal(a.body, &v); err != nil {
		t.Fatalf("%v: %s", err, a.body)
	}
	return v
}

type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}
