package ledger_test

import (
	"errors"
	"slices"
	"testing"

	"docpipe/pipeline"
	"docpipe/pipeline/ledger"
)

func TestSchemasNeverChange(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		for range 2 {
			if err := l.PutSchema(t.Context(), "acme", "order.v1", "h1", []byte(`{}`)); err != nil {
				t.Errorf("PutSchema: %v", err)
			}
		}
		if err := l.PutSchema(t.Context(), "acme", "order.v1", "h2", []byte(`[]`)); !errors.Is(err, pipeline.ErrSchemaExists) {
			t.Errorf("PutSchema of other bytes = %v, want ErrSchemaExists", err)
		}
		if raw, err := l.Schema(t.Context(), "acme", "order.v1"); err != nil || string(raw) != `{}` {
			t.Errorf("Schema = %s, %v, want the first bytes", raw, err)
		}
		if ids, err := l.Schemas(t.Context(), "acme"); err != nil || !slices.Equal(ids, []string{"order.v1"}) {
			t.Errorf("Schemas = %v, %v, want order.v1", ids, err)
		}
		if _, err := l.Schema(t.Context(), "globex", "order.v1"); !errors.Is(err, pipeline.ErrSchemaUnknown) {
			t.Errorf("Schema of another tenant = %v, want ErrSchemaUnknown", err)
		}
	})
}
