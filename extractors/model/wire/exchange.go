package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync/atomic"

	"docpipe/extractors/model"
)

// maxRefusal is how much is read of a body that explains a refusal, in bytes.
const maxRefusal = 64 << 10

var (
	errSecond    = errors.New("a wire sends one request, this would be the second")
	errOversized = errors.New("the answer is larger than the limit")
	errNoObject  = errors.New("the answer is not one whole JSON object")
)

// An Exchange is one HTTP request and its answer. It stands where a library wants its HTTP
// client. It is used once, by one goroutine.
type Exchange struct {
	line     *Line
	requests []model.Request // what must not show in an error
	pictures *Pictures

	used   bool
	sent   atomic.Bool // the request went out whole
	status int         // 0 when no answer came
	header http.Header
	body   []byte
	short  error // why the body of a 2xx is not whole
}

// Pictures holds the images of the request, to be named in its body.
func (e *Exchange) Pictures() *Pictures { return e.pictures }

// Header returns what stood above the answer; nil when none came.
func (e *Exchange) Header() http.Header { return e.header }

// Body returns the answer as it came.
func (e *Exchange) Body() []byte { return e.body }

// Do sends req with its pictures in place and reads the answer, up to the limit. A second
// call is refused.
func (e *Exchange) Do(req *http.Request) (*http.Response, error) {
	res, err := e.open(req)
	if err != nil {
		return nil, err
	}
	return e.read(res)
}

// open sends req and leaves the answer on the connection.
func (e *Exchange) open(req *http.Request) (*http.Response, error) {
	if e.used {
		return nil, errSecond
	}
	e.used = true
	req = req.WithContext(httptrace.WithClientTrace(req.Context(), &httptrace.ClientTrace{
		WroteRequest: func(w httptrace.WroteRequestInfo) { e.sent.Store(w.Err == nil) },
	}))
	withoutTelemetry(req.Header)
	if err := e.pictures.put(req); err != nil {
		return nil, err
	}
	res, err := e.line.client.Do(req)
	if err != nil {
		return nil, err
	}
	e.status, e.header = res.StatusCode, res.Header
	return res, nil
}

// JSON makes the exchange and decodes its answer into v. Its error is that of
// [Exchange.Fault].
func (e *Exchange) JSON(req *http.Request, v any) error {
	res, err := e.Do(req)
	switch {
	case err != nil:
	case !e.ok():
		err = errors.New(res.Status)
	default:
		err = json.Unmarshal(e.body, v)
	}
	if err != nil {
		return e.Fault(req.Context(), err)
	}
	return nil
}

// withoutTelemetry drops what libraries tell about this machine, and what would allow
// net/http to repeat a request.
func withoutTelemetry(h http.Header) {
	for name := range h {
		if strings.HasPrefix(name, "X-Stainless-") || strings.HasSuffix(name, "Idempotency-Key") {
			delete(h, name)
		}
	}
}

// read takes the answer off the connection. A library sees a whole JSON body or an error,
// whatever content type stood above it.
func (e *Exchange) read(res *http.Response) (*http.Response, error) {
	defer res.Body.Close()
	if e.ok() {
		if e.body, e.short = readAll(res, e.line.maxAnswer); e.short != nil {
			return nil, e.short
		}
		if !isObject(e.body) {
			return nil, errNoObject
		}
		res.Header.Set("Content-Type", "application/json")
	} else {
		e.body, _ = io.ReadAll(io.LimitReader(res.Body, maxRefusal)) // what came of it explains enough
	}
	res.Body = io.NopCloser(bytes.NewReader(e.body))
	res.ContentLength = int64(len(e.body))
	return res, nil
}

func (e *Exchange) ok() bool { return e.status/100 == 2 }

// isObject guards libraries that take null for an answer, or what stands before trailing data.
func isObject(body []byte) bool {
	return bytes.HasPrefix(bytes.TrimLeft(body, " \t\r\n"), []byte("{")) && json.Valid(body)
}

func readAll(res *http.Response, limit int64) ([]byte, error) {
	if res.ContentLength > limit {
		return nil, fmt.Errorf("%w of %d bytes: it has %d", errOversized, limit, res.ContentLength)
	}
	body, err := io.ReadAll(io.LimitReader(res.Body, limit+1))
	if err != nil {
		return body, fmt.Errorf("the connection broke off after %d bytes of the answer: %w", len(body), err)
	}
	if int64(len(body)) > limit {
		return nil, fmt.Errorf("%w of %d bytes", errOversized, limit)
	}
	return body, nil
}
