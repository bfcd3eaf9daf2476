package task

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	"docpipe/extractors/model"
	"docpipe/pipeline"
	"docpipe/schemas"
)

// shape derives the schema of the answer, for each way to ask for JSON once.
func (x *extraction) shape(leaves []string, paged bool) *shape {
	return &shape{name: "fields", schema: remembered(func(mode model.JSONMode) (json.RawMessage, error) {
		parts, err := x.schema.Safe(x.profile(mode, leaves, paged))
		if err != nil {
			return nil, err
		}
		if len(parts) != 1 {
			return nil, fmt.Errorf("the fields take %d schemas in mode %s: %w", len(parts), mode, pipeline.ErrSchemaInvalid)
		}
		return parts[0].Schema, nil
	})}
}

// remembered derives a schema once for each mode.
func remembered(derive func(model.JSONMode) (json.RawMessage, error)) func(model.JSONMode) (json.RawMessage, error) {
	var mu sync.Mutex
	known := map[model.JSONMode]json.RawMessage{}
	return func(mode model.JSONMode) (json.RawMessage, error) {
		mu.Lock()
		defer mu.Unlock()
		if raw, ok := known[mode]; ok {
			return raw, nil
		}
		raw, err := derive(mode)
		if err == nil {
			known[mode] = raw
		}
		return raw, err
	}
}

// profile is how the answer's schema is derived: each leaf with its quote, each row with the
// line that it begins on.
func (x *extraction) profile(mode model.JSONMode, open []string, paged bool) schemas.Profile {
	p := schemas.Strict()
	switch mode {
	case model.JSONTool:
		p = schemas.Tool()
	case model.JSONObject, model.JSONPrompt:
		p = schemas.Minimal()
	}
	p.Open, p.Languages = open, slices.Concat(x.languages, []string{"en"})
	p.Leaf = func(pointer string, leaf json.RawMessage) json.RawMessage {
		if inRow(pointer) && !x.unprinted[pointer] {
			return leaf
		}
		return quotedLeaf(leaf, paged && !inRow(pointer))
	}
	p.Row = func(string) (string, json.RawMessage) { return "at", json.RawMessage(`{"type":"string"}`) }
	return p
}

// inRow reports whether a leaf is a cell of a row.
func inRow(pointer string) bool {
	return strings.Contains(pointer, "/*/") && !strings.HasSuffix(pointer, "/*")
}

// unprinted are the cells whose values are seldom printed as they are: codes and truths. They
// need a quote even in a row.
func unprinted(s *schemas.Schema) map[string]bool {
	all := map[string]bool{}
	for _, n := range s.Leaves() {
		all[n.Pointer] = len(n.Enum) > 0 || slices.Contains(n.Types, "boolean") || slices.Contains([]string{"country", "currency", "language"}, n.Format)
	}
	return all
}

// quotedLeaf is a leaf with its quote, and with its page where several are shown.
func quotedLeaf(leaf json.RawMessage, paged bool) json.RawMessage {
	properties, required := `"v":`+string(leaf)+`,"q":{"type":"string"}`, `"v","q"`
	if paged {
		properties, required = properties+`,"p":{"type":"integer"}`, required+`,"p"`
	}
	return json.RawMessage(`{"type":"object","properties":{` + properties + `},"required":[` + required + `],"additionalProperties":false}`)
}

// checker holds answers to the derived schema, as far as it can be told to any provider. What
// is missing counts as null, what nobody asked for as nothing. Whether quotes are on the page is
// no reason to ask again: what cannot be found is not believed.
func checker(s *shape) func(any) []string {
	derived := sync.OnceValues(func() (*schemas.Schema, error) {
		raw, err := s.schema(model.JSONPrompt)
		if err != nil {
			return nil, err
		}
		return schemas.Parse("answer", raw)
	})
	return func(answer any) []string {
		d, err := derived()
		if err != nil {
			return []string{err.Error()}
		}
		violations, err := d.Validate(context.Background(), complete(d.Root, answer))
		if err != nil {
			return []string{err.Error()}
		}
		var wrong []string
		for _, v := range violations {
			wrong = append(wrong, v.Pointer+" "+v.Detail)
		}
		return wrong
	}
}

// complete gives an answer exactly the properties that were asked for.
func complete(n *schemas.Node, answer any) any {
	switch answer := answer.(type) {
	case map[string]any:
		group := map[string]any{}
		for _, p := range n.Properties {
			group[p.Name] = complete(p, answer[p.Name])
		}
		return group
	case []any:
		list := make([]any, len(answer))
		for i, e := range answer {
			list[i] = e
			if n.Items != nil {
				list[i] = complete(n.Items, e)
			}
		}
		return list
	}
	return answer
}
