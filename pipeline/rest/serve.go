package rest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// Serve answers requests that come through l until ctx ends. Then /readyz refuses at once and no
// other request is taken; after the notice no connection is either, and what is in flight may go
// on for the drain time. It returns nil after an orderly end, and closes l.
func (a *API) Serve(ctx context.Context, l net.Listener) error {
	server := &http.Server{
		Handler:           a,
		ReadHeaderTimeout: a.cfg.HeaderTimeout,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(a.parts.Log.Handler(), slog.LevelDebug),
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(l) }()
	select {
	case err := <-failed:
		return fmt.Errorf("answering requests: %w", err)
	case <-ctx.Done():
	}
	a.end()
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), a.cfg.Drain)
	defer cancel()
	if err := a.giveNotice(failed); err != nil {
		return err
	}
	err := server.Shutdown(drain)
	if errors.Is(err, context.DeadlineExceeded) {
		a.parts.Log.Warn("requests took longer than the drain time and were cut off")
		err = server.Close()
	}
	<-failed
	return err
}

// giveNotice lets those who ask /readyz learn that the service ends.
func (a *API) giveNotice(failed <-chan error) error {
	notice := time.NewTimer(a.cfg.Notice)
	defer notice.Stop()
	select {
	case err := <-failed:
		return fmt.Errorf("answering requests: %w", err)
	case <-notice.C:
		return nil
	}
}

// open refuses requests that come when the service ends, except those about its health.
func (a *API) open(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if a.isEnding() {
			w.Header().Set("Connection", "close")
			if !aboutHealth(r.URL.Path) {
				writeProblem(w, r, errEnding)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

func aboutHealth(path string) bool {
	return path == "/healthz" || path == "/readyz" || path == "/metrics"
}

func (a *API) isEnding() bool {
	select {
	case <-a.ending:
		return true
	default:
		return false
	}
}
