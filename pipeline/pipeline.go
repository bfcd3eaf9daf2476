// Package pipeline holds the words of docpipe and the one idea of its work: a [Document]
// travels through a [Pipeline] of [Stage] values, and each stage fills in its own part.
//
// The package is the hub. Every other package imports it; it imports only the standard
// library.
package pipeline

import (
	"context"
	"time"
)

// A Stage is one step of the route. It reads what earlier stages filled in and fills in its
// own part of d. A Stage must be safe for concurrent use and safe to run twice.
//
// An error ends the document's way for now: [KindOf] says whether the same work may succeed
// later. What could be read in spite of trouble is no error but a state of a page or field.
type Stage struct {
	Name string
	Do   func(ctx context.Context, d *Document) error
}

// A Pipeline is a route: stages in the order in which they run.
type Pipeline []Stage

// Run sends d through every stage, books the time of each under its name, and releases what
// stages held for d meanwhile. The first error ends the run and is returned as it is: people
// read it in results.
func (p Pipeline) Run(ctx context.Context, d *Document) error {
	defer d.Close()
	for _, s := range p {
		if err := s.run(ctx, d); err != nil {
			return err
		}
	}
	return nil
}

// Sequence makes one Stage of several, so that they are leased, retried and timed together.
func Sequence(name string, stages ...Stage) Stage {
	return Stage{Name: name, Do: func(ctx context.Context, d *Document) error {
		for _, s := range stages {
			if err := s.Do(ctx, d); err != nil {
				return err
			}
		}
		return nil
	}}
}

func (s Stage) run(ctx context.Context, d *Document) error {
	start := time.Now()
	err := s.Do(ctx, d)
	d.Run.time(s.Name, time.Since(start))
	return err
}
