package ledger

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"docpipe/pipeline"
)

const findingColumns = `SELECT f.id, f.tenant, f.document, f.version, f.doctype, f.updated_at, f.body, k.wrapped FROM findings f
	JOIN data_keys k ON k.tenant = f.tenant AND k.scope = f.document `

// Findings lists the tenant's findings that q selects, newest first; next is the cursor of
// the following page, "" on the last.
func (l *Ledger) Findings(ctx context.Context, tenant string, q pipeline.FindingQuery) (found []pipeline.FindingRecord, next string, err error) {
	f := findingsOf(tenant, q)
	if err := f.cursor("f.id", q.Cursor); err != nil {
		return nil, "", err
	}
	limit := pageLength(q.Limit)
	found, err = all(ctx, l.list(), l.scanRecord, findingColumns+f.sql()+fmt.Sprintf(" ORDER BY f.id DESC LIMIT %d", limit+1), f.args...)
	if err != nil {
		return nil, "", fmt.Errorf("listing findings: %w", l.fault(err))
	}
	if len(found) > limit {
		found = found[:limit]
		next = cursor(found[limit-1].ID)
	}
	return found, next, nil
}

// Finding returns one finding; an unknown or foreign id wraps pipeline.ErrNotFound.
func (l *Ledger) Finding(ctx context.Context, tenant, id string) (pipeline.FindingRecord, error) {
	f, err := l.finding(ctx, l.read(), tenant, id)
	if err != nil {
		return f, fmt.Errorf("finding %s: %w", id, l.fault(err))
	}
	return f, nil
}

func (l *Ledger) finding(ctx context.Context, s session, tenant, id string) (pipeline.FindingRecord, error) {
	return l.scanRecord(s.row(ctx, findingColumns+`WHERE f.tenant = $1 AND f.id = $2`, tenant, id))
}

func findingsOf(tenant string, q pipeline.FindingQuery) *filter {
	f := &filter{}
	f.add("f.tenant = %s", tenant)
	f.equal("f.document", q.Document)
	f.equal("f.verdict", q.Verdict)
	f.equal("f.transition", q.Transition)
	f.equal("f.severity", q.Severity)
	f.equal("f.pack", q.Pack)
	f.equal("f.rule", q.Rule)
	f.equal("f.doctype", q.DocType)
	f.equal("CASE WHEN f.until_at > 0 AND f.until_at <= {now} THEN 'open' ELSE f.disposition END", q.Disposition)
	f.after("f.updated_at", q.UpdatedAfter)
	return f
}

func (l *Ledger) scanRecord(row scanner) (pipeline.FindingRecord, error) {
	var f pipeline.FindingRecord
	var id, tenant string
	var updated int64
	var sealed, wrapped []byte
	if err := row.Scan(&id, &tenant, &f.Document, &f.Version, &f.DocType, &updated, &sealed, &wrapped); err != nil {
		return f, err
	}
	key, err := l.unwrap(wrapped, tenant, f.Document)
	if err != nil {
		return f, err
	}
	seal, err := newCipher(key)
	if err != nil {
		return f, err
	}
	plain, err := seal.open(sealed, "finding", tenant, id)
	if err != nil {
		return f, err
	}
	if err := json.Unmarshal(plain, &f.Finding); err != nil {
		return f, fmt.Errorf("finding %s: %w", id, pipeline.ErrDamaged)
	}
	f.UpdatedAt, f.Disposition = instant(updated), f.Disposition.At(time.Now())
	return f, nil
}
