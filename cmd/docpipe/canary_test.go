package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"io/fs"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"docpipe/pipeline"
	"docpipe/pipeline/rest"
)

// canary stands in a document, its name and a question, and must come out nowhere but at the
// provider that is asked.
const canary = "Zaunkoenig"

// No word of a document leaves a service except to the provider: not in logs, traces, metrics,
// jobs or events, neither when all goes well nor when the provider quotes the document in an error.
func TestCanary(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("starts services")
	}
	for _, content := range []string{"none", "masked"} {
		t.Run(content, func(t *testing.T) {
			t.Parallel()
			provider, collector := newWiretap(t, startModelServer(t)), newCollector(t)
			data := t.TempDir()
			serve := newProcess(t, map[string]string{
				"DOCPIPE_DATA": data, "DOCPIPE_LISTEN": "127.0.0.1:0", "DOCPIPE_NATS__LISTEN": "127.0.0.1:0", "DOCPIPE_LIMITS__MIN_FREE_DISK": "1MiB",
				"LLMAPI_BASE_URL": provider.url + "/v1", "LLMAPI_API_KEY": "any", "DOCPIPE_EVENTS__CONTENT": content,
				"OTEL_EXPORTER_OTLP_ENDPOINT": collector.url, "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf", "OTEL_BSP_SCHEDULE_DELAY": "100",
			}, "serve", "--jobs", "1")
			serve.whole = true
			if err := serve.startReady(t.Context()); err != nil {
				t.Fatal(err)
			}
			address := serve.address()
			id := accepted(t, canaryUpload(t, address))
			read := fetch[pipeline.Result](t, address+"/v1/documents/"+id+"/result")
			if read.Run.Usage.ModelCalls == 0 || read.DocType != "invoice" {
				t.Errorf("the document is %s of type %s after %d model calls, want an invoice that a model has read: %+v", read.Status, read.DocType, read.Run.Usage.ModelCalls, read.Reasons)
			}
			a := asked[rest.Answered](t, address+"/v1/documents/"+id+"/ask", fmt.Sprintf(`{"question":"What does %s buy?"}`, canary))
			if !a.Found || a.Usage.ModelCalls != 1 {
				t.Errorf("answer = %+v, want one that was asked for", a)
			}
			if !strings.Contains(provider.heard(), canary) {
				t.Error("the provider was not sent the document: this test looks at nothing")
			}
			provider.quote()
			failed := accepted(t, canaryUpload(t, address))
			askAt(t, address+"/v1/documents/"+id+"/ask", fmt.Sprintf(`{"question":"Who is %s?"}`, canary))
			metrics := metricsOf(t, address)
			if _, err := serve.stop(); err != nil {
				t.Fatal(err)
			}
			for where, said := range map[string]struct{ text, proof string }{
				"the log and stderr": {serve.log.tail(1 << 20), "msg=request"},
				"traces and metrics": {collector.heard(), "gen_ai.request.model"},
				"Prometheus":         {metrics, "docpipe_cost_usd_total{"},
				"jobs and events":    {filesIn(t, filepath.Join(data, "nats")), failed},
			} {
				if !strings.Contains(said.text, said.proof) {
					t.Errorf("%s lack %q: this test looks at nothing", where, said.proof)
				}
				if at := strings.Index(strings.ToLower(said.text), strings.ToLower(canary)); at >= 0 {
					t.Errorf("%s hold the canary: …%q…", where, said.text[max(0, at-200):min(len(said.text), at+100)])
				}
			}
		})
	}
}

// canaryUpload is an invoice to the canary, in a file that is named after it.
func canaryUpload(t *testing.T, address string) *http.Request {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	form.WriteField("strategy", "model") // a buffer takes everything
	part, err := form.CreateFormFile("file", canary+".pdf")
	if err != nil {
		t.Fatal(err)
	}
	part.Write(pdfOf("INVOICE", "", "Kiesel Ltd, 4 Mill Lane, Leeds", "Bill to: "+canary+" Brothers Ltd, 7 High Street, York", "",
		"Invoice number: 2026-118", "Invoice date: 2026-03-14", "", canary+" buys gravel     1     100.00     100.00", "", "Net 100.00", "VAT 20% 20.00", "Total 120.00 EUR"))
	form.Close()
	r, err := http.NewRequestWithContext(t.Context(), "POST", address+"/v1/documents", &body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", form.FormDataContentType())
	return r
}

// pdfOf is a page of text lines.
func pdfOf(lines ...string) []byte {
	var text, out bytes.Buffer
	text.WriteString("BT /F1 12 Tf 18 TL 60 780 Td\n")
	for _, l := range lines {
		fmt.Fprintf(&text, "(%s) Tj T*\n", l)
	}
	text.WriteString("ET")
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", text.Len(), text.String()),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
	}
	out.WriteString("%PDF-1.4\n")
	var at []int
	for i, o := range objects {
		at = append(at, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	table := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, n := range at {
		fmt.Fprintf(&out, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&out, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, table)
	return out.Bytes()
}

// A wiretap is a server that remembers what it is sent.
type wiretap struct {
	url string

	mu     sync.Mutex
	bodies strings.Builder
	quotes bool // it refuses every request, with words of the document
}

func (w *wiretap) heard() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.bodies.String()
}

func (w *wiretap) quote() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.quotes = true
}

// hear notes the body and reports whether the request is refused.
func (w *wiretap) hear(body []byte) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.bodies.Write(body)
	return w.quotes
}

// newWiretap stands before a provider.
func newWiretap(t *testing.T, provider string) *wiretap {
	t.Helper()
	target, err := url.Parse(strings.TrimSuffix(provider, "/v1"))
	if err != nil {
		t.Fatal(err)
	}
	w := &wiretap{}
	on := httputil.NewSingleHostReverseProxy(target)
	w.serve(t, func(out http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err == nil && w.hear(body) {
			out.Header().Set("Content-Type", "application/json")
			out.WriteHeader(http.StatusBadRequest)
			fmt.Fprintf(out, `{"error":{"message":"cannot read: Bill to: %s Brothers Ltd","type":"invalid_request_error","code":"%s","param":"%s"}}`, canary, canary, canary)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		on.ServeHTTP(out, r)
	})
	return w
}

// newCollector takes traces and metrics.
func newCollector(t *testing.T) *wiretap {
	t.Helper()
	w := &wiretap{}
	w.serve(t, func(_ http.ResponseWriter, r *http.Request) {
		var body io.Reader = r.Body
		if r.Header.Get("Content-Encoding") == "gzip" {
			unzipped, err := gzip.NewReader(r.Body)
			if err != nil {
				return
			}
			body = unzipped
		}
		b, _ := io.ReadAll(body) // what came is looked at
		w.hear(b)
	})
	return w
}

func (w *wiretap) serve(t *testing.T, h http.HandlerFunc) {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	w.url = server.URL
}

// filesIn is the content of all files of a folder.
func filesIn(t *testing.T, folder string) string {
	t.Helper()
	var all strings.Builder
	err := filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		all.Write(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}
