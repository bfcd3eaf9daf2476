package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"docpipe/pipeline"
)

// A service that asks models is killed in the middle. Every document has one result; what was
// answered is not bought again, and what dead workers bought stands in the books once.
func TestServeKilledWithModels(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("kills processes for a while")
	}
	const slots, documents = 3, 14
	url := startModelServer(t, "-latency", "400ms")
	data := t.TempDir()
	serve := newProcess(t, map[string]string{
		"DOCPIPE_DATA": data, "DOCPIPE_LISTEN": "127.0.0.1:0", "DOCPIPE_NATS__LISTEN": "127.0.0.1:0", "DOCPIPE_LIMITS__MIN_FREE_DISK": "1MiB",
		"LLMAPI_BASE_URL": url, "LLMAPI_API_KEY": "any",
	}, "serve", "--jobs", "3")
	if err := serve.startReady(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, u := range uploads(t, documents) {
		uploadForModel(t, serve.address(), u)
	}
	eventually(t, 2*time.Minute, "the provider has answered a few", func() bool { return answered(t, url) >= documents/3 })
	serve.kill()
	if err := serve.startReady(t.Context()); err != nil {
		t.Fatal(err)
	}
	h := &history{address: serve.address}
	eventually(t, 3*time.Minute, "all documents have ended", func() bool { return h.ended() == documents })

	var all pipeline.Usage
	pages := 0
	for _, d := range resultsOf(t, serve.address()) {
		pages += d.Document.PageCount
		all.Cost += d.Run.Usage.Cost
		all.PossiblyBilled += d.Run.Usage.PossiblyBilled
	}
	if sent := answered(t, url); sent > pages+slots || sent < pages {
		t.Errorf("the provider was asked %d times for %d pages with %d slots", sent, pages, slots)
	}
	var rows []pipeline.UsageRow
	out, err := program(t.Context(), t, "usage", "--json", "--data", data).Output()
	if err == nil {
		err = json.Unmarshal(out, &rows)
	}
	if err != nil {
		t.Fatalf("docpipe usage: %v: %s", err, out)
	}
	var booked pipeline.UsageRow
	for _, r := range rows {
		booked.Cost, booked.PossiblyBilled = booked.Cost+r.Cost, booked.PossiblyBilled+r.PossiblyBilled
	}
	if booked.Cost != all.Cost || booked.PossiblyBilled != all.PossiblyBilled || booked.Cost == 0 {
		t.Errorf("docpipe usage says %d and possibly %d micro-dollars, the results %d and %d",
			booked.Cost, booked.PossiblyBilled, all.Cost, all.PossiblyBilled)
	}
	for _, r := range fetch[list[pipeline.UsageRow]](t, serve.address()+"/v1/usage").Items {
		booked.Cost, booked.PossiblyBilled = booked.Cost-r.Cost, booked.PossiblyBilled-r.PossiblyBilled
	}
	if booked.Cost != 0 || booked.PossiblyBilled != 0 {
		t.Errorf("/v1/usage says %d and possibly %d micro-dollars less than docpipe usage", booked.Cost, booked.PossiblyBilled)
	}
	t.Logf("%d requests for %d pages, %d micro-dollars and possibly %d more", answered(t, url), pages, all.Cost, all.PossiblyBilled)
}

// resultsOf reads every document's result, and demands one of each.
func resultsOf(t *testing.T, address string) (all []pipeline.Result) {
	t.Helper()
	for _, d := range pages[pipeline.Header](t, address+"/v1/documents", "cursor") {
		if versions := fetch[list[pipeline.VersionInfo]](t, address+"/v1/documents/"+d.ID+"/versions").Items; len(versions) != 1 {
			t.Errorf("%s (%s) has %d results, want 1", d.ID, d.Status, len(versions))
			continue
		}
		r := fetch[pipeline.Result](t, address+"/v1/documents/"+d.ID+"/result")
		if r.Status == pipeline.Failed || len(r.Run.Usage.Attempts) == 0 {
			t.Errorf("%s is %s with %d attempts, want one that a model has read", d.ID, r.Status, len(r.Run.Usage.Attempts))
		}
		all = append(all, r)
	}
	return all
}

// uploadForModel sends a document to be read by a model.
func uploadForModel(t *testing.T, address string, u upload) {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	form.WriteField("strategy", "model") // a buffer takes everything
	part, err := form.CreateFormFile("file", u.key+".pdf")
	if err != nil {
		t.Fatal(err)
	}
	part.Write(u.body)
	form.Close()
	resp, err := http.Post(address+"/v1/documents", form.FormDataContentType(), &body)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusAccepted {
		said, _ := io.ReadAll(resp.Body)
		t.Fatalf("upload: %d %s", resp.StatusCode, said)
	}
}

// answered is how many requests the stand-in has had.
func answered(t *testing.T, url string) (n int) {
	t.Helper()
	for _, count := range fetch[map[string]int](t, strings.TrimSuffix(url, "/v1")+"/stats") {
		n += count
	}
	return n
}

// startModelServer runs cmd/modelserver until the test ends and returns its base URL.
func startModelServer(t *testing.T, switches ...string) string {
	t.Helper()
	cmd := exec.Command(buildModelServer(t), append([]string{"-listen", "127.0.0.1:0"}, switches...)...)
	cmd.Stderr = os.Stderr
	cmd.Env = append(os.Environ(), "TMPDIR="+filepath.Clean(t.TempDir()))
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait() // it was killed
	})
	url, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	go io.Copy(io.Discard, out)
	return strings.TrimSpace(url)
}
