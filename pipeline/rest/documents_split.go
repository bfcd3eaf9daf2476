package rest

import (
	"context"

	"docpipe/pipeline"
)

// A Splitter parts the pages of stacks.
type Splitter interface {
	// Split parts the pages of a document that has ended anew; a new version of its result
	// follows. It wraps ErrInvalid for pages that it has not, and ErrClaimed while it is in work.
	Split(ctx context.Context, tenant, id string, parts [][]int) (pipeline.Header, error)
}

type splitRequest struct {
	ID   string `path:"id" maxLength:"64" doc:"Id of the document"`
	Body struct {
		_     struct{} `additionalProperties:"false"`
		Parts [][]int  `json:"parts" minItems:"1" maxItems:"10000" doc:"The 1-based pages of each document in the stack, in order; pages left out belong to none. One part with all pages: it is no stack"`
	}
}

func (a *API) splitDocument(ctx context.Context, p pipeline.Principal, in *splitRequest) (*documentAnswer, error) {
	h, err := a.parts.Ledger.Split(ctx, p.Tenant, in.ID, in.Body.Parts)
	if err != nil {
		return nil, err
	}
	return &documentAnswer{Body: a.document(h)}, nil
}
