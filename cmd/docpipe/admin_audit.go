package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"docpipe/pipeline"
	"docpipe/pipeline/audit"
)

// AuditVerify checks a tenant's audit log.
func (a *Admin) AuditVerify(q AuditName, r *audit.Report) error {
	ctx, cancel := context.WithTimeout(context.Background(), auditTime)
	defer cancel()
	head, err := audit.ParseHead(q.Head)
	if err != nil {
		return err
	}
	if err := pipeline.ValidTenant(q.Tenant); err != nil {
		return err
	}
	*r, err = a.ledger.AuditVerify(ctx, q.Tenant, head)
	return err
}

// auditTime bounds a check of a long log, and an export: it makes a picture of every page that
// findings point at.
const auditTime = 6 * time.Hour

// AuditExport writes an export and checks it before it takes its place. The report is of that
// check.
func (a *Admin) AuditExport(q AuditPeriod, r *audit.Report) error {
	ctx, cancel := context.WithTimeout(pipeline.WithActor(context.Background(), a.actor), auditTime)
	defer cancel()
	pages, done, err := a.pages(ctx)
	if err != nil {
		return err
	}
	defer done()
	x := &auditExporter{AuditPeriod: q, ledger: a.ledger, pages: pages, rules: map[string]bool{}, versions: map[string][]int{}}
	if err := replaceWith(q.Path, 0o600, func(w io.Writer) error { return x.write(ctx, w) }); err != nil {
		return fmt.Errorf("exporting to %s: %w", q.Path, err)
	}
	if err := a.ledger.AnnounceHeads(ctx); err != nil {
		return err
	}
	*r, err = checkExport(q.Path, audit.Head{})
	return err
}
