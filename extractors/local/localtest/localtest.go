// Package localtest reads documents for the tests of the rooms of [local], with all rooms together.
package localtest

import (
	"sync"
	"testing"

	"docpipe/extractors"
	"docpipe/extractors/local"
	"docpipe/pipeline"
	"docpipe/schemas"
)

// Claims reads pages with a shipped schema.
func Claims(t *testing.T, schema string, d *pipeline.Document) map[string]extractors.Claim {
	t.Helper()
	registry, r := Shipped(t)
	s, err := registry.Get(schema)
	if err != nil {
		t.Fatal(err)
	}
	return ByPointer(t, r, d, s)
}

// ByPointer reads a document with any schema and returns its claims by their JSON pointer.
func ByPointer(t *testing.T, r *local.Reader, d *pipeline.Document, s *schemas.Schema) map[string]extractors.Claim {
	t.Helper()
	claims, err := r.Extract(t.Context(), d, s)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]extractors.Claim{}
	for _, c := range claims {
		all[c.Pointer] = c
	}
	return all
}

var registryOnce = sync.OnceValues(schemas.NewRegistry)

// Reader is shared by the tests: a reader is safe for concurrent use.
var Reader = sync.OnceValue(func() *local.Reader {
	registry, _ := registryOnce()
	return local.New(local.Config{Types: registry.List()})
})

// Shipped returns the shipped schemas and a reader that tells them apart.
func Shipped(tb testing.TB) (*schemas.Registry, *local.Reader) {
	tb.Helper()
	registry, err := registryOnce()
	if err != nil {
		tb.Fatal(err)
	}
	return registry, Reader()
}
