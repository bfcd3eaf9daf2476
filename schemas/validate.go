package schemas

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/xeipuuv/gojsonschema"

	"docpipe/pipeline"
)

// maxValidation is the longest that [Schema.Validate] waits, whatever the context says. The
// meter has refused what takes long; this is the second fence.
const maxValidation = 30 * time.Second

// Validate checks data against the schema and returns what it violates, sorted by pointer,
// nil when it is valid. Data is what [Decode] returns, or the same built by hand: maps,
// slices of any, strings, json.Numbers, bools, nil; Go's numbers are accepted too.
//
// The error is not about the data's meaning: [pipeline.ErrInvalid] for data that is no JSON,
// too deep, or that would take the schema too many steps; the context's error when its end
// comes first, [pipeline.ErrTimeout] after 30 seconds.
func (s *Schema) Validate(ctx context.Context, data any) ([]Violation, error) {
	clean, refused, err := inspect(data)
	if err != nil {
		return nil, fmt.Errorf("validate against %s: %w: %w", s.ID, err, pipeline.ErrInvalid)
	}
	if len(refused) > 0 {
		return refused, nil
	}
	if err := measure(s.shape, clean); err != nil {
		return nil, fmt.Errorf("validate against %s: %w: %w", s.ID, err, pipeline.ErrInvalid)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, maxValidation,
		fmt.Errorf("%w: the validator did not end in %v", pipeline.ErrTimeout, maxValidation))
	defer cancel()
	list, err := s.run(ctx, clean)
	if err != nil {
		return nil, fmt.Errorf("validate against %s: %w", s.ID, err)
	}
	return list, nil
}

// run validates in a goroutine of its own, which cannot be stopped: after the deadline it
// ends by itself within the steps that the meter allowed.
func (s *Schema) run(ctx context.Context, data any) ([]Violation, error) {
	type outcome struct {
		list []Violation
		err  error
	}
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	done := make(chan outcome, 1)
	go func() {
		list, err := guardedRun(s.compiled, data)
		done <- outcome{list, err}
	}()
	select {
	case o := <-done:
		return o.list, o.err
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// guardedRun turns a panic of the validator into an error.
func guardedRun(c *gojsonschema.Schema, data any) (list []Violation, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the validator gave up: %v: %w", r, pipeline.ErrInternal)
		}
	}()
	result, err := c.Validate(gojsonschema.NewRawLoader(data))
	if err != nil {
		return nil, err
	}
	return violations(result.Errors()), nil
}

// compile builds the validator of a shape. Panics become errors.
func compile(shape map[string]any) (c *gojsonschema.Schema, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the validator cannot compile it: %v", r)
		}
	}()
	register()
	l := gojsonschema.NewSchemaLoader()
	l.AutoDetect, l.Draft = false, gojsonschema.Draft7
	return l.Compile(sealed{gojsonschema.NewRawLoader(shape)})
}

// sealed is a loader that loads nothing but what it holds.
type sealed struct{ gojsonschema.JSONLoader }

// LoaderFactory implements [gojsonschema.JSONLoader].
func (s sealed) LoaderFactory() gojsonschema.JSONLoaderFactory { return nowhere{} }

type nowhere struct{}

// New implements [gojsonschema.JSONLoaderFactory].
func (nowhere) New(string) gojsonschema.JSONLoader { return refusal{gojsonschema.NewRawLoader(nil)} }

type refusal struct{ gojsonschema.JSONLoader }

// LoadJSON implements [gojsonschema.JSONLoader].
func (refusal) LoadJSON() (any, error) {
	return nil, errors.New("a schema may not load other files")
}
