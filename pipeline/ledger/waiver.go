package ledger

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"docpipe/pipeline"
	"docpipe/pipeline/audit"
)

// inheritWaiver gives a finding that is new to its document the waiver that holds for the same
// fingerprint: the same rule objects to the same bytes. The newest decision on it counts, and
// only while the document that it was made on is kept.
func (l *Ledger) inheritWaiver(ctx context.Context, s session, tenant string, f *pipeline.Finding) error {
	decisions, err := l.decisions(ctx, s, tenant, `WHERE d.tenant = $1 AND d.fingerprint = $2 ORDER BY d.id DESC LIMIT 1`, tenant, f.Fingerprint)
	if err != nil || len(decisions) == 0 || decisions[0].Decision != pipeline.Waive {
		return err
	}
	if is := decisions[0].Disposition(); is.At(time.Now()).Kind != pipeline.Open {
		f.Disposition = is
	}
	return nil
}

// LapseWaivers opens findings again whose waiver has ended, at most 500 a call, and tells of it.
// It returns how many there were. Whoever reads one sees it open from that moment on anyhow.
func (l *Ledger) LapseWaivers(ctx context.Context) (n int, err error) {
	type waived struct{ tenant, id string }
	ended, err := all(ctx, l.read(), func(row scanner) (w waived, err error) {
		err = row.Scan(&w.tenant, &w.id)
		return w, err
	}, `SELECT tenant, id FROM findings WHERE until_at > 0 AND until_at <= {now} AND transition <> 'resolved' ORDER BY until_at LIMIT 500`)
	for _, w := range ended {
		if err := l.lapseWaiver(ctx, w.tenant, w.id); err != nil && !notFound(err) { // erased meanwhile
			return n, fmt.Errorf("the waiver of finding %s: %w", w.id, err)
		}
		n++
	}
	return n, l.fault(err)
}

func (l *Ledger) lapseWaiver(ctx context.Context, tenant, id string) error {
	return l.write(ctx, func(s session) error {
		f, err := l.finding(ctx, s, tenant, id) // shows it as it is now: open
		if err != nil || f.Disposition.Kind != pipeline.Open {
			return err
		}
		seal, err := l.documentCipher(ctx, s, tenant, f.Document)
		if err != nil {
			return err
		}
		if err := s.audit(ctx, tenant, audit.Lapsed, id, map[string]string{"document": f.Document}); err != nil {
			return err
		}
		return l.showDecided(ctx, s, seal, tenant, &f)
	})
}

// Decisions lists what people decided on a finding, oldest first. An unknown or foreign finding
// has none.
func (l *Ledger) Decisions(ctx context.Context, tenant, finding string) ([]pipeline.Decision, error) {
	decisions, err := l.decisions(ctx, l.read(), tenant, `WHERE d.tenant = $1 AND d.finding = $2 ORDER BY d.id`, tenant, finding)
	if err != nil {
		return nil, fmt.Errorf("decisions on finding %s: %w", finding, l.fault(err))
	}
	return decisions, nil
}

func (l *Ledger) decisions(ctx context.Context, s session, tenant, where string, args ...any) ([]pipeline.Decision, error) {
	return all(ctx, s, func(row scanner) (d pipeline.Decision, err error) {
		raw, err := l.scanDecision(row, tenant)
		if err == nil {
			err = json.Unmarshal(raw, &d)
		}
		return d, err
	}, decisionColumns+where, args...)
}

const decisionColumns = `SELECT d.id, d.document, d.body, k.wrapped FROM decisions d
	JOIN data_keys k ON k.tenant = d.tenant AND k.scope = d.document `

// scanDecision returns a decision's JSON as it was booked, to the byte.
func (l *Ledger) scanDecision(row scanner, tenant string) ([]byte, error) {
	var id, document string
	var sealed, wrapped []byte
	if err := row.Scan(&id, &document, &sealed, &wrapped); err != nil {
		return nil, err
	}
	key, err := l.unwrap(wrapped, tenant, document)
	if err != nil {
		return nil, err
	}
	seal, err := newCipher(key)
	if err != nil {
		return nil, err
	}
	return seal.open(sealed, "decision", tenant, id)
}
