package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"docpipe/pipeline"
	"docpipe/testdata"
)

// Every sample goes the whole way as a back office would send it; who watches sees it all.
func TestServeTakesEverySample(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("reads every sample")
	}
	data := t.TempDir()
	serve := alone(t, data)
	if err := serve.startReady(t.Context()); err != nil {
		t.Fatal(err)
	}
	h := &history{address: serve.address, accepted: map[string][]string{}}
	for _, s := range testdata.Samples() {
		want, err := s.Expect()
		if err != nil {
			t.Fatal(err)
		}
		switch status, answer := uploadSample(t, serve.address(), s); {
		case status == http.StatusAccepted:
			h.accepted[s.Name] = []string{answer.ID}
		case want.Error == "" || answer.Code != want.Error:
			t.Errorf("%s: upload answered %d %s, want 202 or %q", s.Name, status, answer.Code, want.Error)
		}
	}
	h.settled(t, 3*time.Minute)
	for name, ids := range h.accepted {
		checkSample(t, name, fetch[pipeline.Result](t, serve.address()+"/v1/documents/"+ids[0]+"/result"))
	}
	h.checkStream(t, data)
	if diff := cmp.Diff(sequences(h.events(t)), sequences(watched(t, data, len(h.events(t))))); diff != "" {
		t.Errorf("watch --since all differs from the ledger (-ledger +watch):\n%s", diff)
	}
}

// checkSample compares only how a sample ended: its fields are another test's.
func checkSample(t *testing.T, name string, r pipeline.Result) {
	t.Helper()
	want, err := testdata.Sample{Want: name + "/want.json"}.Expect()
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(want.Status, string(r.Status)) {
		t.Errorf("%s: status %s, want one of %v", name, r.Status, want.Status)
	}
	if r.Error != nil && r.Error.Code != want.Error {
		t.Errorf("%s: error %s, want %q", name, r.Error.Code, want.Error)
	}
}

// An answer is what an upload is answered: a document, or a problem.
type answer struct{ ID, Code string }

// uploadSample sends a sample as "curl -F file=@…" does.
func uploadSample(t *testing.T, address string, s testdata.Sample) (status int, a answer) {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for _, name := range s.Files {
		part, err := form.CreateFormFile("file", path.Base(name))
		if err != nil {
			t.Fatal(err)
		}
		raw, err := testdata.Files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		part.Write(raw) // a buffer takes everything
	}
	if s.Password != "" {
		form.WriteField("password", s.Password)
	}
	form.Close()
	resp, err := http.Post(address+"/v1/documents", form.FormDataContentType(), &body)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		t.Fatalf("%s: %v", s.Name, err)
	}
	return resp.StatusCode, a
}

// watched is what "docpipe watch --since all" prints first.
func watched(t *testing.T, data string, n int) (events []pipeline.Event) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	cmd := program(ctx, t, "watch", "--since", "all", "--data", data)
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(stdout)
	for len(events) < n && lines.Scan() {
		var e pipeline.Event
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			t.Fatalf("watch printed %q: %v", lines.Text(), err)
		}
		events = append(events, e)
	}
	cancel()
	_ = cmd.Wait() // it was told to end
	return events
}

// program is one docpipe command line.
func program(ctx context.Context, t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(ctx, self)
	cmd.Args = append([]string{programName}, args...)
	return cmd
}

// Who sends the same files again, after an interrupt or not knowing better, gets the same
// documents.
func TestSubmitTwiceIsTheSame(t *testing.T) {
	t.Parallel()
	serve := alone(t, t.TempDir())
	if err := serve.startReady(t.Context()); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for i, u := range uploads(t, 3) {
		if err := os.WriteFile(filepath.Join(dir, string(rune('a'+i))+".pdf"), u.body, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	first, second := submit(t, serve.address(), dir), submit(t, serve.address(), dir)
	if diff := cmp.Diff(first, second); len(first) != 3 || diff != "" {
		t.Errorf("submit made %v, then (-first +second):\n%s", first, diff)
	}
}

// submit returns the ids of the results that "docpipe submit --wait" writes.
func submit(t *testing.T, address, dir string) (ids []string) {
	t.Helper()
	cmd := program(t.Context(), t, "submit", "--wait", "--server", address, dir)
	var messages bytes.Buffer
	cmd.Stderr = &messages
	stdout, err := cmd.Output()
	if code := cmd.ProcessState.ExitCode(); code != exitOK && code != exitIncomplete {
		t.Fatalf("submit: exit %d, %v: %s", code, err, messages.String())
	}
	for results := json.NewDecoder(bytes.NewReader(stdout)); ; {
		var r pipeline.Result
		if err := results.Decode(&r); err == io.EOF {
			return ids
		} else if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, r.Document.ID)
	}
}
