package rest_test

import (
	"context"
	"errors"
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
	s.mu.Lock()
	s.memory.ready = errInside
	s.mu.Unlock()
	a := s.get("/readyz")
	a.problem(t, pipeline.ErrQueueFull, http.StatusServiceUnavailable)
	if strings.Contains(string(a.body), errInside.Error()) {
		t.Errorf("readyz tells strangers why: %s", a.body)
	}
	s.get("/healthz").want(t, http.StatusOK)
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
		`docpipe_budget_left_usd{scope="total_day"} 99`, `docpipe_sandbox_kills_total{reason="deadline"} 1`,
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

// When the service ends, requests in flight are finished, streams are let go, and nobody new
// is let in.
func TestServe_drains(t *testing.T) {
	t.Parallel()
	m := newMemory()
	token := m.key("acme", pipeline.ScopeAdmin)
	api, err := rest.New(rest.DefaultConfig(), m.parts())
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
	s := &service{memory: m, t: t, url: "http://" + l.Addr().String(), token: token, contract: newContract(t, api.OpenAPI())}

	s.subscribe("/v1/events")
	body, slow := io.Pipe()
	r, answered := s.request("POST", "/v1/documents", body), make(chan answer)
	go func() { answered <- s.do(r) }()
	if _, err := io.WriteString(slow, "%PDF"); err != nil {
		t.Fatal(err)
	}
	m.until(t, func() bool { return m.putting == 1 })
	stop()
	for closed := false; !closed; {
		conn, err := net.DialTimeout("tcp", l.Addr().String(), time.Second)
		if closed = err != nil; !closed {
			conn.Close()
		}
	}
	slow.Close()
	if a := <-answered; a.StatusCode != http.StatusAccepted {
		t.Errorf("the upload in flight = %d, want 202", a.StatusCode)
	}
	if err := <-ended; err != nil {
		t.Errorf("Serve = %v, want nil", err)
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
