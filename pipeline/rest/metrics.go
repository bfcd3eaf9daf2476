package rest

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"docpipe/pipeline"
)

// Metrics are the numbers that /metrics shows. Their names are a contract. Labels are closed
// sets or names of configured things, never content and never a tenant.
type Metrics struct {
	Documents    *prometheus.CounterVec   // by status, doctype: results recorded
	Seconds      *prometheus.HistogramVec // by stage: work on a document
	QueueDepth   *prometheus.GaugeVec     // by stage: jobs that are due
	QueueOldest  *prometheus.GaugeVec     // by stage: seconds the oldest of them waits
	Pages        *prometheus.CounterVec   // by text_from
	Findings     *prometheus.CounterVec   // by severity, pack: findings raised
	Dead         *prometheus.CounterVec   // by code: dead letters
	OutboxLag    prometheus.Gauge         // seconds the oldest unpublished message waits
	Cost         *prometheus.CounterVec   // by model: US dollars
	CostAlarm    *prometheus.CounterVec   // by model: billed over 1.5 times the estimate, at most one an hour
	BudgetLeft   *prometheus.GaugeVec     // by scope: US dollars
	SandboxKills *prometheus.CounterVec   // by reason

	requests *prometheus.HistogramVec
	registry *prometheus.Registry
}

// NewMetrics returns metrics at zero in a registry of their own.
func NewMetrics() *Metrics {
	m := &Metrics{
		Documents:    counter("docpipe_documents_total", "Results recorded.", "status", "doctype"),
		Seconds:      histogram("docpipe_document_seconds", "Work on one document.", "stage"),
		QueueDepth:   gauge("docpipe_queue_depth", "Jobs that are due.", "stage"),
		QueueOldest:  gauge("docpipe_queue_oldest_seconds", "How long the oldest due job waits.", "stage"),
		Pages:        counter("docpipe_pages_total", "Pages of recorded results.", "text_from"),
		Findings:     counter("docpipe_findings_total", "Findings of recorded results.", "severity", "pack"),
		Dead:         counter("docpipe_dead_total", "Jobs given up.", "code"),
		OutboxLag:    prometheus.NewGauge(prometheus.GaugeOpts{Name: "docpipe_outbox_lag_seconds", Help: "How long the oldest unpublished message waits."}),
		Cost:         counter("docpipe_cost_usd_total", "Money spent on models.", "model"),
		CostAlarm:    counter("docpipe_cost_alarm_total", "Hours in which a model billed over 1.5 times the estimate.", "model"),
		BudgetLeft:   gauge("docpipe_budget_left_usd", "Money left of budgets.", "scope"),
		SandboxKills: counter("docpipe_sandbox_kills_total", "Children ended by force.", "reason"),
		requests:     histogram("docpipe_http_request_seconds", "Requests by route.", "route", "status"),
		registry:     prometheus.NewRegistry(),
	}
	m.registry.MustRegister(
		m.Documents, m.Seconds, m.QueueDepth, m.QueueOldest, m.Pages, m.Findings, m.Dead, m.OutboxLag, m.Cost,
		m.CostAlarm, m.BudgetLeft, m.SandboxKills, m.requests, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)
	return m
}

// Result counts one recorded result: the document, its pages, its findings, its stages' times.
func (m *Metrics) Result(r *pipeline.Result) {
	m.Documents.WithLabelValues(string(r.Status), r.DocType).Inc()
	for _, p := range r.Pages {
		m.Pages.WithLabelValues(p.TextFrom).Inc()
	}
	for _, f := range r.Findings {
		m.Findings.WithLabelValues(f.Severity, f.Rule.Pack).Inc()
	}
	for stage, ms := range r.Run.Timing {
		m.Seconds.WithLabelValues(stage).Observe(float64(ms) / 1000)
	}
}

// Handler answers with the metrics in Prometheus' format.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// request counts one request by its route's pattern, which holds no id.
func (m *Metrics) request(r *http.Request, status int, took time.Duration) {
	m.requests.WithLabelValues(r.Pattern, strconv.Itoa(status)).Observe(took.Seconds())
}

func counter(name, help string, labels ...string) *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
}

func gauge(name, help string, labels ...string) *prometheus.GaugeVec {
	return prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: name, Help: help}, labels)
}

func histogram(name, help string, labels ...string) *prometheus.HistogramVec {
	return prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: name, Help: help, Buckets: []float64{0.005, 0.015, 0.05, 0.15, 0.5, 1.5, 5, 15, 50, 150, 500},
	}, labels)
}
