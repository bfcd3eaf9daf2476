package main

import (
	"context"
	"errors"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/metric"
	semconv "go.opentelemetry.io/otel/semconv/v1.41.0"
	"go.opentelemetry.io/otel/semconv/v1.41.0/genaiconv"
	"go.opentelemetry.io/otel/trace"

	"docpipe/extractors/model"
	"docpipe/pipeline"
)

// modelObserver makes spans and metrics of model calls by OpenTelemetry's conventions for
// generative AI (semantic conventions 1.41). It gets no content, and adds none.
type modelObserver struct {
	tracer   trace.Tracer
	tokens   genaiconv.ClientTokenUsage
	duration genaiconv.ClientOperationDuration
	cost     metric.Float64Counter
	spent    func(model string, usd float64) // the Prometheus counter; may be nil
}

var _ model.Observer = (*modelObserver)(nil)

func newModelObserver(t *telemetry, spent func(model string, usd float64)) (*modelObserver, error) {
	tokens, err1 := genaiconv.NewClientTokenUsage(t.meter)
	duration, err2 := genaiconv.NewClientOperationDuration(t.meter)
	cost, err3 := t.meter.Float64Counter("docpipe.llm.cost", metric.WithUnit("{USD}"), metric.WithDescription("Money spent on model calls."))
	o := &modelObserver{tracer: t.tracer, tokens: tokens, duration: duration, cost: cost, spent: spent}
	return o, errors.Join(err1, err2, err3)
}

// Call implements model.Observer: one span for a question, whatever it takes to answer it.
func (o *modelObserver) Call(ctx context.Context, c model.Call) (context.Context, func(model.Answer, error)) {
	ctx, span := o.tracer.Start(ctx, "docpipe "+c.Task, trace.WithAttributes(
		attribute.String("docpipe.task", c.Task), attribute.String("docpipe.document", c.Document.Payer()),
		attribute.String("docpipe.tenant", c.Document.Tenant)))
	return ctx, func(a model.Answer, err error) {
		span.SetAttributes(attribute.Bool("docpipe.llm.cached", a.Cached))
		finish(span, err)
	}
}

// finish ends a span with the kind of its error: an error's own words may quote a provider.
func finish(span trace.Span, err error) {
	if k := pipeline.KindOf(err); k != nil {
		span.SetStatus(codes.Error, k.Title)
		span.SetAttributes(semconv.ErrorTypeKey.String(k.Code))
	}
	span.End()
}

// Attempt implements model.Observer: one span of kind CLIENT for a request.
func (o *modelObserver) Attempt(ctx context.Context, s model.Sending) (context.Context, func(model.Sent)) {
	ctx, span := o.tracer.Start(ctx, "chat "+s.Target.Model, trace.WithSpanKind(trace.SpanKindClient), trace.WithAttributes(sending(s)...))
	start := time.Now()
	return ctx, func(sent model.Sent) {
		o.count(ctx, s, sent, time.Since(start))
		span.SetAttributes(received(sent)...)
		if sent.Outcome != pipeline.OutcomeAnswered {
			span.SetStatus(codes.Error, sent.Outcome)
			span.SetAttributes(semconv.ErrorTypeKey.String(sent.Outcome))
		}
		span.End()
	}
}

func sending(s model.Sending) []attribute.KeyValue {
	attrs := []attribute.KeyValue{
		semconv.GenAIOperationNameChat, semconv.GenAIProviderNameKey.String(s.Target.Provider),
		semconv.GenAIRequestModel(s.Target.Model), semconv.ServerAddress(s.Target.Server),
		attribute.String("docpipe.task", s.Task), attribute.String("docpipe.llm.target", s.Target.Name),
		attribute.Int("docpipe.llm.attempt", s.Attempt), attribute.String("docpipe.llm.json", string(s.JSON)),
		attribute.Bool("docpipe.llm.images", s.Images), attribute.Float64("docpipe.llm.reserved_usd", usd(s.Worst)),
	}
	if s.FallbackFrom != "" {
		attrs = append(attrs, attribute.String("docpipe.llm.fallback_from", s.FallbackFrom))
	}
	return attrs
}

func received(s model.Sent) []attribute.KeyValue {
	attrs := []attribute.KeyValue{
		semconv.GenAIUsageInputTokens(s.InputTokens), semconv.GenAIUsageOutputTokens(s.OutputTokens),
		attribute.String("docpipe.llm.outcome", s.Outcome), attribute.Float64("docpipe.llm.cost_usd", usd(s.Cost)),
		attribute.Float64("docpipe.llm.possibly_billed_usd", usd(s.PossiblyBilled)),
	}
	if s.ResponseModel != "" {
		attrs = append(attrs, semconv.GenAIResponseModel(s.ResponseModel), semconv.GenAIResponseID(s.ResponseID),
			semconv.GenAIResponseFinishReasons(string(s.Finish)))
	}
	if s.Status != 0 {
		attrs = append(attrs, semconv.HTTPResponseStatusCode(s.Status))
	}
	return attrs
}

func (o *modelObserver) count(ctx context.Context, s model.Sending, sent model.Sent, took time.Duration) {
	provider := genaiconv.ProviderNameAttr(s.Target.Provider)
	about := []attribute.KeyValue{semconv.GenAIRequestModel(s.Target.Model), semconv.ServerAddress(s.Target.Server)}
	o.tokens.Record(ctx, int64(sent.InputTokens), genaiconv.OperationNameChat, provider, genaiconv.TokenTypeInput, about...)
	o.tokens.Record(ctx, int64(sent.OutputTokens), genaiconv.OperationNameChat, provider, genaiconv.TokenTypeOutput, about...)
	o.cost.Add(ctx, usd(sent.Cost), metric.WithAttributes(about...))
	if o.spent != nil {
		o.spent(s.Target.Model, usd(sent.Cost))
	}
	if sent.Outcome != pipeline.OutcomeAnswered {
		about = append(about, semconv.ErrorTypeKey.String(sent.Outcome))
	}
	o.duration.Record(ctx, took.Seconds(), genaiconv.OperationNameChat, provider, about...)
}

// usd is money for metrics, where six decimals are enough.
func usd(m pipeline.Micros) float64 { return float64(m) / 1e6 }
