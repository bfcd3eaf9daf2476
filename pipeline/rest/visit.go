package rest

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"docpipe/pipeline"
)

// A visit is what is known of one request while it lasts.
type visit struct {
	id      string
	path    string
	tenant  string
	key     string
	trouble error // what an internal error was
}

type visitKey struct{}

// visitOf returns the request's visit; outside a request it is an empty one.
func visitOf(ctx context.Context) *visit {
	if v, ok := ctx.Value(visitKey{}).(*visit); ok {
		return v
	}
	return &visit{}
}

// around gives every request an id and safe headers, turns a panic into a problem, counts and
// logs. The log names the route, never a query or a body.
func (a *API) around(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := &visit{id: "req_" + strings.ToLower(rand.Text()), path: r.URL.Path}
		r = r.WithContext(context.WithValue(r.Context(), visitKey{}, v))
		answer := &response{ResponseWriter: w}
		protect(answer.Header(), v.id)
		_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(a.cfg.MaxWait + a.cfg.transferTime(a.cfg.MaxJSON)))
		start := time.Now()
		defer func() { a.leave(answer, r, v, start, recover()) }()
		next.ServeHTTP(answer, r)
	})
}

// protect sets the headers of every answer. Nothing that docpipe sends is a page that may run
// scripts or be framed.
func protect(h http.Header, id string) {
	h.Set("X-Request-Id", id)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
}

func (a *API) leave(answer *response, r *http.Request, v *visit, start time.Time, panicked any) {
	if panicked != nil && panicked != http.ErrAbortHandler {
		v.trouble = fmt.Errorf("panic (%T) at %s: %w", panicked, culprit(), pipeline.ErrInternal)
		if !answer.started() {
			writeProblem(answer, r, v.trouble)
		}
	}
	took := time.Since(start)
	a.parts.Metrics.request(r, answer.status, took)
	level, attrs := slog.LevelInfo, []slog.Attr{
		slog.String("request_id", v.id), slog.String("route", r.Pattern), slog.Int("status", answer.status),
		slog.Int64("bytes", answer.written), slog.Duration("took", took), slog.String("tenant", v.tenant), slog.String("key", v.key),
	}
	if v.trouble != nil {
		level = slog.LevelError
		attrs = append(attrs, slog.String("error", v.trouble.Error()))
	}
	a.parts.Log.LogAttrs(r.Context(), level, "request", attrs...)
	if panicked != nil && (panicked == http.ErrAbortHandler || answer.status < http.StatusInternalServerError) {
		panic(http.ErrAbortHandler) // half an answer is out: the sender must see that it broke off
	}
}

// culprit names the places that led to a panic. The panic's own text stays out: it may quote a
// document.
func culprit() string {
	callers := make([]uintptr, 64)
	frames := runtime.CallersFrames(callers[:runtime.Callers(4, callers)])
	var places []string
	for more := true; more; {
		var f runtime.Frame
		if f, more = frames.Next(); strings.HasPrefix(f.Function, "docpipe/") {
			places = append(places, fmt.Sprintf("%s:%d", filepath.Base(f.File), f.Line))
		}
	}
	return strings.Join(places, " < ")
}

// A response remembers what went out.
type response struct {
	http.ResponseWriter
	status  int
	written int64
}

// WriteHeader notes the status; informational ones do not count.
func (w *response) WriteHeader(status int) {
	if w.status == 0 && status >= http.StatusOK {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write counts.
func (w *response) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(b)
	w.written += int64(n)
	return n, err
}

// Unwrap gives http.ResponseController the connection.
func (w *response) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *response) started() bool { return w.status != 0 }
