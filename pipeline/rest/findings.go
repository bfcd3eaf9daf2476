package rest

import (
	"context"
	"time"

	"docpipe/pipeline"
)

// Findings are the objections of rules.
type Findings interface {
	// Findings returns a page of findings, newest first, and the cursor of the next, "" at
	// the end.
	Findings(ctx context.Context, tenant string, q pipeline.FindingQuery) ([]pipeline.FindingRecord, string, error)
}

type findingsQuery struct {
	Paging
	Document     string    `query:"document" maxLength:"64"`
	Verdict      string    `query:"verdict" enum:"fail,cannot_tell,error"`
	Transition   string    `query:"transition" enum:"raised,resolved,decided"`
	Severity     string    `query:"severity" enum:"critical,high,medium,low,info"`
	Pack         string    `query:"pack" maxLength:"100"`
	Rule         string    `query:"rule" maxLength:"100"`
	DocType      string    `query:"doctype" maxLength:"100"`
	Disposition  string    `query:"disposition" enum:"open,accepted,waived,escalated"`
	UpdatedAfter time.Time `query:"updated_after" format:"date-time"`
}

func (a *API) listFindings(ctx context.Context, p pipeline.Principal, in *findingsQuery) (*listed[pipeline.FindingRecord], error) {
	items, next, err := a.parts.Ledger.Findings(ctx, p.Tenant, pipeline.FindingQuery{
		Document: in.Document, Verdict: in.Verdict, Transition: in.Transition, Severity: in.Severity,
		Pack: in.Pack, Rule: in.Rule, DocType: in.DocType, Disposition: in.Disposition,
		UpdatedAfter: in.UpdatedAfter, Cursor: in.Cursor, Limit: in.Limit,
	})
	return listOf(items, next), err
}
