package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"docpipe/pipeline"
)

// A stageRunner does the work of one claimed job: one stage of the route. It is the same
// route that extract runs inline.
type stageRunner struct {
	route   pipeline.Pipeline
	stores  *stores
	engine  pipeline.Engine
	timeout time.Duration // of one stage of one document
}

// stageEvents is what the world hears when a stage is done; the ledger tells of the result.
var stageEvents = map[string]string{
	"prepare": pipeline.EventPrepared,
	"extract": pipeline.EventExtracted,
	"check":   pipeline.EventChecked,
}

// Run runs the claim's stage and names what comes next. Trouble of the document that no
// further try can mend is an error too: the ledger decides by its kind.
func (r *stageRunner) Run(ctx context.Context, c *pipeline.Claim) (pipeline.Outcome, error) {
	at := slices.IndexFunc(r.route, func(s pipeline.Stage) bool { return s.Name == c.Stage })
	if at < 0 {
		return pipeline.Outcome{}, fmt.Errorf("stage %q is not of this release: %w", c.Stage, pipeline.ErrInternal)
	}
	d := c.Document
	r.stores.attach(d)
	d.Engine = r.engine
	d.Engine.Strategy = d.Settings.Strategy
	ctx, cancel := context.WithTimeout(ctx, r.timeout)
	defer cancel()
	if err := r.route[at:at+1].Run(ctx, d); err != nil {
		return pipeline.Outcome{}, err
	}
	return r.outcome(d, at), nil
}

func (r *stageRunner) outcome(d *pipeline.Document, at int) pipeline.Outcome {
	o := pipeline.Outcome{Document: d, Events: []pipeline.Event{{Type: stageEvents[r.route[at].Name]}}}
	if at+1 < len(r.route) {
		o.Next = r.route[at+1].Name
		return o
	}
	o.Result = pipeline.NewResult(d, 0, nil) // the ledger numbers versions
	o.Parts = d.PartOutcomes(pipeline.Event{Type: pipeline.EventExtracted}, pipeline.Event{Type: pipeline.EventChecked})
	return o
}

// stageNames lists the route's stages.
func stageNames(route pipeline.Pipeline) []string {
	var names []string
	for _, s := range route {
		names = append(names, s.Name)
	}
	return names
}
