package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"go.opentelemetry.io/contrib/exporters/autoexport"
	"go.opentelemetry.io/otel/metric"
	metricnoop "go.opentelemetry.io/otel/metric/noop"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	semconv "go.opentelemetry.io/otel/semconv/v1.41.0"
	"go.opentelemetry.io/otel/trace"
	tracenoop "go.opentelemetry.io/otel/trace/noop"
)

// telemetry sends traces and metrics where the usual OTEL_* variables say. It never carries
// content of documents.
type telemetry struct {
	tracer   trace.Tracer
	meter    metric.Meter
	shutdown []func(context.Context) error
}

const telemetryScope = "docpipe"

// startTelemetry does nothing unless a variable asks for it: the exporters' own default is to
// try a collector on this machine.
func startTelemetry(ctx context.Context, environ []string) (*telemetry, error) {
	t := &telemetry{
		tracer: tracenoop.NewTracerProvider().Tracer(telemetryScope),
		meter:  metricnoop.NewMeterProvider().Meter(telemetryScope),
	}
	v := variablesOf(environ)
	if strings.EqualFold(v["OTEL_SDK_DISABLED"], "true") {
		return t, nil
	}
	here, err := resource.New(ctx, resource.WithAttributes(semconv.ServiceName("docpipe"), semconv.ServiceVersion(version)), resource.WithFromEnv())
	if err != nil {
		return t, usagef("OTEL_RESOURCE_ATTRIBUTES: %w", err)
	}
	if v.exports("TRACES") {
		if err := t.traces(ctx, here); err != nil {
			return t, err
		}
	}
	if v.exports("METRICS") {
		err = t.metrics(ctx, here)
	}
	return t, err
}

// exports reports whether a variable names where signal goes.
func (v variables) exports(signal string) bool {
	if exporter := v["OTEL_"+signal+"_EXPORTER"]; exporter != "" {
		return exporter != "none"
	}
	return v["OTEL_EXPORTER_OTLP_ENDPOINT"] != "" || v["OTEL_EXPORTER_OTLP_"+signal+"_ENDPOINT"] != ""
}

func (t *telemetry) traces(ctx context.Context, here *resource.Resource) error {
	exporter, err := autoexport.NewSpanExporter(ctx)
	if err != nil {
		return usagef("OTEL_TRACES_EXPORTER, OTEL_EXPORTER_OTLP_*: %w", err)
	}
	p := sdktrace.NewTracerProvider(sdktrace.WithBatcher(exporter), sdktrace.WithResource(here))
	t.tracer, t.shutdown = p.Tracer(telemetryScope), append(t.shutdown, p.Shutdown)
	return nil
}

func (t *telemetry) metrics(ctx context.Context, here *resource.Resource) error {
	reader, err := autoexport.NewMetricReader(ctx)
	if err != nil {
		return usagef("OTEL_METRICS_EXPORTER, OTEL_EXPORTER_OTLP_*: %w", err)
	}
	p := sdkmetric.NewMeterProvider(sdkmetric.WithReader(reader), sdkmetric.WithResource(here))
	t.meter, t.shutdown = p.Meter(telemetryScope), append(t.shutdown, p.Shutdown)
	return nil
}

// lastSend bounds how long a collector that is away holds up the end.
const lastSend = 5 * time.Second

// close sends what is left. Its error says that the collector did not take it.
func (t *telemetry) close() error {
	ctx, cancel := context.WithTimeout(context.Background(), lastSend)
	defer cancel()
	var errs []error
	for _, stop := range t.shutdown {
		errs = append(errs, stop(ctx))
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("the collector of OTEL_EXPORTER_OTLP_ENDPOINT did not take the last traces or metrics: %w", err)
	}
	return nil
}
