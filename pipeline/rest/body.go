package rest

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	"docpipe/pipeline"
)

// body returns the request's body, which ends in ErrTooLarge after limit bytes and in
// ErrInvalid when it comes too slowly or stops before its announced end.
func (a *API) body(w http.ResponseWriter, r *http.Request, limit int64) io.Reader {
	if r.ContentLength > limit {
		return troubledReader{failing{&http.MaxBytesError{Limit: limit}}}
	}
	return troubledReader{&timedReader{
		from: http.MaxBytesReader(w, r.Body, limit), start: time.Now(),
		allowed: a.cfg.transferTime, control: http.NewResponseController(w),
	}}
}

// A timedReader gives the sender so much time for so many bytes: a fixed timeout would either
// cut long uploads off or let a byte a minute hold the connection.
type timedReader struct {
	from    io.Reader
	start   time.Time
	read    int64
	allowed func(n int64) time.Duration
	control *http.ResponseController
}

// Read reads.
func (t *timedReader) Read(b []byte) (int, error) {
	deadline := t.start.Add(t.allowed(t.read))
	if !time.Now().Before(deadline) {
		return 0, os.ErrDeadlineExceeded
	}
	_ = t.control.SetReadDeadline(deadline) // a connection that has none is no network
	n, err := t.from.Read(b)
	t.read += int64(n)
	return n, err
}

// A troubledReader names the trouble of a body by its kind.
type troubledReader struct{ from io.Reader }

// Read reads.
func (t troubledReader) Read(b []byte) (int, error) {
	n, err := t.from.Read(b)
	if err != nil && err != io.EOF {
		err = bodyTrouble(err)
	}
	return n, err
}

// bodyTrouble is why a body could not be read. All of it is the sender's: the connection broke,
// or what came is no form.
func bodyTrouble(err error) error {
	var large *http.MaxBytesError
	var kind *pipeline.Kind
	switch {
	case errors.As(err, &kind):
		return err
	case errors.As(err, &large):
		return fmt.Errorf("the request has more than %d bytes: %w", large.Limit, pipeline.ErrTooLarge)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return fmt.Errorf("the request comes too slowly, send it again: %w", pipeline.ErrInvalid)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("the request ends before its announced end: %w", pipeline.ErrInvalid)
	}
	return fmt.Errorf("reading the request: %v: %w", err, pipeline.ErrInvalid)
}

// failing is a body that cannot be read.
type failing struct{ err error }

// Read returns the error.
func (f failing) Read([]byte) (int, error) { return 0, f.err }
