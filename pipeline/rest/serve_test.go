package rest_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"docpipe/pipeline"
	"docpipe/pipeline/rest"
)

var errInside = errors.New("table documents is locked")

func newReader(text string) io.Reader { return strings.NewReader(text) }

func TestHealth(t *testing.T) {
	t.Parallel()
	s := newService(t)
	s.get("/healthz").want(t, http.StatusOK)
	s.get("/readyz").want(t, http.StatusOK)
	s.feels(errInside)
	a := s.get("/readyz")
	a.problem(t, pipeline.ErrQueueFull, http.StatusServiceUnavailable)
	if strings.Contains(string(a.body), errInside.Error()) {
		t.Errorf("readyz tells strangers why: %s", a.body)
	}
	s.get("/healthz").want(t, http.StatusOK)
}

// feels sets what the service is told of its health.
func (m *memory) feels(err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.ready = err
}

// Pollers come every few seconds. The log hears of changes, not of polls.
func TestHealth_logs_changes(t *testing.T) {
	t.Parallel()
	s := newService(t)
	full := fmt.Errorf("/var/lib/secret: %w", pipeline.ErrDiskFull)
	for _, err := range []error{nil, full, full, full, errInside, errInside, nil, nil} {
		s.feels(err)
		s.get("/readyz")
	}
	var got []string
	for line := range strings.Lines(s.log.String()) {
		if strings.Contains(line, `"msg":"request"`) && strings.Contains(line, `"level":"ERROR"`) {
			t.Errorf("a poll is no error: %s", line)
		}
		if strings.Contains(line, "ready") && !strings.Contains(line, `"msg":"request"`) {
			got = append(got, line)
		}
	}
	if len(got) != 3 || !strings.Contains(got[0], "disk") || !strings.Contains(got[1], errInside.Error()) || !strings.Contains(got[2], "ready again") {
		t.Errorf("the log says %q, want the full disk, the trouble inside, and that it is over", got)
	}
}

func TestHealth_names_a_full_disk(t *testing.T) {
	t.Parallel()
	s := newService(t)
	s.feels(fmt.Errorf("/var/lib/secret: %w", pipeline.ErrDiskFull))
	a := s.get("/readyz")
	a.problem(t, pipeline.ErrDiskFull, http.StatusInsufficientStorage)
	if strings.Contains(string(a.body), "secret") {
		t.Errorf("readyz tells strangers our folders: %s", a.body)
	}
}

func TestMetrics(t *testing.T) {
	t.Parallel()
	m := rest.NewMetrics()
	m.Result(&pipeline.Result{
		Status: pipeline.Completed, DocType: "invoice", Pages: []pipeline.ResultPage{{TextFrom: "ocr"}},
		Findings: []pipeline.Finding{{Severity: "high", Rule: pipeline.RuleRef{Pack: "p"}}},
		Run:      pipeline.Run{Timing: map[string]int64{"prepare": 1500}},
	})
	m.QueueDepth.WithLabelValues("prepare").Set(3)
	m.QueueOldest.WithLabelValues("prepare").Set(4)
	m.Dead.WithLabelValues("damaged").Inc()
	m.OutboxLag.Set(1)
	m.Cost.WithLabelValues("small").Add(0.5)
	m.CostAlarm.WithLabelValues("small").Inc()
	m.BudgetLeft.WithLabelValues("total_day").Set(99)
	m.SandboxKills.WithLabelValues("deadline").Inc()
	parts := newMemory().parts()
	parts.Metrics = m
	api, err := rest.New(rest.DefaultConfig(), parts)
	if err != nil {
		t.Fatal(err)
	}
	text := served(t, api, "/metrics")
	for _, want := range []string{
		`docpipe_documents_total{doctype="invoice",status="completed"} 1`, `docpipe_document_seconds_sum{stage="prepare"} 1.5`,
		`docpipe_queue_depth{stage="prepare"} 3`, `docpipe_queue_oldest_seconds{stage="prepare"} 4`,
		`docpipe_pages_total{text_from="ocr"} 1`, `docpipe_findings_total{pack="p",severity="high"} 1`,
		`docpipe_dead_total{code="damaged"} 1`, `docpipe_outbox_lag_seconds 1`, `docpipe_cost_usd_total{model="small"} 0.5`,
		`docpipe_cost_alarm_total{model="small"} 1`, `docpipe_budget_left_usd{scope="total_day"} 99`, `docpipe_sandbox_kills_total{reason="deadline"} 1`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("metrics lack %s", want)
		}
	}
}

// served answers one request from memory.
func served(t *testing.T, api *rest.API, path string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- api.Serve(ctx, l) }()
	res, err := http.Get("http://" + l.Addr().String() + path)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	stop()
	if err := errors.Join(err, <-done); err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// When the service ends, /readyz says so first, requests in flight are finished, streams are let
// go, and nobody new is let in.
func TestServe_drains(t *testing.T) {
	t.Parallel()
	cfg := rest.DefaultConfig()
	cfg.Notice = 500 * time.Millisecond
	s, ended, stop := serving(t, cfg)

	s.subscribe("/v1/events")
	body, slow := io.Pipe()
	r, answered := s.request("POST", "/v1/documents", body), make(chan answer)
	go func() { answered <- s.do(r) }()
	if _, err := io.WriteString(slow, "%PDF"); err != nil {
		t.Fatal(err)
	}
	s.until(t, func() bool { return s.putting == 1 })
	stop()
	s.untilEnding()
	s.get("/healthz").want(t, http.StatusOK)
	late := s.get("/v1/documents")
	late.problem(t, pipeline.ErrQueueFull, http.StatusServiceUnavailable)
	if !late.Close {
		t.Error("a refused request keeps its connection")
	}
	s.untilClosed()
	slow.Close()
	if a := <-answered; a.StatusCode != http.StatusAccepted {
		t.Errorf("the upload in flight = %d, want 202", a.StatusCode)
	}
	if err := <-ended; err != nil {
		t.Errorf("Serve = %v, want nil", err)
	}
}

// What is in flight does not hold the service for ever.
func TestServe_bounds_the_drain(t *testing.T) {
	t.Parallel()
	cfg := rest.DefaultConfig()
	cfg.Notice, cfg.Drain = time.Millisecond, 200*time.Millisecond
	s, ended, stop := serving(t, cfg)
	body, slow := io.Pipe()
	r, broken := s.request("POST", "/v1/documents", body), make(chan error)
	r.Header.Set("Authorization", "Bearer "+s.token)
	go func() {
		res, err := http.DefaultClient.Do(r)
		if err == nil {
			res.Body.Close()
		}
		broken <- err
	}()
	if _, err := io.WriteString(slow, "%PDF"); err != nil {
		t.Fatal(err)
	}
	s.until(t, func() bool { return s.putting == 1 })
	stop()
	if err := <-ended; err != nil {
		t.Errorf("Serve = %v, want nil", err)
	}
	slow.Close() // a client waits for its own body before it says what became of the connection
	if err := <-broken; err == nil {
		t.Error("the upload that never ends was answered, want its connection closed")
	}
}

// serving runs an API on a listener of its own; stop begins its end, ended tells of it.
func serving(t *testing.T, cfg rest.Config) (s *service, ended chan error, stop func()) {
	t.Helper()
	m := newMemory()
	token := m.key("acme", pipeline.ScopeAdmin)
	api, err := rest.New(cfg, m.parts())
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended = make(chan error, 1)
	go func() { ended <- api.Serve(ctx, l) }()
	return &service{memory: m, t: t, url: "http://" + l.Addr().String(), token: token, contract: newContract(t, api.OpenAPI())}, ended, stop
}

// untilEnding asks as a load balancer does until the service says that it ends.
func (s *service) untilEnding() {
	s.t.Helper()
	for {
		if a := s.get("/readyz"); a.StatusCode != http.StatusOK {
			a.problem(s.t, pipeline.ErrQueueFull, http.StatusServiceUnavailable)
			return
		}
	}
}

// untilClosed waits until no connection is taken any more.
func (s *service) untilClosed() {
	for {
		conn, err := net.DialTimeout("tcp", strings.TrimPrefix(s.url, "http://"), time.Second)
		if err != nil {
			return
		}
		conn.Close()
	}
}

// A header that never ends does not hold the connection.
func TestServe_slow_header(t *testing.T) {
	t.Parallel()
	cfg := rest.DefaultConfig()
	cfg.HeaderTimeout = 100 * time.Millisecond
	api, err := rest.New(cfg, newMemory().parts())
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- api.Serve(ctx, l) }()
	conn := (&service{t: t, url: "http://" + l.Addr().String()}).speak("GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ")
	if b, err := io.ReadAll(conn); err != nil || strings.Contains(string(b), "200 OK") {
		t.Errorf("read %q, %v, want the connection closed", b, err)
	}
	stop()
	if err := <-ended; err != nil {
		t.Errorf("Serve = %v, want nil", err)
	}
}

func TestNew_names_what_is_missing(t *testing.T) {
	t.Parallel()
	_, err := rest.New(rest.Config{Keys: "maybe"}, rest.Parts{})
	if pipeline.KindOf(err) != pipeline.ErrInvalid {
		t.Fatalf("New = %v, want invalid_request", err)
	}
	for _, want := range []string{"listen", "auth.keys", "max body", "Ledger is nil", "Health is nil"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error does not name %s: %v", want, err)
		}
	}
}
