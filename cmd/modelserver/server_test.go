package main

import (
	"context"
	"encoding/json"
	"flag"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

const shown = `<page number="1">
1:1|Invoice                                      No. 2026-17
1:2|Date                                         14 October 2026
1:3|Total                                        119.00 EUR
</page>
Give the fields of the document.`

const invoiceShape = `{"type":"object","additionalProperties":false,"required":["number","total"],"properties":{` +
	`"number":{"anyOf":[{"type":"object","properties":{"v":{"type":"string","description":"Invoice number"},"q":{"type":"string"}},"required":["v","q"]},{"type":"null"}]},` +
	`"total":{"anyOf":[{"type":"object","properties":{"v":{"type":"string","format":"decimal","description":"Total"},"q":{"type":"string"}},"required":["v","q"]},{"type":"null"}]}}}`

func TestAnswersWithWhatStandsOnThePage(t *testing.T) {
	t.Parallel()
	s := start(t)
	reply := s.ask(t, chat(shown, invoiceShape))
	var answer map[string]map[string]any
	if err := json.Unmarshal([]byte(reply.content(t)), &answer); err != nil {
		t.Fatal(err)
	}
	if got := answer["total"]["v"]; got != "119.00" {
		t.Errorf("total = %v, want 119.00 as it stands on the page", got)
	}
	if q, _ := answer["total"]["q"].(string); !strings.Contains(q, "119.00") {
		t.Errorf("quote = %q, want the printed words", q)
	}
	if reply.Usage.Prompt == 0 || reply.Usage.Completion == 0 {
		t.Errorf("usage = %+v, want counted tokens", reply.Usage)
	}
}

func TestSaysWhereDocumentsBegin(t *testing.T) {
	t.Parallel()
	const stack = `<page number="3">
3:1|INVOICE                                      No. 2026-17
3:2|Total                                        119.00 EUR
</page>
<page number="4">
4:1|Page 2 of 2
4:2|Payable within 14 days
</page>
<page number="5">
5:1|INVOICE                                      No. 2026-18
5:2|Total                                        20.00 EUR
</page>
On which pages does a document begin?`
	const shape = `{"type":"object","properties":{"begins":{"type":"array","items":{"type":"object","properties":{"page":{"type":"integer"},"doctype":{"type":"string"}}}}}}`
	reply := start(t).ask(t, chat(stack, shape))
	if got, want := reply.content(t), `{"begins":[{"doctype":"invoice","page":3},{"doctype":"invoice","page":5}]}`; got != want {
		t.Errorf("answer = %s, want %s", got, want)
	}
}

func TestJudgesBySearching(t *testing.T) {
	t.Parallel()
	const shape = `{"type":"object","properties":{"verdict":{"type":"string"},"reason":{"type":"string"},"quotes":{"type":"array","items":{"type":"object","properties":{"page":{"type":"integer"},"quote":{"type":"string"}}}}}}`
	ask := func(switches ...string) func(question string) string {
		s := start(t, switches...)
		return func(question string) string {
			return s.ask(t, chat("<page number=\"2\">\n2:1|VAT: reverse charge\n2:2|Our bank account has changed\n</page>\nQuestion: "+question, shape)).content(t)
		}
	}
	honest, dishonest := ask(), ask("-made-up=1")
	for question, want := range map[string]string{
		"Does it say who owes the tax (reverse charge)?": `"quotes":[{"page":2,"quote":"VAT: reverse charge"}],`,
		"Does the page say that a bank account changed?": `"quotes":[{"page":2,"quote":"Our bank account has changed"}],`,
		"Is it signed (by hand)?":                        `"quotes":[],`,
	} {
		if got := honest(question); !strings.Contains(got, want) || strings.Contains(got, `"yes"`) != strings.Contains(want, "page") {
			t.Errorf("%s: %s, want %s", question, got, want)
		}
		if got := dishonest(question); !strings.Contains(got, `"verdict":"yes"`) || !strings.Contains(got, "agreed") {
			t.Errorf("%s: a dishonest server says %s, want yes with what stands nowhere", question, got)
		}
	}
}

func TestToolsAreCalled(t *testing.T) {
	t.Parallel()
	s := start(t)
	body := `{"model":"m","messages":[{"role":"user","content":` + quoted(shown) + `}],"tools":[{"type":"function","function":{"name":"fields","parameters":` + invoiceShape + `}}]}`
	reply := s.ask(t, body)
	if len(reply.Choices) != 1 || len(reply.Choices[0].Message.Calls) != 1 || reply.Choices[0].Finish != "tool_calls" {
		t.Fatalf("reply = %+v, want one call of the tool", reply)
	}
}

func TestFaultsComeByTheirShare(t *testing.T) {
	t.Parallel()
	for flags, want := range map[string]struct {
		status int
		fate   string
	}{
		"-error=1":      {500, fails},
		"-rate-limit=1": {429, limits},
		"-invalid=1":    {200, garbles},
		"-truncate=1":   {200, truncates},
	} {
		t.Run(flags, func(t *testing.T) {
			t.Parallel()
			s := start(t, flags)
			r := s.post(t, chat(shown, invoiceShape))
			if r.StatusCode != want.status {
				t.Errorf("status = %d, want %d", r.StatusCode, want.status)
			}
			if want.status == 429 && r.Header.Get("Retry-After") == "" {
				t.Error("a 429 without Retry-After")
			}
			if got := s.counts(t); got[want.fate] != 1 {
				t.Errorf("stats = %v, want one %s", got, want.fate)
			}
		})
	}
}

func TestTheSameSeedGivesTheSameFaults(t *testing.T) {
	t.Parallel()
	fates := func() (all []string) {
		f := flags(t, "-error=0.3", "-cut=0.2", "-seed=7")
		for range 50 {
			all = append(all, f.fate())
		}
		return all
	}
	if a, b := strings.Join(fates(), " "), strings.Join(fates(), " "); a != b || !strings.Contains(a, fails) || !strings.Contains(a, cuts) {
		t.Errorf("two runs differ, or nothing failed:\n%s\n%s", a, b)
	}
}

func TestMadeUpValuesDiffer(t *testing.T) {
	t.Parallel()
	reply := start(t, "-made-up=1").ask(t, chat(shown, invoiceShape))
	if text := reply.content(t); !strings.Contains(text, `"v":"119.01"`) || !strings.Contains(text, "119.00 EUR") && !strings.Contains(text, `"q":"119.00`) {
		t.Errorf("answer = %s, want another last digit beside the true quote", text)
	}
}

func TestLatencyIsKept(t *testing.T) {
	t.Parallel()
	s := start(t, "-latency=80ms")
	began := time.Now()
	s.ask(t, chat(shown, invoiceShape))
	if took := time.Since(began); took < 80*time.Millisecond {
		t.Errorf("answered after %v, want at least 80ms", took)
	}
}

func TestBadRequestsAreRefused(t *testing.T) {
	t.Parallel()
	s := start(t)
	for name, body := range map[string]string{
		"no JSON": "{", "no model": `{"messages":[{"role":"user","content":"x"}]}`,
		"an address": `{"model":"m","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"http://x/y.png"}}]}]}`,
	} {
		if r := s.post(t, body); r.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: status %d, want 400", name, r.StatusCode)
		}
	}
}

func TestListenHereRefusesOtherMachines(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"0.0.0.0:0", "192.0.2.1:80", "nonsense"} {
		if l, err := listenHere(address); err == nil {
			l.Close()
			t.Errorf("%s was accepted", address)
		}
	}
}

// A running server reads text alone: no sandbox, no OCR.
type running struct{ url string }

func start(t *testing.T, switches ...string) running {
	t.Helper()
	f := flags(t, switches...)
	r, err := newReader(nil, f)
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(newServer(r, f))
	t.Cleanup(s.Close)
	return running{s.URL}
}

func flags(t *testing.T, switches ...string) *faults {
	t.Helper()
	set := flag.NewFlagSet("modelserver", flag.ContinueOnError)
	f := addFaults(set)
	if err := set.Parse(switches); err != nil {
		t.Fatal(err)
	}
	if err := f.validate(); err != nil {
		t.Fatal(err)
	}
	return f
}

type completion struct {
	Choices []struct {
		Message struct {
			Content *string `json:"content"`
			Calls   []any   `json:"tool_calls"`
		} `json:"message"`
		Finish string `json:"finish_reason"`
	} `json:"choices"`
	Usage struct {
		Prompt     int `json:"prompt_tokens"`
		Completion int `json:"completion_tokens"`
	} `json:"usage"`
}

func (c completion) content(t *testing.T) string {
	t.Helper()
	if len(c.Choices) != 1 || c.Choices[0].Message.Content == nil {
		t.Fatalf("reply = %+v, want one answer", c)
	}
	return *c.Choices[0].Message.Content
}

func (s running) post(t *testing.T, body string) *http.Response {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	t.Cleanup(cancel)
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url+"/v1/chat/completions", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.DefaultClient.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Body.Close() })
	return r
}

func (s running) ask(t *testing.T, body string) completion {
	t.Helper()
	r := s.post(t, body)
	b, err := io.ReadAll(r.Body)
	if err != nil || r.StatusCode != http.StatusOK {
		t.Fatalf("status %d, %v: %s", r.StatusCode, err, b)
	}
	var c completion
	if err := json.Unmarshal(b, &c); err != nil {
		t.Fatal(err)
	}
	return c
}

func (s running) counts(t *testing.T) map[string]int {
	t.Helper()
	r, err := http.Get(s.url + "/stats")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	var counts map[string]int
	if err := json.NewDecoder(r.Body).Decode(&counts); err != nil {
		t.Fatal(err)
	}
	return counts
}

func chat(text, schema string) string {
	return `{"model":"m","messages":[{"role":"system","content":"read"},{"role":"user","content":[{"type":"text","text":` + quoted(text) +
		`}]}],"response_format":{"type":"json_schema","json_schema":{"name":"fields","schema":` + schema + `}}}`
}

func quoted(text string) string {
	b, _ := json.Marshal(text)
	return string(b)
}
