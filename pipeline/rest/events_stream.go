package rest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"docpipe/pipeline"
)

// heartbeat is how often a silent stream says that it lives, so that proxies keep it open.
const heartbeat = 15 * time.Second

// stream sends events as they come, as server-sent events whose id is the sequence, until the
// reader goes, the service ends, the reader takes nothing any more, or it must show its key again.
func (a *API) stream(w http.ResponseWriter, r *http.Request, p pipeline.Principal, q eventsQuery) error {
	events, err := a.parts.Ledger.EventsSince(r.Context(), p.Tenant, q.after, q.limit)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("X-Accel-Buffering", "no")
	s := sender{w: w, control: http.NewResponseController(w), patience: a.cfg.BodyGrace}
	s.line(": docpipe events")
	end := time.Now().Add(a.cfg.EventLife)
	for spoke := time.Now(); s.err == nil && time.Now().Before(end); {
		if len(events) > 0 || time.Since(spoke) > heartbeat {
			q.after = s.send(events, q)
			spoke = time.Now()
		}
		if len(events) < q.limit && !a.pause(r.Context()) {
			return nil
		}
		if events, err = a.parts.Ledger.EventsSince(r.Context(), p.Tenant, q.after, q.limit); err != nil {
			return err
		}
	}
	return nil // the reader has gone, or comes again
}

// pause waits until it is time to look again, and reports whether anyone still wants that.
func (a *API) pause(ctx context.Context) bool {
	t := time.NewTimer(a.cfg.EventPoll)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
	case <-a.ending:
	}
	return false
}

// A sender writes to a stream and keeps the first error.
type sender struct {
	w        http.ResponseWriter
	control  *http.ResponseController
	patience time.Duration
	err      error
}

// send writes events and returns the sequence of the last of them, also of those that the
// reader does not want.
func (s *sender) send(events []pipeline.Event, q eventsQuery) int64 {
	for _, e := range q.choose(events) {
		b, err := json.Marshal(e)
		if err != nil {
			s.err = err
		}
		s.line(fmt.Sprintf("id: %s\nevent: %s\ndata: %s\n", e.Sequence, e.Type, b))
	}
	s.line(":")
	if len(events) == 0 {
		return q.after
	}
	last, err := strconv.ParseInt(events[len(events)-1].Sequence, 10, 64)
	if err != nil {
		s.err = fmt.Errorf("sequence of an event: %w", pipeline.ErrDamaged)
	}
	return max(last, q.after)
}

// line writes and flushes. A reader who takes nothing for a while loses the stream, not the
// service its connection.
func (s *sender) line(text string) {
	if s.err != nil {
		return
	}
	_ = s.control.SetWriteDeadline(time.Now().Add(s.patience)) // no network: no deadline
	if _, s.err = fmt.Fprintln(s.w, text); s.err == nil {
		s.err = s.control.Flush()
	}
}
