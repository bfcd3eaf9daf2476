package ledger

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"docpipe/pipeline"
	"docpipe/pipeline/audit"
)

// VerdictRecord returns what the rules said of a version of a result, to the byte. It wraps
// pipeline.ErrErased or pipeline.ErrNotFound when the document or the version is gone.
func (l *Ledger) VerdictRecord(ctx context.Context, tenant, id string, version int) (audit.VerdictRecord, error) {
	var said struct{ Checks, Findings json.RawMessage }
	raw, version, err := l.Result(ctx, tenant, id, version)
	if err == nil && json.Unmarshal(raw, &said) != nil {
		err = fmt.Errorf("document %s, result %d: %w", id, version, pipeline.ErrDamaged)
	}
	return audit.VerdictRecord{Document: id, Version: version, Checks: said.Checks, Findings: said.Findings}, err
}

// DecisionRecord returns a decision on a finding as it was booked, to the byte, by its hash. It
// wraps pipeline.ErrNotFound when it went with its document.
func (l *Ledger) DecisionRecord(ctx context.Context, tenant, finding, sha256 string) ([]byte, error) {
	records, err := all(ctx, l.read(), func(row scanner) ([]byte, error) { return l.scanDecision(row, tenant) },
		decisionColumns+`WHERE d.tenant = $1 AND d.finding = $2`, tenant, finding)
	if err != nil {
		return nil, fmt.Errorf("decisions on finding %s: %w", finding, l.fault(err))
	}
	for _, raw := range records {
		if audit.Sum(raw) == sha256 {
			return raw, nil
		}
	}
	return nil, fmt.Errorf("a decision on finding %s: %w", finding, pipeline.ErrNotFound)
}

// AnnounceHeads tells each tenant of the head of its audit log when it has grown, as an event:
// whoever keeps it can prove later that nothing was cut off.
func (l *Ledger) AnnounceHeads(ctx context.Context) error {
	grown, err := all(ctx, l.read(), single[string], `SELECT h.tenant FROM audit_heads h JOIN tenants t ON t.name = h.tenant
		WHERE h.n > h.announced ORDER BY h.tenant`)
	all := []error{l.fault(err)}
	for _, tenant := range grown {
		all = append(all, l.write(ctx, func(s session) error { return l.announceHead(ctx, s, tenant) }))
	}
	if err := errors.Join(all...); err != nil {
		return fmt.Errorf("announcing heads of audit logs: %w", err)
	}
	return nil
}

// headData is what an event says of a chain: the head as people keep it, and its parts.
type headData struct {
	audit.Head
	Text string    `json:"head"`
	At   time.Time `json:"at"`
}

func (l *Ledger) announceHead(ctx context.Context, s session, tenant string) error {
	var d headData
	var at int64
	err := s.row(ctx, `UPDATE audit_heads SET announced = n WHERE tenant = $1 RETURNING n, hash, at`, tenant).Scan(&d.N, &d.Hash, &at)
	if err != nil {
		return err
	}
	d.Text, d.At = d.Head.String(), instant(at)
	about := pipeline.Header{ID: "audit", Tenant: tenant, DocType: "unknown"}
	return l.emit(ctx, s, about, pipeline.Event{Type: pipeline.EventHead}, d)
}
