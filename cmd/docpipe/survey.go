package main

import (
	"context"
	"fmt"

	"docpipe/extractors/model"
	"docpipe/pipeline"
	"docpipe/pipeline/ledger"
)

// survey reads the pages of every input that has no result yet and puts the questions that models would
// be asked about them to asker, who sends nothing. What becomes of the documents is thrown away.
func (b *batch) survey(ctx context.Context, inputs []input, asker model.Asker) error {
	route := b.app.asking(asker).route()[:2] // pages, then fields
	return share(ctx, b.options.atOnce(), len(inputs), func(ctx context.Context, i int) error { return b.look(ctx, route, inputs[i]) })
}

// look returns an error only when the whole survey must stop: a document that cannot be read is
// told of when its turn comes.
func (b *batch) look(ctx context.Context, route pipeline.Pipeline, in input) error {
	in.ID = ledger.NewID("doc")
	d, failure := b.reader.open(ctx, in)
	if failure != nil {
		return ctx.Err()
	}
	before, err := b.earlier(ctx, d)
	if err != nil || before != nil && !b.again(before) {
		return err
	}
	if _, err := b.name(ctx, d, before); err != nil {
		return err
	}
	if b.money != nil {
		if d.Purse, err = b.money.purse(ctx, d); err != nil {
			return err
		}
	}
	timed, cancel := context.WithTimeout(ctx, b.options.timeout)
	defer cancel()
	if err := route.Run(timed, d); stopsBatch(ctx, err) {
		return fmt.Errorf("%s: %w", in.Source, cmpCause(ctx, err))
	}
	return nil
}
