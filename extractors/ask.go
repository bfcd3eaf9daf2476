package extractors

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"docpipe/pipeline"
	"docpipe/schemas"
)

// Strategies: who reads a document.
const (
	StrategyLocal  = "local"  // exact readers and the local one
	StrategyModel  = "model"  // exact readers and the model; the local one only agrees or contradicts
	StrategyHybrid = "hybrid" // all readers, then the model where a person would have to look
)

// ask asks the model as the document's strategy wants it, and reports whether it was asked.
// The budget's end leaves what was paid for. When no model can be reached now, the error ends
// the stage: a local result in its place would be another one than was asked for.
func (x stage) ask(ctx context.Context, d *pipeline.Document, s *schemas.Schema, e *pipeline.Extraction, claims []Claim) (more []Claim, asked bool, err error) {
	var open []string
	switch {
	case d.Settings.Strategy == StrategyModel && x.model == nil:
		return nil, false, fmt.Errorf("strategy %s: no model is configured: set up models.targets, or use --strategy local: %w", StrategyModel, pipeline.ErrInvalid)
	case d.Settings.Strategy == StrategyModel:
		open, err = x.unsure(ctx, d, s, slices.DeleteFunc(slices.Clone(claims), func(c Claim) bool { return c.witness }))
	case d.Settings.Strategy == StrategyHybrid && x.model != nil:
		open, err = x.wanting(ctx, d, s, claims)
	}
	if err != nil {
		return nil, false, err
	}
	if len(open) == 0 {
		return nil, false, nil
	}
	more, err = x.model.Read(ctx, d, s, open)
	switch {
	case err == nil:
	case ctx.Err() != nil && context.Cause(ctx) != ctx.Err():
		return nil, false, context.Cause(ctx)
	case ctx.Err() != nil:
		return nil, false, fmt.Errorf("model: %w", err) // it may know what the time went by with
	case !withoutModel(e, err):
		return nil, false, fmt.Errorf("model: %w", err)
	}
	return more, true, nil
}

// withoutModel notes why a document goes on without a model's answer. It returns false when it
// must not: later there may be one.
func withoutModel(e *pipeline.Extraction, err error) bool {
	switch kind := pipeline.KindOf(err); {
	case errors.Is(err, pipeline.ErrBudgetExhausted):
		e.Reasons = append(e.Reasons, pipeline.Reason{Code: pipeline.ReasonBudget, Detail: err.Error()})
	case kind == pipeline.ErrInvalid, kind == pipeline.ErrSchemaInvalid:
		e.Reasons = append(e.Reasons, pipeline.Reason{Code: ReasonReaderFailed, Detail: "model: " + err.Error()})
	default:
		return false
	}
	return true
}

// Opens reports whether a list of open pointers holds this one, as a whole or in part; nil
// holds everything.
func Opens(open []string, pointer string) bool {
	return open == nil || slices.ContainsFunc(open, func(o string) bool {
		return o == pointer || strings.HasPrefix(pointer, o+"/") || strings.HasPrefix(o, pointer+"/")
	})
}
