package rest_test

import (
	"bufio"
	"net/http"
	"strings"
	"testing"
	"time"

	"docpipe/pipeline"
	"docpipe/pipeline/rest"
)

func TestEvents_list(t *testing.T) {
	t.Parallel()
	s := newService(t)
	for range 3 {
		s.finish(s.send("one"), nil) // received, result
	}
	l := decode[rest.List[pipeline.Event]](t, s.get("/v1/events?limit=2"))
	if len(l.Items) != 2 || l.Items[0].Sequence != "1" || l.Next == nil || *l.Next != "2" {
		t.Fatalf("events = %+v, want 1 and 2, to go on after 2", l)
	}
	l = decode[rest.List[pipeline.Event]](t, s.get("/v1/events?after=4"))
	if len(l.Items) != 2 || l.Items[0].Sequence != "5" || l.Next != nil {
		t.Errorf("events = %+v, want 5 and 6 and no more", l)
	}
	for filter, want := range map[string]int{
		"document.result": 3, "document.*": 6, "*": 6, "finding.*": 0, "document.received,document.result": 6, "document": 0,
	} {
		l = decode[rest.List[pipeline.Event]](t, s.get("/v1/events?filter="+filter))
		if len(l.Items) != want {
			t.Errorf("filter %s gives %d events, want %d", filter, len(l.Items), want)
		}
	}
	for query, pointer := range map[string]string{"after=x": "/query/after", "after=-1": "/query/after", "limit=0": "/query/limit", "since=1": "/query/since"} {
		p := s.get("/v1/events?"+query).problem(t, pipeline.ErrInvalid, http.StatusBadRequest)
		if len(p.Errors) != 1 || p.Errors[0].Pointer != pointer {
			t.Errorf("%s: errors = %+v, want one at %s", query, p.Errors, pointer)
		}
	}
}

func TestEvents_of_a_document(t *testing.T) {
	t.Parallel()
	s := newService(t)
	id := s.send("one")
	l := decode[rest.List[pipeline.Event]](t, s.get("/v1/documents/"+id+"/events"))
	if len(l.Items) != 1 || l.Items[0].Type != pipeline.EventReceived {
		t.Errorf("events = %+v, want that it was received", l.Items)
	}
}

// A reader gets what was, what comes, and after a break goes on where it stopped.
func TestEvents_stream(t *testing.T) {
	t.Parallel()
	s := newService(t, func(c *rest.Config) { c.EventPoll = 5 * time.Millisecond })
	id := s.send("one")
	lines, stop := s.subscribe("/v1/events?after=0")
	expect(t, lines, "id: 1", "event: "+pipeline.EventReceived)
	s.finish(id, nil)
	expect(t, lines, "id: 2", "event: "+pipeline.EventResult)
	stop()

	s.send("two")
	lines, stop = s.subscribe("/v1/events?filter=document.result", "Last-Event-ID", "2")
	s.finish("doc_0002", nil)
	expect(t, lines, "id: 4", "event: "+pipeline.EventResult)
	stop()
}

// A stream outlives neither its time nor its key: the reader comes again and is looked at anew.
func TestEvents_stream_ends_so_that_the_key_is_shown_again(t *testing.T) {
	t.Parallel()
	s := newService(t, func(c *rest.Config) { c.EventPoll, c.EventLife = 5*time.Millisecond, 50*time.Millisecond })
	s.send("one")
	lines, _ := s.subscribe("/v1/events?after=0")
	expect(t, lines, "id: 1", "event: "+pipeline.EventReceived)
	for lines.Scan() {
	}
	if err := lines.Err(); err != nil {
		t.Errorf("the stream ended with %v, want an orderly end", err)
	}
}

// subscribe opens a stream and returns its lines that say something.
func (s *service) subscribe(path string, headers ...string) (*bufio.Scanner, func()) {
	s.t.Helper()
	r := s.request("GET", path, nil, append(headers, "Accept", "text/event-stream", "Authorization", "Bearer "+s.token)...)
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	if got := res.Header.Get("Content-Type"); res.StatusCode != http.StatusOK || got != "text/event-stream" {
		s.t.Fatalf("status %d, Content-Type %q, want a stream", res.StatusCode, got)
	}
	s.t.Cleanup(func() { res.Body.Close() })
	return bufio.NewScanner(res.Body), func() { res.Body.Close() }
}

// expect reads on until all of want have come, in order, with no other event between.
func expect(t *testing.T, lines *bufio.Scanner, want ...string) {
	t.Helper()
	for len(want) > 0 && lines.Scan() {
		line := lines.Text()
		if line == "" || strings.HasPrefix(line, ":") || strings.HasPrefix(line, "data: ") {
			continue
		}
		if line != want[0] {
			t.Fatalf("stream says %q, want %q", line, want[0])
		}
		want = want[1:]
	}
	if len(want) > 0 {
		t.Fatalf("the stream ended before %v: %v", want, lines.Err())
	}
}
