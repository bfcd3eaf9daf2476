package compliance

import (
	"strings"
	"testing"

	"docpipe/pipeline"
	"docpipe/schemas"
)

// A rule that asks for a field which the shipped schema does not have would silently never
// apply.
func TestPacks_fields_are_in_the_shipped_schemas(t *testing.T) {
	t.Parallel()
	registry, err := schemas.NewRegistry()
	if err != nil {
		t.Fatal(err)
	}
	cfg := DefaultConfig()
	for _, p := range Packs(cfg) {
		for _, doctype := range p.DocTypes {
			shape, err := registry.Get(doctype)
			if err != nil {
				t.Fatal(err)
			}
			e := unread(shape)
			for _, r := range p.Rules {
				f := newFacts(e, cfg, noon())
				if r.ForEach != "" {
					f = f.row(r.ForEach + "/0")
				}
				r.Check(f)
				if len(f.log.absent) > 0 {
					t.Errorf("%s asks %s for %v", r.ID, shape.ID, f.log.absent)
				}
			}
		}
	}
}

// unread is an extraction that found nothing: every leaf is there, lists with one row.
func unread(s *schemas.Schema) *pipeline.Extraction {
	e := &pipeline.Extraction{DocType: s.DocType, Fields: map[string]pipeline.Field{}}
	for _, leaf := range s.Leaves() {
		e.Fields[strings.ReplaceAll(leaf.Pointer, "*", "0")] = pipeline.Field{State: pipeline.FieldNotFound}
	}
	return e
}
