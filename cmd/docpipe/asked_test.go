package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"docpipe/pipeline"
	"docpipe/pipeline/rest"
	"docpipe/testdata"
)

// Questions by REST, on both ledgers: answers are proven, bought once, paid from the budgets,
// and gone with their document.
func TestServeAnswersQuestions(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("starts services")
	}
	for name, ledger := range map[string]func(t *testing.T) string{
		"sqlite": func(*testing.T) string { return "" }, "postgres": func(t *testing.T) string { return newPostgres(t).url() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url := startModelServer(t)
			serve := asking(t, map[string]string{"LLMAPI_BASE_URL": url, "LLMAPI_API_KEY": "any", "DOCPIPE_LEDGER__URL": ledger(t)})
			document := serve.address() + "/v1/documents/" + readLocally(t, serve.address())
			checkQuestions(t, document)

			sent := answered(t, url)
			again := asked[rest.Answered](t, document+"/ask", `{"question":"What is the invoice number?"}`)
			if n := answered(t, url); n != sent || again.Usage.CacheHits != 1 || again.Usage.Cost != 0 {
				t.Errorf("the same question was sent %d times more and cost %d", n-sent, again.Usage.Cost)
			}
			checkMoney(t, serve.address())
			erased(t, document)
			for what, body := range questionBodies {
				refusesQuestion(t, document+"/"+what, body, pipeline.ErrErased, http.StatusGone)
			}
		})
	}
}

var questionBodies = map[string]string{
	"ask": `{"question":"What is the invoice number?"}`, "summarise": `{"points":3}`, "translate": `{"to":"de"}`, "describe": ``,
}

// What cannot be answered has a code that says why, and money is never exceeded.
func TestServeRefusesQuestions(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("starts services")
	}
	url := startModelServer(t, "-key", "right")
	for name, c := range map[string]struct {
		settings map[string]string
		kind     *pipeline.Kind
		status   int
	}{
		"no model":     {map[string]string{}, pipeline.ErrInvalid, http.StatusConflict},
		"wrong key":    {map[string]string{"LLMAPI_BASE_URL": url, "LLMAPI_API_KEY": "wrong"}, pipeline.ErrProviderAuth, http.StatusBadGateway},
		"small budget": {map[string]string{"LLMAPI_BASE_URL": url, "LLMAPI_API_KEY": "right", "DOCPIPE_MODELS__BUDGET__DOCUMENT": "0.000001"}, pipeline.ErrBudgetExhausted, http.StatusPaymentRequired},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			serve := asking(t, c.settings)
			document := serve.address() + "/v1/documents/" + readLocally(t, serve.address())
			for what, body := range questionBodies {
				refusesQuestion(t, document+"/"+what, body, c.kind, c.status)
			}
		})
	}
}

// asking starts a service with settings of its own.
func asking(t *testing.T, settings map[string]string) *process {
	t.Helper()
	all := map[string]string{
		"DOCPIPE_DATA": t.TempDir(), "DOCPIPE_LISTEN": "127.0.0.1:0", "DOCPIPE_NATS__LISTEN": "127.0.0.1:0", "DOCPIPE_LIMITS__MIN_FREE_DISK": "1MiB",
		"DOCPIPE_LIMITS__DOCUMENT_TIME": "5m",
	}
	for name, value := range settings {
		if value != "" {
			all[name] = value
		}
	}
	serve := newProcess(t, all, "serve", "--jobs", "1")
	if err := serve.startReady(t.Context()); err != nil {
		t.Fatal(err)
	}
	return serve
}

// readLocally uploads an invoice that no model reads, waits for its end, and returns its id.
func readLocally(t *testing.T, address string) string {
	t.Helper()
	raw, err := testdata.Files.ReadFile("invoice-en/invoice-en.pdf")
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), "POST", address+"/v1/documents?strategy=local", bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return accepted(t, request)
}

// accepted sends an upload, waits for the document's end and returns its id.
func accepted(t *testing.T, request *http.Request) string {
	t.Helper()
	res, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var d struct{ ID string }
	if err := json.NewDecoder(res.Body).Decode(&d); err != nil || res.StatusCode != http.StatusAccepted {
		t.Fatalf("upload: %s, %v", res.Status, err)
	}
	address := "http://" + request.URL.Host + "/v1/documents/" + d.ID
	eventually(t, 2*time.Minute, "the document has ended", func() bool { return fetch[rest.Document](t, address).Status.Terminal() })
	return d.ID
}

func checkQuestions(t *testing.T, document string) {
	t.Helper()
	a := asked[rest.Answered](t, document+"/ask", questionBodies["ask"])
	if !a.Found || !strings.Contains(a.Answer, "HL-2026-0417") || len(a.Citations) != 1 || a.Citations[0].Box == nil || a.Usage.Cost == 0 {
		t.Errorf("answer = %+v, want the number with its place and its price", a)
	}
	if a := asked[rest.Answered](t, document+"/ask", `{"question":"Who won the football match?"}`); a.Found || a.Answer != "" || len(a.Citations) != 0 {
		t.Errorf("answer = %+v, want none", a)
	}
	if s := asked[rest.Summary](t, document+"/summarise", questionBodies["summarise"]); len(s.Points) == 0 || s.Points[0].Evidence.Box == nil {
		t.Errorf("summary = %+v, want points with their places", s)
	}
	if x := asked[rest.Translation](t, document+"/translate", questionBodies["translate"]); len(x.Pages) != 1 || len(x.Pages[0].Lines) == 0 {
		t.Errorf("translation = %+v, want the lines of the page", x)
	}
	if x := asked[rest.Description](t, document+"/describe", ""); len(x.Pages) != 1 || x.Pages[0].Summary == "" {
		t.Errorf("description = %+v, want the page's", x)
	}
}

// checkMoney holds usage, metrics and budgets against each other.
func checkMoney(t *testing.T, address string) {
	t.Helper()
	today := time.Now().UTC().Format(time.DateOnly)
	rows := fetch[rest.List[pipeline.UsageRow]](t, address+"/v1/usage?from="+today).Items
	if len(rows) != 1 || rows[0].Cost == 0 || rows[0].CacheHits != 1 || rows[0].Calls < 5 {
		t.Fatalf("usage = %+v, want one row of five calls and one kept answer", rows)
	}
	cost := usd(rows[0].Cost)
	shown := metricsOf(t, address)
	for _, want := range []string{
		fmt.Sprintf("docpipe_budget_left_usd{scope=\"total_day\"} %g\n", usd(100_000_000-rows[0].Cost)),
		fmt.Sprintf("docpipe_budget_left_usd{scope=\"tenant_day\"} %g\n", usd(20_000_000-rows[0].Cost)),
	} {
		if !strings.Contains(shown, want) {
			t.Errorf("metrics lack %s", want)
		}
	}
	var counted float64
	_, after, _ := strings.Cut(shown, `docpipe_cost_usd_total{model="mistral-small-4"} `)
	if fmt.Sscan(after, &counted); counted < cost*0.999999 || counted > cost*1.000001 {
		t.Errorf("docpipe_cost_usd_total = %v, want %v as usage says", counted, cost)
	}
}

func metricsOf(t *testing.T, address string) string {
	t.Helper()
	res, err := http.Get(address + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func erased(t *testing.T, document string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), "DELETE", document, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		t.Fatalf("erase: %s", res.Status)
	}
}

func askAt(t *testing.T, url, body string) (int, []byte) {
	t.Helper()
	res, err := http.Post(url, "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, b
}

func asked[T any](t *testing.T, url, body string) (answer T) {
	t.Helper()
	status, b := askAt(t, url, body)
	if err := json.Unmarshal(b, &answer); err != nil || status != http.StatusOK {
		t.Errorf("%s: %d %s", url, status, b)
	}
	return answer
}

func refusesQuestion(t *testing.T, url, body string, kind *pipeline.Kind, status int) {
	t.Helper()
	got, b := askAt(t, url, body)
	var p rest.Problem
	if err := json.Unmarshal(b, &p); err != nil || got != status || p.Code != kind.Code {
		t.Errorf("%s: %d %s, want %d %s", url, got, b, status, kind.Code)
	}
}
