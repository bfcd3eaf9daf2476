package main

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"docpipe/compliance"
	"docpipe/compliance/archive"
	"docpipe/compliance/pii"
	"docpipe/pipeline"
)

// sources are what rules may ask beyond the document: with --data nothing, with --since what the
// installation knows, at the end of the line.
func (o *rulesRun) sources(cmd *cobra.Command, g *globals) (s compliance.Sources, line *adminLine, err error) {
	if o.since == "" {
		return s, nil, nil
	}
	c, err := g.config()
	if err != nil {
		return s, nil, err
	}
	if s.Screener, err = openScreener(c); err != nil {
		return s, nil, err
	}
	if line, err = openAdmin(cmd.Context(), c, "Stored", cmd.ErrOrStderr()); err != nil {
		return s, nil, err
	}
	s.Archive, s.Scanner = archive.New(past{line}, past{line}), pageScanner{pii.New()}
	return s, line, nil
}

// A past is the ledger of an installation as each document found it: of two copies the second
// alone sees another, as it did when it came. What joined its case later counts too, because then
// the rules were asked again.
type past struct{ line *adminLine }

// mostInCase bounds the documents of a case that count for what came later.
const mostInCase = 1000

var (
	_ archive.Sightings = past{}
	_ archive.Masters   = past{}
)

// Sightings implements archive.Sightings.
func (p past) Sightings(ctx context.Context, d *pipeline.Document, q pipeline.Search) ([]pipeline.Sighting, error) {
	inCase, err := p.inCase(ctx, d)
	if err != nil {
		return nil, err
	}
	before := q
	before.Before = d.ID
	found, err := p.sightings(ctx, d, before)
	if err != nil || len(inCase) == 0 {
		return found, err
	}
	later, err := p.sightings(ctx, d, q)
	later = slices.DeleteFunc(later, func(s pipeline.Sighting) bool { return s.Document < d.ID || !inCase[s.Document] })
	return append(later, found...), err
}

// inCase tells the documents that are in a case with d.
func (p past) inCase(ctx context.Context, d *pipeline.Document) (map[string]bool, error) {
	if d.Case == "" {
		return nil, nil
	}
	peers, err := p.sightings(ctx, d, pipeline.Search{Traces: []pipeline.Trace{archive.CaseTrace(d.Case)}, Most: mostInCase})
	in := map[string]bool{}
	for _, s := range peers {
		in[s.Document] = true
	}
	return in, err
}

func (p past) sightings(ctx context.Context, d *pipeline.Document, search pipeline.Search) (found []pipeline.Sighting, err error) {
	q := SightingsRequest{Tenant: d.Tenant, ID: d.ID, Parent: d.Parent, Source: d.Source, Search: search}
	for _, page := range d.Pages {
		q.Pages = append(q.Pages, page.Number)
	}
	err = p.line.call(ctx, "Sightings", q, &found)
	return found, err
}

// Suppliers implements archive.Masters.
func (p past) Suppliers(ctx context.Context, tenant string) (list []pipeline.Supplier, err error) {
	err = p.line.call(ctx, "Suppliers", SupplierMaster{Tenant: tenant}, &list)
	return list, err
}

// SuppliersVersion implements archive.Masters.
func (p past) SuppliersVersion(ctx context.Context, tenant string) (version int64, err error) {
	err = p.line.call(ctx, "SuppliersVersion", SupplierMaster{Tenant: tenant}, &version)
	return version, err
}

// A SightingsRequest asks for the other documents that left one of the traces.
type SightingsRequest struct {
	Tenant, ID, Parent, Source string
	Pages                      []int // of a part
	Search                     pipeline.Search
}

// Sightings lists them, newest first.
func (a *Admin) Sightings(q SightingsRequest, r *[]pipeline.Sighting) (err error) {
	ctx, cancel := a.context()
	defer cancel()
	d := &pipeline.Document{Tenant: q.Tenant, ID: q.ID, Parent: q.Parent, Source: q.Source}
	for _, n := range q.Pages {
		d.Pages = append(d.Pages, &pipeline.Page{Number: n})
	}
	*r, err = a.ledger.Sightings(ctx, d, q.Search)
	return err
}

// SuppliersVersion tells when a tenant's supplier master was imported, 0 for none.
func (a *Admin) SuppliersVersion(q SupplierMaster, version *int64) (err error) {
	ctx, cancel := a.context()
	defer cancel()
	*version, err = a.ledger.SuppliersVersion(ctx, q.Tenant)
	return err
}
