// Package modeltest is what tests of the model layer ask instead of a provider: a server that
// answers by script and counts, a wire that reaches it over plain net/http, and a store of
// answers in memory. It speaks the chat completions of OpenAI.
//
// [New] listens on loopback. [NewPiped] has no socket: within a bubble of testing/synctest its
// requests, waits and latencies run on virtual time.
package modeltest

import (
	"cmp"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// A Reply is what the server does with one request. The zero Reply is an empty answer.
type Reply struct {
	Text          string
	Status        int           // 200
	RetryAfter    time.Duration // whole seconds; 0 sends no header
	Finish        string        // finish_reason; stop
	Input, Output int           // usage; both 0: none is sent
	Delay         time.Duration // before anything is sent
	Cut           bool          // the connection ends without an answer
	Truncated     bool          // it ends in the middle of one
	Hang          bool          // nothing comes until the client goes away
}

// A Script decides about each request. It is called by many goroutines.
type Script func(Seen) Reply

// Seen is a request as the server got it.
type Seen struct {
	N      int // from 1 over the server
	Key    string
	Body   []byte
	Model  string
	Format string // response_format.type: json_schema, json_object or empty
	System string
	Texts  []string // text parts of all turns in order
	Turns  int
	Images int
}

// A Server answers by script.
type Server struct {
	URL string

	// Blind leaves requests unread but for their number: benchmarks measure the sender.
	Blind bool

	client *http.Client
	script Script

	mu      sync.Mutex
	seen    []Seen
	ended   bool // no further request is served
	serving sync.WaitGroup
}

// New starts a server on loopback that ends with the test.
func New(t testing.TB, script Script) *Server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{URL: "http://" + l.Addr().String(), script: script}
	s.serve(t, l, &http.Transport{MaxIdleConnsPerHost: 64})
	return s
}

// NewPiped starts a server without a socket that ends with the test.
func NewPiped(t testing.TB, script Script) *Server {
	t.Helper()
	l := newPipes()
	s := &Server{URL: "http://piped.test", script: script}
	s.serve(t, l, &http.Transport{DialContext: l.dial, MaxIdleConnsPerHost: 64})
	return s
}

func (s *Server) serve(t testing.TB, l net.Listener, transport *http.Transport) {
	s.client = &http.Client{Transport: transport}
	server := &http.Server{Handler: s}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(l)
	}()
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		_ = server.Close()
		<-done
		s.mu.Lock()
		s.ended = true
		s.mu.Unlock()
		s.serving.Wait()
	})
}

// enter counts a request in, while the server has not ended.
func (s *Server) enter() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.ended {
		s.serving.Add(1)
	}
	return !s.ended
}

// Client returns what reaches the server.
func (s *Server) Client() *http.Client { return s.client }

// Requests returns what came so far.
func (s *Server) Requests() []Seen {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Seen(nil), s.seen...)
}

// Count returns how many requests came for a model; all for "".
func (s *Server) Count(model string) int {
	n := 0
	for _, r := range s.Requests() {
		if model == "" || r.Model == model {
			n++
		}
	}
	return n
}

// ServeHTTP implements [http.Handler].
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !s.enter() {
		return
	}
	defer s.serving.Done()
	seen, err := s.read(r.Body)
	if err != nil {
		return
	}
	seen.Key = strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	s.mu.Lock()
	seen.N = len(s.seen) + 1
	kept := seen
	kept.Body = nil
	s.seen = append(s.seen, kept)
	s.mu.Unlock()
	reply := s.script(seen)
	if !reply.wait(r.Context()) {
		return
	}
	if reply.Cut {
		panic(http.ErrAbortHandler)
	}
	reply.write(w)
}

func (s *Server) read(body io.Reader) (Seen, error) {
	if s.Blind {
		_, err := io.Copy(io.Discard, body)
		return Seen{}, err
	}
	b, err := io.ReadAll(body)
	return read(b), err
}

// wait returns false when the client went away first.
func (r Reply) wait(ctx context.Context) bool {
	if r.Hang {
		<-ctx.Done()
		return false
	}
	if r.Delay == 0 {
		return true
	}
	select {
	case <-time.After(r.Delay):
		return true
	case <-ctx.Done():
		return false
	}
}

func (r Reply) write(w http.ResponseWriter) {
	b, _ := json.Marshal(completionOf(r))
	if r.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(r.RetryAfter/time.Second)))
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(b)))
	w.WriteHeader(cmp.Or(r.Status, http.StatusOK))
	if r.Truncated {
		_, _ = w.Write(b[:len(b)/2])
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
	_, _ = w.Write(b)
}
