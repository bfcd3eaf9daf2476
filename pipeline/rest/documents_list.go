package rest

import (
	"context"
	"time"

	"docpipe/pipeline"
)

// A Filter selects documents. What is not given does not restrict.
type Filter struct {
	Status        string    `query:"status" enum:"queued,processing,completed,needs_review,partial,failed,rejected,cancelled,erased"`
	Verdict       string    `query:"verdict" enum:"pass,fail,error,cannot_tell,not_checked" doc:"What the rules said"`
	DocType       string    `query:"doctype" maxLength:"100"`
	Schema        string    `query:"schema" maxLength:"200"`
	Batch         string    `query:"batch" maxLength:"200"`
	Case          string    `query:"case" maxLength:"200"`
	Reference     string    `query:"reference" maxLength:"500"`
	Parent        string    `query:"parent" maxLength:"64" doc:"Id of a stack: its parts"`
	ReceivedAfter time.Time `query:"received_after" format:"date-time"`
	UpdatedAfter  time.Time `query:"updated_after" format:"date-time"`
}

func (f Filter) query() pipeline.Query {
	return pipeline.Query{
		Status: f.Status, Verdict: f.Verdict, DocType: f.DocType, Schema: f.Schema,
		Batch: f.Batch, Case: f.Case, Reference: f.Reference, Parent: f.Parent,
		ReceivedAfter: f.ReceivedAfter, UpdatedAfter: f.UpdatedAfter,
	}
}

type documentsQuery struct {
	Filter
	Paging
}

func (a *API) listDocuments(ctx context.Context, p pipeline.Principal, in *documentsQuery) (*listed[Document], error) {
	q := in.query()
	q.Limit, q.Cursor = in.Limit, in.Cursor
	headers, next, err := a.parts.Ledger.Headers(ctx, p.Tenant, q)
	if err != nil {
		return nil, err
	}
	items := make([]Document, len(headers))
	for i, h := range headers {
		items[i] = a.document(h)
	}
	return listOf(items, next), nil
}

// A Tally is how many documents have each status.
type Tally struct {
	Total    int                     `json:"total"`
	Terminal int                     `json:"terminal" doc:"Those that no further work is to come for"`
	Status   map[pipeline.Status]int `json:"status"`
}

type countsAnswer struct {
	Body Tally
}

func (a *API) countDocuments(ctx context.Context, p pipeline.Principal, in *Filter) (*countsAnswer, error) {
	c, err := a.counts(ctx, p.Tenant, in.query())
	return &countsAnswer{Body: c}, err
}

func (a *API) counts(ctx context.Context, tenant string, q pipeline.Query) (Tally, error) {
	byStatus, err := a.parts.Ledger.Counts(ctx, tenant, q)
	c := Tally{Status: map[pipeline.Status]int{}}
	for status, n := range byStatus {
		c.Status[status] = n
		c.Total += n
		if status.Terminal() {
			c.Terminal += n
		}
	}
	return c, err
}
