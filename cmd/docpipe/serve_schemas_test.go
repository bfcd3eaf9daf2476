package main

import (
	"errors"
	"path/filepath"
	"testing"

	"docpipe/pipeline"
	"docpipe/pipeline/ledger"
	"docpipe/schemas"
)

func TestTenantSchemas_names_of_shipped_schemas_are_taken(t *testing.T) {
	t.Parallel()
	config := ledger.DefaultConfig()
	config.Path, config.MasterKey = filepath.Join(t.TempDir(), "ledger.db"), make([]byte, 32)
	l, err := ledger.Open(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	registry, err := schemas.NewRegistry()
	if err != nil {
		t.Fatal(err)
	}
	own := &tenantSchemas{registry: registry, ledger: l}
	for id, want := range map[string]error{
		"invoice.v1": pipeline.ErrSchemaExists, "invoice.v2": pipeline.ErrInvalid, "auto.v1": pipeline.ErrInvalid, "order_line.v1": nil,
	} {
		if _, err := own.Put(t.Context(), "acme", id, []byte(`{"type":"object"}`)); !errors.Is(err, want) {
			t.Errorf("Put %s = %v, want %v", id, err, want)
		}
	}
	if s, err := own.Get(t.Context(), "acme", "order_line"); err != nil || s.ID != "order_line.v1" {
		t.Errorf("Get order_line = %v, %v, want order_line.v1", s, err)
	}
	if _, err := own.Get(t.Context(), "other", "order_line"); !errors.Is(err, pipeline.ErrSchemaUnknown) {
		t.Errorf("Get by another tenant = %v, want ErrSchemaUnknown", err)
	}
}
