package ledger

import (
	"context"
	"fmt"

	"docpipe/pipeline"
)

// Record stores a document that ran inline, without a job, and its result as the next
// version, in one transaction. It gives both the ids and the version that they lack.
// parts are what became of the parts of a stack, as in [pipeline.Outcome]. settings is a hash of
// what decides the result besides the bytes, for [Ledger.Done].
func (l *Ledger) Record(ctx context.Context, d *pipeline.Document, r *pipeline.Result, settings string, parts ...pipeline.Outcome) error {
	if err := pipeline.ValidTenant(d.Tenant); err != nil {
		return err
	}
	identify(d)
	r.Document.ID, r.Run.ID, r.Run.ReceivedAt = d.ID, d.Run.ID, d.Run.ReceivedAt
	packed, err := encodeDraft(d)
	if err != nil {
		return fmt.Errorf("recording %s: %w", d.ID, err)
	}
	o := pipeline.Outcome{Document: d, Result: r, Parts: parts}
	split, retired, err := l.prepareParts(ctx, o)
	if err != nil {
		return fmt.Errorf("recording the parts of %s: %w", d.ID, err)
	}
	err = l.write(ctx, func(s session) error {
		f, err := l.dossier(ctx, s, d.Tenant, d.ID)
		if notFound(err) {
			f, err = l.admit(ctx, s, d, packed, "")
		}
		if err != nil {
			return err
		}
		if err := l.saveParts(ctx, s, split, retired); err != nil {
			return err
		}
		if err := l.saveOutcome(ctx, s, f, o); err != nil {
			return err
		}
		_, err = s.exec(ctx, `UPDATE documents SET done_key = $2 WHERE id = $1`, d.ID, doneKey(d.Tenant, d.Source, d.Content(), settings))
		if err != nil {
			return err
		}
		return saveDraft(ctx, s, f.seal, d, packed)
	})
	if err != nil {
		return fmt.Errorf("recording %s: %w", d.ID, err)
	}
	return nil
}

// Done returns the newest document that came from source with these bytes (see
// pipeline.Document.Content), was recorded with these settings and has a result.
func (l *Ledger) Done(ctx context.Context, tenant, source, content, settings string) (h pipeline.Header, found bool, err error) {
	h, err = l.scanHeader(l.read().row(ctx, headerColumns+`WHERE d.tenant = $1 AND d.done_key = $2 AND d.done_key <> '' ORDER BY d.id DESC LIMIT 1`,
		tenant, doneKey(tenant, source, content, settings)))
	if notFound(err) {
		return h, false, nil
	}
	return h, err == nil, l.fault(err)
}

// Begin names the document that came from source with these bytes and settings, before anything
// is paid for it: as it is called since an earlier run began it, else d's own name, which is
// remembered; a document that was erased since gives its name to nobody. All that it costs until it has a result then stands under one name.
func (l *Ledger) Begin(ctx context.Context, d *pipeline.Document, settings string) (id string, err error) {
	key := doneKey(d.Tenant, d.Source, d.Content(), settings)
	err = l.write(ctx, func(s session) error {
		if _, err := s.exec(ctx, `INSERT INTO begun (done_key, document) VALUES ($1, $2) ON CONFLICT (done_key) DO UPDATE SET document = excluded.document
			WHERE EXISTS (SELECT 1 FROM documents d WHERE d.id = begun.document AND d.status = $3)`, key, d.ID, pipeline.Erased); err != nil {
			return err
		}
		id, err = single[string](s.row(ctx, `SELECT document FROM begun WHERE done_key = $1`, key))
		return err
	})
	if err != nil {
		return "", fmt.Errorf("beginning %s: %w", d.ID, err)
	}
	return id, nil
}

func doneKey(tenant, source, content, settings string) string {
	return hash(tenant, source, content, settings)
}

// EachResult calls do with the newest result of each source, in the order in which the
// sources first came in; the parts that a stack has now come before it. The first error ends it.
func (l *Ledger) EachResult(ctx context.Context, tenant string, do func(raw []byte) error) error {
	newest, err := all(ctx, l.read(), single[string], `SELECT newest FROM (SELECT MAX(id) AS newest, MIN(id) AS first FROM documents
		WHERE tenant = $1 AND parent IS NULL AND version > 0 AND status <> $2 GROUP BY source_key) AS sources ORDER BY first`,
		tenant, pipeline.Erased)
	if err != nil {
		return fmt.Errorf("listing results: %w", l.fault(err))
	}
	for _, id := range newest {
		if err := l.eachOfStack(ctx, tenant, id, do); err != nil {
			return err
		}
	}
	return nil
}

func (l *Ledger) eachOfStack(ctx context.Context, tenant, id string, do func(raw []byte) error) error {
	parts, err := all(ctx, l.read(), single[string], `SELECT id FROM documents WHERE tenant = $1 AND parent = $2 AND version > 0
		AND status NOT IN ($3, $4) ORDER BY id`, tenant, id, pipeline.Erased, pipeline.Cancelled)
	if err != nil {
		return fmt.Errorf("listing the parts of %s: %w", id, l.fault(err))
	}
	for _, one := range append(parts, id) {
		raw, _, err := l.Result(ctx, tenant, one, 0)
		if err == nil {
			err = do(raw)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
