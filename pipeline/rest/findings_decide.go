package rest

import (
	"context"
	"fmt"
	"time"

	"docpipe/pipeline"
)

// A Decider records what people decide on findings.
type Decider interface {
	// Finding returns one finding; it wraps ErrNotFound.
	Finding(ctx context.Context, tenant, id string) (pipeline.FindingRecord, error)
	// Decisions returns what was decided on a finding, oldest first.
	Decisions(ctx context.Context, tenant, finding string) ([]pipeline.Decision, error)
	// Decide records a decision of the context's actor and returns the finding as it is then. A
	// correction queues the document: the rules run again. It wraps ErrInvalid,
	// ErrVersionConflict for a finding that is resolved, ErrClaimed for a correction of a
	// document in work, and ErrNotFound; then nothing is written.
	Decide(ctx context.Context, tenant, id string, d pipeline.Decision) (pipeline.FindingRecord, error)
}

type findingPath struct {
	ID string `path:"id" maxLength:"64" doc:"Id of the finding"`
}

// A FindingReport is a finding with what was decided on it.
type FindingReport struct {
	pipeline.FindingRecord
	Decisions []pipeline.Decision `json:"decisions" nullable:"false" doc:"What was decided on it, oldest first"`
}

type findingAnswer struct {
	Body FindingReport
}

func (a *API) getFinding(ctx context.Context, p pipeline.Principal, in *findingPath) (*findingAnswer, error) {
	f, err := a.parts.Ledger.Finding(ctx, p.Tenant, in.ID)
	if err != nil {
		return nil, err
	}
	return a.findingReport(ctx, p.Tenant, f)
}

func (a *API) findingReport(ctx context.Context, tenant string, f pipeline.FindingRecord) (*findingAnswer, error) {
	decisions, err := a.parts.Ledger.Decisions(ctx, tenant, f.ID)
	if err != nil {
		return nil, err
	}
	if decisions == nil {
		decisions = []pipeline.Decision{}
	}
	return &findingAnswer{Body: FindingReport{FindingRecord: f, Decisions: decisions}}, nil
}

type decisionRequest struct {
	ID   string `path:"id" maxLength:"64" doc:"Id of the finding"`
	Body struct {
		_        struct{}       `additionalProperties:"false"`
		Decision string         `json:"decision" enum:"accept,waive,correct,escalate" doc:"accept: it is as the rule says; waive: it may be so, until a time; correct: a value was misread; escalate: somebody else must decide"`
		Reason   string         `json:"reason,omitempty" maxLength:"4000" doc:"Needed for all but accept"`
		Until    string         `json:"until,omitempty" maxLength:"40" doc:"When a waiver ends: a time (RFC 3339), or the last day on which it holds, in UTC"`
		Values   map[string]any `json:"values,omitempty" doc:"Of a correction: the right values by JSON pointer; null for one that is not on the document"`
	}
}

func (a *API) decideFinding(ctx context.Context, p pipeline.Principal, in *decisionRequest) (*findingAnswer, error) {
	until, err := pipeline.ParseUntil(in.Body.Until)
	if err != nil {
		return nil, mistake("/body/until", err.Error())
	}
	d := pipeline.Decision{Decision: in.Body.Decision, Reason: in.Body.Reason, Until: until, Values: in.Body.Values}
	if err := d.Check(time.Now()); err != nil {
		return nil, fmt.Errorf("finding %s: %w", in.ID, err)
	}
	f, err := a.parts.Ledger.Decide(ctx, p.Tenant, in.ID, d)
	if err != nil {
		return nil, err
	}
	return a.findingReport(ctx, p.Tenant, f)
}
