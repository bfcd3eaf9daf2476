package main

import (
	"context"

	"docpipe/pipeline"
	"docpipe/pipeline/blob"
	"docpipe/pipeline/ledger"
)

// livingArtefacts keeps nothing of a document that was erased while a worker had it: the
// worker would make a key anew for what the erasure destroyed.
type livingArtefacts struct {
	*blob.Artefacts
	ledger *ledger.Ledger
}

var _ pipeline.Artefacts = livingArtefacts{}

// Save wraps ErrErased when the document is gone.
func (l livingArtefacts) Save(ctx context.Context, d *pipeline.Document, name string, b []byte) error {
	if err := l.ledger.Living(ctx, d.Tenant, d.ID); err != nil {
		return err
	}
	return l.Artefacts.Save(ctx, d, name, b)
}
