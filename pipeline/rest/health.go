package rest

import (
	"context"
	"fmt"
	"net/http"

	"docpipe/pipeline"
)

// Health tells whether the service can work.
type Health interface {
	// Ready returns nil when uploads can be accepted, else what is missing.
	Ready(ctx context.Context) error
}

// healthz says that the process answers.
func (a *API) healthz(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, map[string]string{"status": "ok"})
}

// readyz says whether a load balancer should send requests here: not while the service ends,
// and not while what it stands on is away. It does not say what that is: anyone may ask.
func (a *API) readyz(w http.ResponseWriter, r *http.Request) {
	select {
	case <-a.ending:
		writeProblem(w, r, fmt.Errorf("the service is ending, ask another one: %w", pipeline.ErrQueueFull))
		return
	default:
	}
	if err := a.parts.Health.Ready(r.Context()); err != nil {
		visitOf(r.Context()).trouble = err
		writeProblem(w, r, fmt.Errorf("the service is not ready, its log says why: %w", pipeline.ErrQueueFull))
		return
	}
	writeJSON(w, http.StatusOK, map[string]string{"status": "ready", "sandbox": a.cfg.Sandbox})
}

func (a *API) openapi(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/openapi+json")
	_, _ = w.Write(a.spec)
}
