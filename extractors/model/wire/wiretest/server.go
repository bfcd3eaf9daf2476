package wiretest

import (
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"docpipe/extractors/model"
)

// A server is a provider that does what a test tells it, and remembers what it was asked.
type server struct {
	*httptest.Server

	mu    sync.Mutex
	asked []asked
}

// asked is one request as it arrived.
type asked struct {
	request *http.Request
	body    []byte
}

// serve starts a provider that reads each request whole and then answers by handle.
func serve(t *testing.T, handle func(w http.ResponseWriter, a asked)) *server {
	t.Helper()
	s := &server{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return // the other side went away
		}
		a := asked{request: r, body: body}
		s.mu.Lock()
		s.asked = append(s.asked, a)
		s.mu.Unlock()
		handle(w, a)
	}))
	t.Cleanup(s.Close)
	return s
}

// all returns what was asked so far.
func (s *server) all() []asked {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]asked(nil), s.asked...)
}

// wire makes the wire under test, with a client of its own to s.
func (s *server) wire(t *testing.T, d Dialect) model.Wire {
	t.Helper()
	return s.limited(t, d, 1<<20)
}

// limited is wire with a cap on answers.
func (s *server) limited(t *testing.T, d Dialect, maxAnswer int64) model.Wire {
	t.Helper()
	client := s.Client()
	w, err := d.New(Setup{BaseURL: s.URL, Model: modelName, Key: key, MaxAnswer: maxAnswer, HTTP: client})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// status answers with a status, headers and a body.
func status(code int, header http.Header, body []byte) func(http.ResponseWriter, asked) {
	return func(w http.ResponseWriter, _ asked) {
		w.Header().Set("Content-Type", "application/json")
		for name, values := range header {
			w.Header()[name] = values
		}
		w.WriteHeader(code)
		_, _ = w.Write(body) // the other side may have gone
	}
}

// answer answers well.
func (d Dialect) answer(a Answer) func(http.ResponseWriter, asked) {
	header := http.Header{}
	return status(http.StatusOK, header, d.Answer(header, a))
}
