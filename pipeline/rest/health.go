package rest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"

	"docpipe/pipeline"
)

// Health tells whether the service can work.
type Health interface {
	// Ready returns nil when uploads can be accepted, else what is missing. It wraps
	// ErrDiskFull when that is room.
	Ready(ctx context.Context) error
}

// healthz says that the process answers.
func (a *API) healthz(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, map[string]string{"status": "ok"})
}

// readyz says whether a load balancer should send requests here: not while the service ends,
// and not while what it stands on is away. It does not say what that is, a full disk excepted:
// anyone may ask.
func (a *API) readyz(w http.ResponseWriter, r *http.Request) {
	if a.isEnding() {
		writeProblem(w, r, errEnding)
		return
	}
	err := a.parts.Health.Ready(r.Context())
	if r.Context().Err() == nil { // whoever asked and went may be the trouble
		a.note(err)
	}
	switch {
	case err == nil:
		writeJSON(w, http.StatusOK, map[string]string{"status": "ready", "sandbox": a.cfg.Sandbox})
	case errors.Is(err, pipeline.ErrDiskFull):
		writeProblem(w, r, err)
	default:
		writeProblem(w, r, fmt.Errorf("the service is not ready, its log says why: %w", pipeline.ErrQueueFull))
	}
}

// errEnding refuses what comes when the service ends.
var errEnding = fmt.Errorf("the service is ending, ask another one or wait for its return: %w", pipeline.ErrQueueFull)

// A mood is what /readyz answered last. Those who ask come every few seconds; the log hears of
// changes.
type mood struct {
	mu   sync.Mutex
	kind *pipeline.Kind // nil: ready
}

func (a *API) note(err error) {
	a.mood.mu.Lock()
	defer a.mood.mu.Unlock()
	kind := pipeline.KindOf(err)
	if kind == a.mood.kind {
		return
	}
	a.mood.kind = kind
	if err != nil {
		a.parts.Log.Error("not ready", "error", err.Error())
		return
	}
	a.parts.Log.Info("ready again")
}

func (a *API) openapi(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/openapi+json")
	_, _ = w.Write(a.spec)
}
