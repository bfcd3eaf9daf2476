package wiretest

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"docpipe/extractors/model"
)

// fault sends one request that must fail by a Fault.
func fault(t *testing.T, w model.Wire, ctx context.Context) *model.Fault {
	t.Helper()
	res, err := w.Send(ctx, ask("What is this?"))
	var f *model.Fault
	if !errors.As(err, &f) {
		t.Fatalf("response = %+v, error = %v, want a fault", res, err)
	}
	return f
}

// testRedirect: a document goes where it was meant to go.
func testRedirect(t *testing.T, d Dialect) {
	elsewhere := serve(t, d.answer(Answer{Text: "thanks"}))
	for _, code := range []int{301, 302, 307, 308} {
		got := d.fail(t, status(code, http.Header{"Location": {elsewhere.URL}}, nil))
		if got.Kind != model.ErrRejected || !strings.Contains(got.Detail, "redirect") {
			t.Errorf("%d: fault = %+v, want a rejection that names the redirect", code, got)
		}
	}
	if n := len(elsewhere.all()); n != 0 {
		t.Errorf("%d requests went elsewhere, want 0", n)
	}
}

// testUnreachable: nobody is there, nothing was bought.
func testUnreachable(t *testing.T, d Dialect) {
	s := serve(t, d.answer(Answer{}))
	w := s.wire(t, d)
	s.Close()
	if got := fault(t, w, t.Context()); got.Kind != model.ErrUnavailable || got.Status != 0 || got.PossiblyBilled || got.Detail == "" {
		t.Errorf("fault = %+v, want unavailable, not billed, with a cause", got)
	}
}

// testCut: a connection that breaks off after the request went out is possibly billed.
func testCut(t *testing.T, d Dialect) {
	body := d.Answer(http.Header{}, Answer{Text: "An invoice."})
	for name, test := range map[string]struct {
		before string
		kind   error
	}{
		"before the answer":   {"", model.ErrUnavailable},
		"within the headers":  {"HTTP/1.1 200 OK\r\nContent-", model.ErrUnavailable},
		"within the body":     {"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n" + string(body), model.ErrTruncated},
		"within the chunks":   {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n" + string(body[:5]) + "\r\n", model.ErrTruncated},
		"before the body":     {"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", model.ErrTruncated},
		"within compression":  {"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\x00", model.ErrTruncated},
		"not speaking HTTP":   {"SSH-2.0-OpenSSH\r\n", model.ErrUnavailable},
		"at half of the body": {"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + string(body[:len(body)/2]), model.ErrTruncated},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := d.fail(t, func(w http.ResponseWriter, _ asked) {
				conn, _, err := http.NewResponseController(w).Hijack()
				if err != nil {
					return
				}
				_, _ = conn.Write([]byte(test.before))
				_ = conn.Close()
			})
			if got.Kind != test.kind || !got.PossiblyBilled {
				t.Errorf("fault = %+v, want %v, possibly billed", got, test.kind)
			}
		})
	}
}

// testUnusable: a 200 is trusted only with an answer in it.
func testUnusable(t *testing.T, d Dialect) {
	whole := d.Answer(http.Header{}, Answer{Text: "An invoice."})
	for _, body := range append(d.Unusable, "", " ", "null", "[]", "{}", "{", `"yes"`, "<html>It works!</html>", string(whole[:len(whole)-3])) {
		got := d.fail(t, status(http.StatusOK, nil, []byte(body)))
		if got.Kind != model.ErrTruncated || got.Status != http.StatusOK || !got.PossiblyBilled || got.Detail == "" {
			t.Errorf("%.40q: fault = %+v, want truncated, possibly billed, with a cause", body, got)
		}
	}
	got := d.fail(t, status(http.StatusOK, nil, []byte(`{"error":{"message":"the upstream broke"}}`)))
	if got.Kind != model.ErrTruncated || got.Detail != "the upstream broke" {
		t.Errorf("an error in a 200: fault = %+v, want truncated with the provider's words", got)
	}
}

// testOversized: an answer above the limit is not read on.
func testOversized(t *testing.T, d Dialect) {
	const limit, size = 4 << 10, 64 << 20
	var written atomic.Int64
	s := serve(t, func(w http.ResponseWriter, _ asked) {
		for chunk := bytes.Repeat([]byte(" "), 1<<20); written.Load() < size; written.Add(int64(len(chunk))) {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	})
	got := fault(t, s.limited(t, d, limit), t.Context())
	if got.Kind != model.ErrTruncated || !got.PossiblyBilled {
		t.Errorf("fault = %+v, want truncated, possibly billed", got)
	}
	s.Config.SetKeepAlivesEnabled(false)
	s.Close() // waits for the writer
	if written.Load() >= size {
		t.Errorf("all of %d bytes were taken, want them left", size)
	}
	announced := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "999999")
		w.WriteHeader(http.StatusOK)
	}))
	t.Cleanup(announced.Close)
	got = fault(t, (&server{Server: announced}).limited(t, d, limit), t.Context())
	if got.Kind != model.ErrTruncated {
		t.Errorf("announced: fault = %+v, want truncated", got)
	}
}
