package rest_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"docpipe/pipeline"
	"docpipe/pipeline/rest"
)

// zeros is a PDF of n bytes that stands nowhere.
func zeros(n int64) io.Reader {
	return io.MultiReader(strings.NewReader("%PDF"), io.LimitReader(endless{}, n-4))
}

type endless struct{}

func (endless) Read(b []byte) (int, error) {
	clear(b)
	return len(b), nil
}

// An upload of 300 MB must not be held in memory, wherever it stands in the form.
func TestUpload_streams(t *testing.T) {
	const size = 300 << 20
	s := newService(t, func(c *rest.Config) { c.MaxBody = size + 1<<20 })
	s.maxBytes = size
	for name, r := range map[string]*http.Request{
		"raw": s.request("POST", "/v1/documents", zeros(size)),
		"form": s.request("POST", "/v1/documents", io.MultiReader(
			strings.NewReader("--b\r\nContent-Disposition: form-data; name=\"batch\"\r\n\r\nm\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n"),
			zeros(size), strings.NewReader("\r\n--b--\r\n")), "Content-Type", "multipart/form-data; boundary=b"),
	} {
		t.Run(name, func(t *testing.T) {
			runtime.GC() // what other tests left is not ours
			before := heap()
			ctx, stop := context.WithCancel(t.Context())
			peak := make(chan uint64)
			go func() { peak <- peakHeap(ctx) }()
			a := s.do(r)
			stop()
			a.want(t, http.StatusAccepted)
			if d := decode[rest.Document](t, a); d.Files[0].Bytes != size {
				t.Errorf("stored %d bytes, want %d", d.Files[0].Bytes, size)
			}
			if grown := int64(<-peak) - int64(before); grown > 100<<20 {
				t.Errorf("the heap grew by %d MB for an upload of %d MB, want a third at most", grown>>20, size>>20)
			}
			if s.largest > 1<<20 {
				t.Errorf("the store got %d bytes at once, want a stream", s.largest)
			}
		})
	}
}

// peakHeap returns the largest heap that it saw until ctx ended.
func peakHeap(ctx context.Context) uint64 {
	var most uint64
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		most = max(most, heap())
		select {
		case <-tick.C:
		case <-ctx.Done():
			return most
		}
	}
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// speak sends text over a raw connection and returns it.
func (s *service) speak(text string) net.Conn {
	s.t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		s.t.Fatal(err)
	}
	if _, err := io.WriteString(conn, text); err != nil {
		s.t.Fatal(err)
	}
	return conn
}

func hear(t *testing.T, conn net.Conn) answer {
	t.Helper()
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{res, body}
}

func (s *service) head(length string) string {
	return fmt.Sprintf("POST /v1/documents HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nContent-Length: %s\r\n\r\n", s.token, length)
}

func TestUpload_lying_content_length(t *testing.T) {
	t.Parallel()
	s := newService(t)
	t.Run("more than came", func(t *testing.T) {
		conn := s.speak(s.head("1000") + "%PDF and no more")
		if err := conn.(*net.TCPConn).CloseWrite(); err != nil {
			t.Fatal(err)
		}
		hear(t, conn).problem(t, pipeline.ErrInvalid, http.StatusBadRequest)
	})
	t.Run("more than is taken", func(t *testing.T) {
		hear(t, s.speak(s.head("999999999999"))).problem(t, pipeline.ErrTooLarge, http.StatusRequestEntityTooLarge)
	})
	t.Run("less than came", func(t *testing.T) {
		a := hear(t, s.speak(s.head("4")+"%PDF and more"))
		a.want(t, http.StatusAccepted)
		if f := decode[rest.Document](t, a).Files[0]; f.Bytes != 4 {
			t.Errorf("took %d bytes, want the 4 that were announced", f.Bytes)
		}
	})
	if len(s.docs) != 1 {
		t.Errorf("%d documents, want the one whose bytes all came", len(s.docs))
	}
}

// A sender who gives a byte now and then does not hold the connection.
func TestUpload_slow_body(t *testing.T) {
	t.Parallel()
	s := newService(t, func(c *rest.Config) { c.BodyGrace = 200 * time.Millisecond })
	conn := s.speak(s.head("1000") + "%PDF")
	go func() {
		for tick := time.NewTicker(20 * time.Millisecond); ; <-tick.C {
			if _, err := io.WriteString(conn, "."); err != nil {
				tick.Stop()
				return
			}
		}
	}()
	start := time.Now()
	p := hear(t, conn).problem(t, pipeline.ErrInvalid, http.StatusBadRequest)
	if !strings.Contains(p.Detail, "too slowly") || time.Since(start) > 10*time.Second {
		t.Errorf("detail = %q after %v, want that it comes too slowly, soon", p.Detail, time.Since(start))
	}
}

// An upload that takes long, but comes fast enough for its size, still gets its answer.
func TestUpload_long_body(t *testing.T) {
	t.Parallel()
	s := newService(t, func(c *rest.Config) {
		c.BodyGrace, c.BodyRate, c.MaxWait = 200*time.Millisecond, 100, time.Millisecond
		c.MaxJSON, c.MaxBody = 1, 1<<20
	})
	body, sender := io.Pipe()
	go func() {
		fmt.Fprint(sender, "%PDF"+strings.Repeat(".", 500)) // good for five seconds
		<-time.After(400 * time.Millisecond)
		sender.Close()
	}()
	s.do(s.request("POST", "/v1/documents", body)).want(t, http.StatusAccepted)
}
