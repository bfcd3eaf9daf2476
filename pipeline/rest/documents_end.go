package rest

import (
	"context"

	"docpipe/pipeline"
)

// Ender ends documents.
type Ender interface {
	// Cancel stops further work on a document; one that has ended already stays as it is.
	Cancel(ctx context.Context, tenant, id string) (pipeline.Header, error)
	// Erase destroys the document, all that was made of it, and its keys. It wraps
	// ErrLegalHold where it may not, and returns the receipt again when it has been done.
	Erase(ctx context.Context, tenant, id, by string) (pipeline.Receipt, error)
}

func (a *API) cancelDocument(ctx context.Context, p pipeline.Principal, in *documentPath) (*documentAnswer, error) {
	h, err := a.parts.Ledger.Cancel(ctx, p.Tenant, in.ID)
	if err != nil {
		return nil, err
	}
	return &documentAnswer{Body: a.document(h)}, nil
}

type receiptAnswer struct {
	Body pipeline.Receipt
}

func (a *API) eraseDocument(ctx context.Context, p pipeline.Principal, in *documentPath) (*receiptAnswer, error) {
	receipt, err := a.parts.Ledger.Erase(ctx, p.Tenant, in.ID, p.Actor())
	if err != nil {
		return nil, err
	}
	return &receiptAnswer{Body: receipt}, nil
}
