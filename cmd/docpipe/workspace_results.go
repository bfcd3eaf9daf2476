package main

import (
	"context"
	"encoding/json"
	"io"
	"slices"
)

// rewrite makes results.jsonl anew from the ledger, the newest result of each document: a
// line that a crash tore is gone, a result that was read again stands once.
func (w *workspace) rewrite(ctx context.Context) error {
	return replaceFile(w.resultsPath(), func(to io.Writer) error {
		return w.eachResult(ctx, func(raw []byte) error {
			_, err := to.Write(append(raw, '\n'))
			return err
		})
	})
}

// eachResult calls do with the newest result of each source: as they came in, or in the order
// of the inputs where --ordered asks for it.
func (w *workspace) eachResult(ctx context.Context, do func(raw []byte) error) error {
	if w.order == nil {
		return w.ledger.EachResult(ctx, localTenant, do)
	}
	ids, err := w.orderedIDs(ctx)
	for _, id := range ids {
		if err != nil {
			return err
		}
		var raw []byte
		if raw, _, err = w.ledger.Result(ctx, localTenant, id, 0); err == nil {
			err = do(raw)
		}
	}
	return err
}

// orderedIDs lists the documents in the order of the inputs; those of earlier runs that are
// no input of this one stand in front. It holds ids only, never all results.
func (w *workspace) orderedIDs(ctx context.Context) ([]string, error) {
	type ranked struct {
		id   string
		rank int
	}
	var all []ranked
	err := w.ledger.EachResult(ctx, localTenant, func(raw []byte) error {
		var r struct{ Document struct{ ID, Source string } }
		if err := json.Unmarshal(raw, &r); err != nil {
			return err
		}
		rank, known := w.order[r.Document.Source]
		if !known {
			rank = -1
		}
		all = append(all, ranked{r.Document.ID, rank})
		return nil
	})
	slices.SortStableFunc(all, func(a, b ranked) int { return a.rank - b.rank })
	ids := make([]string, len(all))
	for i, r := range all {
		ids[i] = r.id
	}
	return ids, err
}
