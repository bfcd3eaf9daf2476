package main

import (
	"encoding/json"

	"docpipe/pipeline"
	"docpipe/schemas"
)

// A FindingName names a finding of a tenant.
type FindingName struct{ Tenant, ID string }

// A FindingsQuery selects findings of a tenant.
type FindingsQuery struct {
	Tenant string
	Query  pipeline.FindingQuery
}

// A DecideRequest asks for a decision, as JSON: values may be of any type.
type DecideRequest struct {
	Tenant, ID string
	Decision   []byte
}

// Findings lists findings, newest first, as JSON.
func (a *Admin) Findings(q FindingsQuery, r *[]byte) error {
	ctx, cancel := a.context()
	defer cancel()
	found, _, err := a.ledger.Findings(ctx, q.Tenant, q.Query)
	if err != nil {
		return err
	}
	*r, err = json.Marshal(found)
	return err
}

// A findingReport is a finding with what was decided on it.
type findingReport struct {
	pipeline.FindingRecord
	Decisions []pipeline.Decision `json:"decisions"`
}

// Finding returns one finding and what was decided on it, as JSON.
func (a *Admin) Finding(q FindingName, r *[]byte) (err error) {
	ctx, cancel := a.context()
	defer cancel()
	var f findingReport
	if f.FindingRecord, err = a.ledger.Finding(ctx, q.Tenant, q.ID); err != nil {
		return err
	}
	if f.Decisions, err = a.ledger.Decisions(ctx, q.Tenant, q.ID); err != nil {
		return err
	}
	*r, err = json.Marshal(f)
	return err
}

// Decide records a decision and returns the finding as it is then, as JSON.
func (a *Admin) Decide(q DecideRequest, r *[]byte) error {
	ctx, cancel := a.context()
	defer cancel()
	var d pipeline.Decision
	if err := json.Unmarshal(q.Decision, &d); err != nil {
		return err
	}
	registry, err := schemas.NewRegistry()
	if err != nil {
		return err
	}
	decider := apiLedger{a.ledger, &tenantSchemas{registry: registry, ledger: a.ledger}}
	f, err := decider.Decide(ctx, q.Tenant, q.ID, d)
	if err != nil {
		return err
	}
	*r, err = json.Marshal(f)
	return err
}
