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
			if err := l.SaveSchema(t.Context(), "acme", "order.v1", "h1", []byte(`{}`)); err != nil {
				t.Errorf("SaveSchema: %v", err)
			}
		}
		if err := l.SaveSchema(t.Context(), "acme", "order.v1", "h2", []byte(`[]`)); !errors.Is(err, pipeline.ErrSchemaExists) {
			t.Errorf("SaveSchema of other bytes = %v, want ErrSchemaExists", err)
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

// What a stage may hand in that is not an outcome of the claim is refused.
func TestCommitRefusesNonsense(t *testing.T) {
	onEach(t, func(t *testing.T, cfg ledger.Config) {
		l := open(t, cfg)
		accept(t, l, "acme")
		c := claim(t, l)
		for name, o := range map[string]pipeline.Outcome{
			"neither":          {Document: c.Document},
			"both":             {Document: c.Document, Next: "extract", Result: pipeline.NewResult(c.Document, 0, nil)},
			"another document": {Document: document("acme"), Next: "extract"},
			"no document":      {Next: "extract"},
		} {
			if err := l.Commit(t.Context(), c, o); !errors.Is(err, pipeline.ErrInvalid) {
				t.Errorf("Commit with %s = %v, want ErrInvalid", name, err)
			}
		}
		finish(t, l, c)
	})
}
