package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"docpipe/extractors/model"
	"docpipe/pipeline"
)

// probeTime bounds the first look at a target.
const probeTime = 20 * time.Second

// A probe is what became of a first, smallest question to a target.
type probe struct {
	target string
	err    error
}

// preflight asks every target for one word before the first document is touched, so that a
// wrong key, an unknown model or an address where nobody answers is said at once. A target that
// is busy or down for the moment is not at fault, nor one for which the money does not reach: the
// first document that needs it says so. It fails when no target can be used.
func (m *models) preflight(ctx context.Context, notes io.Writer, money *batchMoney) error {
	if m == nil {
		return nil
	}
	purse, err := money.purse(ctx, noDocument())
	if err != nil {
		return err
	}
	var failed []error
	probes := m.probe(ctx, purse)
	looked := purse.total()
	money.probes = looked.Cost + looked.PossiblyBilled
	for _, p := range probes {
		if why := p.misconfigured(); why != nil {
			failed = append(failed, why)
		}
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if len(failed) == len(probes) {
		return usageError{errors.Join(failed...)}
	}
	for _, why := range failed {
		fmt.Fprintf(notes, "docpipe: %v; the other targets are asked\n", why)
	}
	return nil
}

// noDocument is what looking at targets is booked on.
func noDocument() *pipeline.Document { return &pipeline.Document{Tenant: localTenant} }

// probe asks all targets at once, each with its first key. What it costs is purse's.
func (m *models) probe(ctx context.Context, purse pipeline.Purse) []probe {
	ctx, cancel := context.WithTimeout(ctx, probeTime)
	defer cancel()
	d := noDocument()
	d.Purse = purse
	probes := make([]probe, len(m.deployments))
	var all sync.WaitGroup
	for i, at := range m.deployments {
		all.Go(func() {
			probes[i] = probe{at.Target.Name, m.router.Look(ctx, at.Target.Name, oneWord(d))}
		})
	}
	all.Wait()
	return probes
}

// oneWord costs a few tokens.
func oneWord(d *pipeline.Document) model.Call {
	const version = "probe@1"
	return model.Call{Document: d, Task: version, Compose: func(context.Context, model.Mode) (model.Request, error) {
		return model.Request{
			Task: version, MaxOutput: 16,
			Turns: []model.Turn{{Role: model.RoleUser, Parts: []model.Part{{Text: "Reply with the word OK."}}}},
		}, nil
	}}
}

// misconfigured says what to correct, nil when waiting may help or nothing is wrong.
func (p probe) misconfigured() error {
	at := "models: target " + p.target
	var fault *model.Fault
	switch {
	case p.err == nil:
		return nil
	case errors.Is(p.err, model.ErrAuth):
		return fmt.Errorf("%s: the provider refuses the key, set the right one: %w", at, p.err)
	case errors.Is(p.err, model.ErrExhausted):
		return fmt.Errorf("%s: the account is out of credit, top it up: %w", at, p.err)
	case errors.As(p.err, &fault) && fault.Status == 404:
		return fmt.Errorf("%s: the provider does not know the model or the address, correct model or base_url: %w", at, p.err)
	case errors.Is(p.err, model.ErrUnavailable) && fault != nil && fault.Status == 0 && !fault.PossiblyBilled:
		return fmt.Errorf("%s: nobody answers there, correct base_url or start the server: %w", at, p.err)
	}
	return nil
}
