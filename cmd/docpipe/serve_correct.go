package main

import (
	"context"
	"fmt"

	"docpipe/pipeline"
)

// mayCorrect refuses values that the document's schema does not allow where they stand. What is
// wrong elsewhere was wrong before.
func (t *tenantSchemas) mayCorrect(ctx context.Context, d *pipeline.Document, values map[string]any) error {
	s, err := t.Get(ctx, d.Tenant, d.Extraction.Schema)
	if err != nil {
		return err
	}
	violations, err := s.Validate(ctx, d.Extraction.Data)
	if err != nil {
		return err
	}
	for _, v := range violations {
		if _, ours := values[v.Pointer]; ours {
			return fmt.Errorf("%s does not allow %s to be so: %s: %w", s.ID, v.Pointer, v.Detail, pipeline.ErrInvalid)
		}
	}
	return nil
}
