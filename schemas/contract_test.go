package schemas

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"gopkg.in/yaml.v3"

	"docpipe/pipeline"
)

// contract parses one of the contract schemas beside the document shapes.
func contract(t *testing.T, id string) *Schema {
	t.Helper()
	raw, err := os.ReadFile(id + ".schema.json")
	if err != nil {
		t.Fatal(err)
	}
	s, err := Parse("", raw)
	if err != nil {
		t.Fatal(err)
	}
	if s.ID != id {
		t.Errorf("$id = %q, want %q", s.ID, id)
	}
	return s
}

// roundTrip is v as a reader of its JSON sees it.
func roundTrip(t *testing.T, v any) any {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	data, err := Decode(raw)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func sampleFinding() pipeline.Finding {
	return pipeline.Finding{
		ID: "fnd_01", Fingerprint: "ab", Verdict: pipeline.Fail, Transition: "raised",
		Disposition: pipeline.Disposition{Kind: "open"}, Severity: "high", Basis: "rule",
		Rule:     pipeline.RuleRef{ID: "R-1", Pack: "p", Version: "1.0.0", Title: "t", Source: pipeline.RuleSource{Ref: "Art. 1"}},
		Evidence: []pipeline.FindingEvidence{{Path: "/total", State: pipeline.FieldFound, Value: "1.00", Page: 1, Box: &pipeline.Box{0, 0, 1, 1}}},
		Missing:  []string{}, Masked: []string{},
	}
}

func sampleDocument() *pipeline.Document {
	confidence := 0.97
	return &pipeline.Document{
		ID: "doc_01jd3k8q", Tenant: "default", Source: "in/scan 17.pdf",
		Files: []pipeline.File{{Name: "scan 17.pdf", SHA256: "00", MediaType: "application/pdf", Bytes: 9, FirstPage: 1, PageCount: 1}},
		Pages: []*pipeline.Page{{Number: 1, State: pipeline.PageRead, TextFrom: pipeline.TextFromOCR, Width: 595.3, Height: 841.9, Unit: "pt"}},
		Extraction: &pipeline.Extraction{
			DocType: "receipt", Languages: []string{"de"}, Schema: "receipt.v1", Data: map[string]any{"total": "1.00"}, Confidence: &confidence,
			Fields: map[string]pipeline.Field{"/total": {
				State: pipeline.FieldFound, Confidence: &confidence, Source: pipeline.SourceOCR,
				Evidence:   []pipeline.Evidence{{Page: 1, Box: &pipeline.Box{0.1, 0.2, 0.3, 0.4}, Quote: "1,00"}},
				Candidates: []pipeline.Candidate{{Value: "7.00", Evidence: []pipeline.Evidence{}}},
			}},
			Reasons: []pipeline.Reason{{Code: pipeline.ReasonLowConfidence, Path: "/total", Page: 1, Detail: "d"}},
		},
		Checks:   &pipeline.Checks{Verdict: pipeline.Fail, AsOf: "2026-11-22", Packs: map[string]string{"p": "1.0.0"}, Counts: pipeline.Counts{Fail: 1}},
		Findings: []pipeline.Finding{sampleFinding()},
		Engine:   pipeline.Engine{Sandbox: "full", Strategy: "local"},
		Run:      pipeline.Run{ID: "run_01", ReceivedAt: time.Date(2026, 11, 22, 21, 0, 0, 0, time.UTC)},
	}
}

func TestContractResult(t *testing.T) {
	t.Parallel()
	s := contract(t, "result.v1")
	for name, r := range map[string]*pipeline.Result{
		"checked": pipeline.NewResult(sampleDocument(), 1, nil),
		"failed":  pipeline.NewResult(&pipeline.Document{ID: "doc_01", Tenant: "t"}, 1, pipeline.ErrEncrypted),
	} {
		if got := validate(t, s, roundTrip(t, r)); len(got) > 0 {
			t.Errorf("%s result violates: %v", name, got)
		}
	}
}

// Readers learn every key of an attempt from the contract.
func TestContractNamesAttempts(t *testing.T) {
	t.Parallel()
	d := sampleDocument()
	a := pipeline.Attempt{
		ID: "att_1", Task: "extract@1", Target: "small", Model: "m", Outcome: pipeline.OutcomeAnswered, LatencyMS: 9, InputTokens: 1, OutputTokens: 1,
		Cost: 2, PossiblyBilled: 1, Estimate: 3, Estimated: true, Batch: true, Recovered: true,
	}
	d.Run.Usage.Add(a)
	s := contract(t, "result.v1")
	if got := validate(t, s, roundTrip(t, pipeline.NewResult(d, 1, nil))); len(got) > 0 {
		t.Errorf("a result with an attempt violates: %v", got)
	}
	raw, err := os.ReadFile("result.v1.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var named map[string]any
	if err := json.Unmarshal(raw, &named); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"properties", "run", "properties", "usage", "properties", "attempts", "items", "properties"} {
		named = named[name].(map[string]any)
	}
	for key := range roundTrip(t, a).(map[string]any) {
		if named[key] == nil {
			t.Errorf("attempts carry %q, which the contract does not name", key)
		}
	}
}

func TestContractResultRefuses(t *testing.T) {
	t.Parallel()
	s := contract(t, "result.v1")
	r := pipeline.NewResult(sampleDocument(), 0, nil)
	r.Status = "perhaps"
	got := validate(t, s, roundTrip(t, r))
	want := []Violation{{"/status", "enum", ""}, {"/version", "minimum", ""}}
	compare(t, got, want)
}

func TestContractFinding(t *testing.T) {
	t.Parallel()
	if got := validate(t, contract(t, "finding.v1"), roundTrip(t, sampleFinding())); len(got) > 0 {
		t.Errorf("finding violates: %v", got)
	}
}

type asyncAPI struct {
	AsyncAPI string
	Channels map[string]struct {
		Address    string
		Parameters map[string]struct{ Enum []string }
	}
	Components struct {
		Messages map[string]struct {
			Examples []struct {
				Name    string
				Payload map[string]any
			}
		}
		Schemas map[string]map[string]any
	}
}

func readAsyncAPI(t *testing.T) asyncAPI {
	t.Helper()
	raw, err := os.ReadFile("asyncapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var doc asyncAPI
	if err := yaml.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestContractAsyncAPIExamples(t *testing.T) {
	t.Parallel()
	doc := readAsyncAPI(t)
	raw, err := json.Marshal(doc.Components.Schemas["event"])
	if err != nil {
		t.Fatal(err)
	}
	event, err := Parse("event", raw)
	if err != nil {
		t.Fatal(err)
	}
	finding, seen := contract(t, "finding.v1"), 0
	for _, m := range doc.Components.Messages {
		for _, e := range m.Examples {
			seen++
			data := roundTrip(t, e.Payload)
			if got := validate(t, event, data); len(got) > 0 {
				t.Errorf("example %s violates: %v", e.Name, got)
			}
			parsed := parseEvent(t, e.Payload)
			if strings.HasPrefix(parsed.Type, "docpipe.finding.") {
				if got := validate(t, finding, data.(map[string]any)["data"]); len(got) > 0 {
					t.Errorf("example %s: its finding violates: %v", e.Name, got)
				}
			}
		}
	}
	if seen == 0 {
		t.Error("no examples")
	}
}

// parseEvent reads an example as Go subscribers do.
func parseEvent(t *testing.T, payload map[string]any) pipeline.Event {
	t.Helper()
	raw, err := json.Marshal(payload)
	if err != nil {
		t.Fatal(err)
	}
	var e pipeline.Event
	if err := json.Unmarshal(raw, &e); err != nil {
		t.Fatal(err)
	}
	if e.SpecVersion != "1.0" || e.ID == "" || e.Tenant == "" || e.Sequence == "" || len(e.Data) == 0 {
		t.Errorf("event = %+v, want every attribute", e)
	}
	return e
}

// Each type of event that the program knows has a channel, and each step of a channel a type.
func TestContractAsyncAPIChannels(t *testing.T) {
	t.Parallel()
	doc := readAsyncAPI(t)
	known := []string{
		pipeline.EventReceived, pipeline.EventPrepared, pipeline.EventExtracted, pipeline.EventChecked,
		pipeline.EventResult, pipeline.EventReviewed, pipeline.EventFailed, pipeline.EventCancelled, pipeline.EventErased,
		pipeline.EventRaised, pipeline.EventResolved, pipeline.EventDecided,
	}
	steps := map[string][]string{
		"document": doc.Channels["document"].Parameters["step"].Enum,
		"finding":  doc.Channels["finding"].Parameters["transition"].Enum,
	}
	var told []string
	for noun, verbs := range steps {
		for _, v := range verbs {
			told = append(told, "docpipe."+noun+"."+v+".v1")
		}
	}
	sameSet(t, told, known)
	for name, c := range doc.Channels {
		for _, p := range regexp.MustCompile(`\{(\w+)\}`).FindAllStringSubmatch(c.Address, -1) {
			if _, ok := c.Parameters[p[1]]; !ok {
				t.Errorf("channel %s: {%s} is not described", name, p[1])
			}
		}
	}
}
