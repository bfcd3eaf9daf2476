package ledger

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"

	"docpipe/pipeline"
)

// Record stores a document that ran inline, without a job, and its result as the next
// version, in one transaction. It gives both the ids and the version that they lack.
func (l *Ledger) Record(ctx context.Context, d *pipeline.Document, r *pipeline.Result) error {
	if err := pipeline.ValidTenant(d.Tenant); err != nil {
		return err
	}
	identify(d)
	r.Document.ID, r.Run.ID, r.Run.ReceivedAt = d.ID, d.Run.ID, d.Run.ReceivedAt
	err := l.write(ctx, func(s session) error {
		_, err := l.header(ctx, s, d.Tenant, d.ID)
		if notFound(err) {
			err = l.admit(ctx, s, d, "")
		}
		if err != nil {
			return err
		}
		if err := l.saveHeader(ctx, s, d, ""); err != nil {
			return err
		}
		if err := l.saveResult(ctx, s, d, r); err != nil {
			return err
		}
		return l.saveDraft(ctx, s, d)
	})
	if err != nil {
		return fmt.Errorf("recording %s: %w", d.ID, err)
	}
	return nil
}

// SettingsHash names what the sender asked for: results of equal settings are comparable.
func SettingsHash(s pipeline.Settings) string {
	plain, err := json.Marshal(s)
	if err != nil {
		return "" // strings always marshal
	}
	return hash(string(plain))
}

// Done returns the newest document that came from source with these bytes (see
// pipeline.Document.Content) and these settings (see [SettingsHash]) and has a result.
func (l *Ledger) Done(ctx context.Context, tenant, source, content, settings string) (h pipeline.Header, found bool, err error) {
	h, err = l.scanHeader(l.read().row(ctx, headerColumns+`WHERE d.tenant = $1 AND d.done_key = $2 ORDER BY d.id DESC LIMIT 1`,
		tenant, hash(tenant, source, content, settings)))
	if notFound(err) {
		return h, false, nil
	}
	return h, err == nil, l.fault(err)
}

func doneKey(d *pipeline.Document) string {
	if len(d.Files) == 0 {
		return ""
	}
	return hash(d.Tenant, d.Source, d.Content(), SettingsHash(d.Settings))
}

// SourceResults yields the newest result of each source, in the order in which the sources
// first came in; the parts of a stack stand before it. An error ends the sequence.
func (l *Ledger) SourceResults(ctx context.Context, tenant string) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		newest, err := all(ctx, l.read(), single[string], `SELECT newest FROM (SELECT MAX(id) AS newest, MIN(id) AS first FROM documents
			WHERE tenant = $1 AND parent IS NULL AND version > 0 AND status <> $2 GROUP BY source_key) AS sources ORDER BY first`,
			tenant, pipeline.Erased)
		if err != nil {
			yield(nil, l.fault(err))
			return
		}
		for _, id := range newest {
			if !l.yieldStack(ctx, tenant, id, yield) {
				return
			}
		}
	}
}

func (l *Ledger) yieldStack(ctx context.Context, tenant, id string, yield func([]byte, error) bool) bool {
	parts, err := all(ctx, l.read(), single[string], `SELECT id FROM documents WHERE tenant = $1 AND parent = $2 AND version > 0
		AND status <> $3 ORDER BY id`, tenant, id, pipeline.Erased)
	if err != nil {
		yield(nil, l.fault(err))
		return false
	}
	for _, one := range append(parts, id) {
		raw, _, err := l.Result(ctx, tenant, one, 0)
		if !yield(raw, err) || err != nil {
			return false
		}
	}
	return true
}
