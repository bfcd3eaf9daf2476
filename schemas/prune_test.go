package schemas

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPrune(t *testing.T) {
	t.Parallel()
	s, err := Parse("x.v1", []byte(`{"properties":{"a":{"type":["string","null"]},"b":{"type":"string"},
		"g":{"properties":{"x":{"type":"string"}}},"l":{"items":{"properties":{"x":{"type":"string"}}}}},"required":["a"]}`))
	if err != nil {
		t.Fatal(err)
	}
	data := map[string]any{"a": nil, "b": nil, "g": map[string]any{"x": nil}, "l": []any{map[string]any{"x": "1"}, map[string]any{"x": nil}, nil}, "other": nil}
	want := map[string]any{"a": nil, "l": []any{map[string]any{"x": "1"}}}
	if diff := cmp.Diff(any(want), s.Prune(data)); diff != "" {
		t.Errorf("pruned (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(any(map[string]any{}), s.Prune([]any{nil})); diff != "" {
		t.Errorf("pruned list (-want +got):\n%s", diff)
	}
}
