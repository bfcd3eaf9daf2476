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
