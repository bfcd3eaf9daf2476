package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"regexp"
	"strconv"
	"sync"
	"time"
)

// A benchProvider stands in for a provider of models: chat completions on loopback, by script.
type benchProvider struct {
	url    string
	blind  bool // leaves requests unread: the sender is measured
	script func(page, model string, nth int) benchReply
	server *http.Server

	mu     sync.Mutex
	served []*benchServed
	nth    map[string]int // requests by page
}

// A benchReply is what becomes of one request.
type benchReply struct {
	fate  string
	text  string
	delay time.Duration // before anything is sent
	wait  time.Duration // that a busy server asks for
}

// Fates of requests.
const (
	fateAnswered  = "answered"
	fateBusy      = "429"
	fateFailed    = "500"
	fateDown      = "503"
	fateCut       = "cut"       // the connection ends without an answer
	fateTruncated = "truncated" // it ends in the middle of one
	fateHung      = "hung"      // nothing comes until the client goes away
	fateLeft      = "left"      // the client went away before the answer
)

// A benchServed is one request as the server saw it. Fate is empty while it is under way.
type benchServed struct{ page, fate string }

// What a request about one page takes, and what a page costs that is asked for once.
const (
	benchInput, benchOutput           = 1000, 100
	benchInputPrice, benchOutputPrice = 150_000, 600_000 // micro-dollars a million tokens
	benchPagePrice                    = (benchInput*benchInputPrice + benchOutput*benchOutputPrice) / 1_000_000
)

func startProvider(script func(page, model string, nth int) benchReply) (*benchProvider, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &benchProvider{url: "http://" + l.Addr().String() + "/v1", script: script, nth: map[string]int{}}
	p.server = &http.Server{Handler: p, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = p.server.Serve(l) }() // it ends when it is closed
	return p, nil
}

func (p *benchProvider) close() { _ = p.server.Close() }

// ServeHTTP implements http.Handler.
func (p *benchProvider) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	page, name, err := p.read(r.Body)
	if err != nil {
		return // the sender went away
	}
	seen, reply := p.begin(page, name)
	fate := fateLeft
	defer func() { p.end(seen, fate) }()
	if reply.fate == fateHung {
		<-r.Context().Done()
		fate = fateHung
		return
	}
	if pauseBench(r.Context(), reply.delay) == nil {
		fate = reply.fate
		reply.write(w)
	}
}

var (
	benchPage  = regexp.MustCompile(`bench page (\d+)`)
	benchModel = regexp.MustCompile(`"model":"([a-z]+)"`)
)

func (p *benchProvider) read(body io.Reader) (page, name string, err error) {
	if p.blind {
		_, err = io.Copy(io.Discard, body)
		return "", "", err
	}
	b, err := io.ReadAll(body)
	if m := benchPage.FindSubmatch(b); m != nil {
		page = string(m[1])
	}
	if m := benchModel.FindSubmatch(b); m != nil {
		name = string(m[1])
	}
	return page, name, err
}

func (p *benchProvider) begin(page, name string) (*benchServed, benchReply) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.nth[page]++
	seen := &benchServed{page: page}
	p.served = append(p.served, seen)
	return seen, p.script(page, name, p.nth[page])
}

func (p *benchProvider) end(seen *benchServed, fate string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	seen.fate = fate
}

// requests returns what came from request number on.
func (p *benchProvider) requests(from int) []benchServed {
	p.mu.Lock()
	defer p.mu.Unlock()
	var all []benchServed
	for _, s := range p.served[from:] {
		all = append(all, *s)
	}
	return all
}

func (r benchReply) write(w http.ResponseWriter) {
	switch r.fate {
	case fateCut:
		panic(http.ErrAbortHandler)
	case fateBusy:
		w.Header().Set("Retry-After-Ms", strconv.FormatInt(r.wait.Milliseconds(), 10)) // for scaled time
		w.Header().Set("Retry-After", strconv.Itoa(int((r.wait+time.Second-1)/time.Second)))
		fallthrough
	case fateFailed, fateDown:
		status, _ := strconv.Atoi(r.fate)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, `{"error":{"message":"by script","type":"server_error"}}`)
		return
	}
	body := completionText(r.text)
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	if r.fate == fateTruncated {
		_, _ = w.Write(body[:len(body)/2])
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
	_, _ = w.Write(body)
}

// completionText is a whole chat completion that says text.
func completionText(text string) []byte {
	said, _ := json.Marshal(text) // a string always can
	return bytes.Join([][]byte{
		[]byte(`{"id":"bench","object":"chat.completion","created":1,"model":"scripted","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":`),
		said, []byte(`}}],"usage":{"prompt_tokens":1000,"completion_tokens":100,"total_tokens":1100}}`),
	}, nil)
}

// pauseBench waits for d, or for the end of ctx, whose error it returns.
func pauseBench(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
