package rest

import (
	"context"

	"docpipe/pipeline/audit"
)

// A Trail is the audit log.
type Trail interface {
	// Audit appends an entry, booked on the context's actor, to a tenant's log; detail is
	// written as JSON, and names and quotes nothing. It is safely stored when it returns.
	Audit(ctx context.Context, tenant, action, object string, detail any) error
}

// A view is what somebody was shown of a document: a file, or the image of a page.
type view struct {
	File int    `json:"file,omitempty"` // from 1
	Page int    `json:"page,omitempty"` // from 1
	As   string `json:"view,omitempty"` // shown | prepared
}

// viewed books a view of an original before a byte of it goes out: what cannot be booked is not
// shown.
func (a *API) viewed(ctx context.Context, tenant, document string, v view) error {
	return a.parts.Ledger.Audit(ctx, tenant, audit.Viewed, document, v)
}
