// Package rest is the HTTP API: uploads, documents, results, findings, schemas and events, as
// JSON over HTTP with an OpenAPI 3.1 description at /openapi.json.
//
// [New] makes an [API] of a [Config] and the [Parts] it works on; [API.Serve] runs it until
// its context ends. /healthz, /readyz, /metrics and /openapi.json are at the root and need no
// key; everything else is under /v1 and needs a key with the scope that its route names. A
// key belongs to one tenant, and another tenant's document is not found.
//
// Every error is a problem of RFC 9457 with one of the closed codes of package pipeline; the
// table in problem.go decides the HTTP status, nothing else does.
//
// The package holds no state of documents. It asks the [Ledger] and streams bytes to and from
// [Originals]; an upload is never held in memory.
package rest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"docpipe/pipeline"
)

// Parts is what the API works on. Every field is needed, except Models, Languages, Metrics and Log.
type Parts struct {
	Ledger    Ledger
	Originals Originals
	Images    Images
	Redactor  Redactor
	Exporter  Exporter
	Schemas   Schemas
	Notifier  Notifier
	Health    Health
	Models    Models       // nil: questions are refused
	Languages Languages    // nil: whatever is asked for is taken
	Metrics   *Metrics     // nil: metrics of the API's own
	Log       *slog.Logger // nil: nothing is logged
}

// Languages knows what can be read.
type Languages interface {
	// Missing returns those of the BCP 47 languages that cannot be read here.
	Missing(ctx context.Context, languages []string) []string
}

// A Ledger is the record that the API reads and adds to. Every method that takes a tenant
// sees that tenant alone. All are safe for concurrent use.
type Ledger interface {
	Access
	Acceptor
	Headers
	Results
	Events
	Findings
	Decider
	Trail
	Ender
	Splitter
	Spending
}

// An API is the handler of all routes. It is safe for concurrent use.
type API struct {
	cfg     Config
	parts   Parts
	mux     *http.ServeMux
	huma    huma.API
	handler http.Handler
	spec    []byte
	arrival arrivals
	mood    mood
	ending  chan struct{} // closed when Serve begins to end
	end     func()        // closes it, once
}

// New checks cfg and parts and returns the API; the error wraps pipeline.ErrInvalid.
func New(cfg Config, parts Parts) (*API, error) {
	if err := errors.Join(cfg.Validate(), parts.validate()); err != nil {
		return nil, fmt.Errorf("rest: %w", err)
	}
	if parts.Metrics == nil {
		parts.Metrics = NewMetrics()
	}
	if parts.Log == nil {
		parts.Log = slog.New(slog.DiscardHandler)
	}
	a := &API{cfg: cfg, parts: parts, mux: http.NewServeMux(), ending: make(chan struct{})}
	a.end = sync.OnceFunc(func() { close(a.ending) })
	a.arrival.limit = cfg.MaxUploads
	a.huma = describe(a.mux, cfg.Release)
	a.routes()
	var err error
	if a.spec, err = specification(a.huma); err != nil {
		return nil, fmt.Errorf("rest: %w", err)
	}
	a.handler = a.around(a.open(legible(a.mux)))
	return a, nil
}

// ServeHTTP answers one request.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) { a.handler.ServeHTTP(w, r) }

// OpenAPI returns the description of the API as JSON.
func (a *API) OpenAPI() []byte { return a.spec }

func (p Parts) validate() error {
	var all []error
	for _, part := range []struct {
		name    string
		missing bool
	}{
		{"Ledger", p.Ledger == nil}, {"Originals", p.Originals == nil}, {"Images", p.Images == nil}, {"Redactor", p.Redactor == nil}, {"Exporter", p.Exporter == nil},
		{"Schemas", p.Schemas == nil}, {"Notifier", p.Notifier == nil}, {"Health", p.Health == nil},
	} {
		if part.missing {
			all = append(all, fmt.Errorf("parts: %s is nil: %w", part.name, pipeline.ErrInvalid))
		}
	}
	return errors.Join(all...)
}

var _ http.Handler = (*API)(nil)
