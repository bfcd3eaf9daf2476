package main

import "testing"

func TestOffline(t *testing.T) {
	t.Parallel()
	for address, here := range map[string]bool{
		"":                                             true,
		"nats://127.0.0.1:4222":                        true,
		"nats://127.0.0.1:1,nats://[::1]:2":            true,
		"nats://127.0.0.1:1,nats://10.0.0.1:2":         false,
		"postgres://user@localhost/docpipe":            true,
		"postgres:///docpipe?host=/run/postgresql":     true,
		"postgres://db.example/docpipe":                false,
		"s3://bucket?region=eu-west-1":                 false,
		"s3://bucket?endpoint=http://127.0.0.1:9000":   true,
		"s3://bucket?endpoint=https://storage.example": false,
		"file:///var/lib/docpipe/blobs":                true,
		"https://docpipe.example":                      false,
	} {
		if err := (&globals{offline: true}).mayReach("it", address); (err == nil) != here {
			t.Errorf("offline to %q = %v, want allowed: %v", address, err, here)
		}
		if err := (&globals{}).mayReach("it", address); err != nil {
			t.Errorf("online to %q = %v, want allowed", address, err)
		}
	}
}

func TestOffline_looks_at_where_traces_go(t *testing.T) {
	t.Parallel()
	g := &globals{offline: true}
	for variable, here := range map[string]bool{
		"OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4318":              true,
		"OTEL_EXPORTER_OTLP_ENDPOINT=http://collector.example:4318":      false,
		"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://192.0.2.1/v1/traces":  false,
		"OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=http://192.0.2.1/v1/metric": false,
	} {
		if err := g.mayTell([]string{variable}); (err == nil) != here {
			t.Errorf("offline with %s = %v, want allowed: %v", variable, err, here)
		}
	}
}
