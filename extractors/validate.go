package extractors

import (
	"context"
	"fmt"

	"docpipe/pipeline"
	"docpipe/schemas"
)

// validate checks the data against the user's own schema. A value that violates it leaves the
// data and is offered as a candidate; what is left may then be valid. Missing required fields
// are told by [stage.doubt].
func validate(ctx context.Context, s *schemas.Schema, e *pipeline.Extraction) error {
	told := map[string]bool{}
	for range 3 {
		violations, err := s.Validate(ctx, e.Data)
		if err != nil {
			return fmt.Errorf("validate against %s: %w", s.ID, err)
		}
		moved := false
		for _, v := range violations {
			if v.Keyword == "required" {
				continue
			}
			if key := v.Pointer + " " + v.Keyword; !told[key] {
				told[key] = true
				e.Reasons = append(e.Reasons, pipeline.Reason{Code: pipeline.ReasonSchemaViolation,
					Path: v.Pointer, Detail: v.Keyword + ": " + v.Detail})
			}
			moved = withdraw(e, v) || moved
		}
		if !moved {
			return nil
		}
	}
	return nil
}

// withdraw takes one invalid value out of the data. Values that are rows themselves stay, so
// that the other rows keep their numbers.
func withdraw(e *pipeline.Extraction, v schemas.Violation) bool {
	f, ok := e.Fields[v.Pointer]
	if !ok || f.State != pipeline.FieldFound {
		return false
	}
	path := tokens(v.Pointer)
	var at any = e.Data
	for _, t := range path[:len(path)-1] {
		switch node := at.(type) {
		case map[string]any:
			at = node[t]
		case []any:
			i, _ := row(t)
			at = node[i]
		}
	}
	group, ok := at.(map[string]any)
	if !ok {
		return false
	}
	last := path[len(path)-1]
	offered := pipeline.Candidate{Value: group[last], Confidence: f.Confidence, Evidence: f.Evidence}
	delete(group, last)
	f.State, f.Confidence, f.Evidence = pipeline.FieldNotFound, nil, []pipeline.Evidence{}
	f.Reason = "the value violates the schema: " + v.Keyword
	f.Candidates = append([]pipeline.Candidate{offered}, f.Candidates...)
	e.Fields[v.Pointer] = f
	return true
}
