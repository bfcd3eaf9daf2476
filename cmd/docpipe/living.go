package main

import (
	"context"
	"errors"

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
	return whileLiving(ctx, l.ledger, d, func() error { return l.Artefacts.Save(ctx, d, name, b) })
}

// owner is the document that the ledger knows: a part in the making lives and is erased with its
// stack.
func owner(d *pipeline.Document) string { return first(d.Parent, d.ID) }

// whileLiving saves something of a document, unless that is erased. It looks once more
// afterwards: an erasure between the first look and the end of the save did not see what was
// saved.
func whileLiving(ctx context.Context, l *ledger.Ledger, d *pipeline.Document, save func() error) error {
	if err := l.Living(ctx, d.Tenant, owner(d)); err != nil {
		return err
	}
	if err := save(); err != nil {
		return err
	}
	err := l.Living(ctx, d.Tenant, owner(d))
	if errors.Is(err, pipeline.ErrErased) {
		err = errors.Join(err, l.Abandon(ctx, d.Tenant, d.Content()))
	}
	return err
}
