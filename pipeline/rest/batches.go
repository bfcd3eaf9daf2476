package rest

import (
	"context"
	"fmt"

	"docpipe/pipeline"
)

// A Batch is how far the documents are that came under one name.
type Batch struct {
	Batch string `json:"batch"`
	Tally
}

type batchPath struct {
	Batch string `path:"batch" maxLength:"200"`
}

type batchAnswer struct {
	Body Batch
}

func (a *API) getBatch(ctx context.Context, p pipeline.Principal, in *batchPath) (*batchAnswer, error) {
	c, err := a.counts(ctx, p.Tenant, pipeline.Query{Batch: in.Batch})
	if err != nil {
		return nil, err
	}
	if c.Total == 0 {
		return nil, fmt.Errorf("no document has batch %q: %w", in.Batch, pipeline.ErrNotFound)
	}
	return &batchAnswer{Body: Batch{Batch: in.Batch, Tally: c}}, nil
}
