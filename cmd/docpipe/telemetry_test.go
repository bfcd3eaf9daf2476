package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"

	"docpipe/extractors/model"
	"docpipe/pipeline"
)

func TestModelSpansFollowTheConventions(t *testing.T) {
	t.Parallel()
	spans := tracetest.NewSpanRecorder()
	quiet, err := startTelemetry(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	quiet.tracer = sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(spans)).Tracer("test")
	var cost float64
	o, err := newModelObserver(quiet, func(_ string, usd float64) { cost += usd })
	if err != nil {
		t.Fatal(err)
	}
	d := &pipeline.Document{ID: "doc_1", Tenant: "acme", Source: "canary.pdf"}
	ctx, endCall := o.Call(t.Context(), model.Call{Document: d, Task: "extract@1"})
	_, endAttempt := o.Attempt(ctx, model.Sending{
		Target: model.Target{Name: "small", Model: "m-1", Provider: "mistral_ai", Server: "api.example"}, Task: "extract@1", Attempt: 2, FallbackFrom: "big",
	})
	endAttempt(model.Sent{
		Attempt:    pipeline.Attempt{Outcome: pipeline.OutcomeAnswered, InputTokens: 1000, OutputTokens: 50, Cost: 1500},
		ResponseID: "r-1", ResponseModel: "m-1-2026", Finish: model.FinishStop,
	})
	endCall(model.Answer{}, fmt.Errorf("canary in an error: %w", pipeline.ErrProviderUnavailable))

	ended := spans.Ended()
	if len(ended) != 2 || ended[0].Name() != "chat m-1" || ended[0].SpanKind() != trace.SpanKindClient || ended[0].Parent().SpanID() != ended[1].SpanContext().SpanID() {
		t.Fatalf("spans = %v, want a client span inside the span of its call", ended)
	}
	got := map[string]string{}
	for _, a := range ended[0].Attributes() {
		got[string(a.Key)] = a.Value.String()
	}
	for key, want := range map[string]string{
		"gen_ai.operation.name": "chat", "gen_ai.provider.name": "mistral_ai", "gen_ai.request.model": "m-1", "gen_ai.response.model": "m-1-2026",
		"gen_ai.response.id": "r-1", "gen_ai.usage.input_tokens": "1000", "gen_ai.usage.output_tokens": "50", "server.address": "api.example",
		"docpipe.llm.cost_usd": "0.0015", "docpipe.llm.attempt": "2", "docpipe.llm.fallback_from": "big",
	} {
		if got[key] != want {
			t.Errorf("attribute %s = %q, want %q", key, got[key], want)
		}
	}
	if cost != 0.0015 {
		t.Errorf("counted %v USD, want 0.0015", cost)
	}
	for _, s := range ended {
		if text := fmt.Sprint(s.Name(), s.Attributes(), s.Status(), s.Events()); strings.Contains(text, "canary") {
			t.Errorf("content of a document is in a span: %s", text)
		}
	}
}

func TestTelemetryIsSentOnlyWhenAsked(t *testing.T) {
	// The exporters read the process's environment, so this test cannot run beside others.
	var posts atomic.Int64
	collector := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { posts.Add(1) }))
	defer collector.Close()
	for _, c := range []struct {
		endpoint string
		want     bool
	}{{"", false}, {collector.URL, true}} {
		t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", c.endpoint)
		tel, err := startTelemetry(t.Context(), []string{"OTEL_EXPORTER_OTLP_ENDPOINT=" + c.endpoint})
		if err != nil {
			t.Fatal(err)
		}
		_, span := tel.tracer.Start(t.Context(), "something")
		span.End()
		if err := tel.close(); err != nil {
			t.Errorf("close: %v", err)
		}
		if got := posts.Load() > 0; got != c.want {
			t.Errorf("with endpoint %q the collector heard %d times, want any: %v", c.endpoint, posts.Load(), c.want)
		}
	}
}
