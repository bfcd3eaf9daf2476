package wiretest

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"docpipe/extractors/model"
)

// promptly is how fast ctx must end a request.
const promptly = 50 * time.Millisecond

// testCancel: ctx ends a request at once, as ctx's error, and says whether it was out.
func testCancel(t *testing.T, d Dialect) {
	t.Run("before", func(t *testing.T) {
		t.Parallel()
		s := serve(t, d.answer(Answer{Text: "late"}))
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := s.wire(t, d).Send(ctx, ask("What is this?"))
		checkEnd(t, err, context.Canceled, false)
		if n := len(s.all()); n != 0 {
			t.Errorf("%d requests arrived, want 0", n)
		}
	})
	t.Run("while sending", func(t *testing.T) {
		t.Parallel()
		testCancelSending(t, d)
	})
	t.Run("while waiting", func(t *testing.T) {
		t.Parallel()
		best := time.Hour // of three: a busy machine is not the wire's fault
		for range 3 {
			best = min(best, cancelWaiting(t, d))
		}
		if best > promptly {
			t.Errorf("returned %s after cancel, want at most %s", best, promptly)
		}
	})
}

// testCancelSending: a request that did not go out whole was not bought.
func testCancelSending(t *testing.T, d Dialect) {
	arrived, done := make(chan bool, 1), make(chan bool)
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		arrived <- true
		<-done // without reading the body
	}))
	t.Cleanup(s.Close)
	t.Cleanup(func() { close(done) })
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-arrived
		cancel()
	}()
	large := model.Request{Turns: []model.Turn{{Role: model.RoleUser, Parts: []model.Part{Image("image/png", 16<<20)}}}}
	_, err := (&server{Server: s}).wire(t, d).Send(ctx, large)
	checkEnd(t, err, context.Canceled, false)
}

// cancelWaiting returns how long a cancelled request takes to return.
func cancelWaiting(t *testing.T, d Dialect) time.Duration {
	t.Helper()
	arrived, done := make(chan bool, 1), make(chan bool)
	s := serve(t, func(http.ResponseWriter, asked) {
		arrived <- true
		<-done
	})
	defer close(done)
	ctx, cancel := context.WithCancel(t.Context())
	cancelled := make(chan time.Time, 1)
	go func() {
		<-arrived
		cancelled <- time.Now()
		cancel()
	}()
	_, err := s.wire(t, d).Send(ctx, ask("What is this?"))
	took := time.Since(<-cancelled)
	checkEnd(t, err, context.Canceled, true)
	return took
}

// testDeadline: ctx's deadline is ctx's error; a timeout of the client is the provider's fault.
func testDeadline(t *testing.T, d Dialect) {
	t.Run("ctx", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		defer cancel()
		s := silent(t)
		_, err := s.wire(t, d).Send(ctx, ask("What is this?"))
		checkEnd(t, err, context.DeadlineExceeded, true)
		if n := len(s.all()); n != 1 {
			t.Errorf("%d requests arrived, want 1", n)
		}
	})
	t.Run("client", func(t *testing.T) {
		t.Parallel()
		s := silent(t)
		s.Client().Timeout = 200 * time.Millisecond
		got := fault(t, s.wire(t, d), t.Context())
		if got.Kind != model.ErrUnavailable || !got.PossiblyBilled {
			t.Errorf("fault = %+v, want unavailable, possibly billed", got)
		}
		if n := len(s.all()); n != 1 {
			t.Errorf("%d requests arrived, want 1", n)
		}
	})
}

// silent starts a provider that never answers.
func silent(t *testing.T) *server {
	t.Helper()
	done := make(chan bool)
	s := serve(t, func(http.ResponseWriter, asked) { <-done })
	t.Cleanup(func() { close(done) }) // before the server waits for its handlers
	return s
}

// checkEnd holds that err is ctx's, with a Fault exactly when the request was out.
func checkEnd(t *testing.T, err, want error, billed bool) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("error = %v, want %v", err, want)
	}
	var f *model.Fault
	if got := errors.As(err, &f) && f.PossiblyBilled; got != billed {
		t.Errorf("possibly billed = %t (%v), want %t", got, err, billed)
	}
}
