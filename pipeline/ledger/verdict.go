package ledger

import (
	"context"
	"fmt"

	"docpipe/pipeline"
	"docpipe/pipeline/audit"
)

// recordVerdict books what the rules said of a result in the audit log, and keeps the rules.
func (l *Ledger) recordVerdict(ctx context.Context, s session, r *pipeline.Result) error {
	detail, err := audit.NewVerdict(r)
	if err != nil {
		return fmt.Errorf("verdict on %s: %w", r.Document.ID, err)
	}
	for _, text := range r.Checks.Texts {
		if err := keepRules(ctx, s, r.Document.Tenant, text); err != nil {
			return fmt.Errorf("rules of %s: %w", text.Pack, err)
		}
	}
	return s.audit(ctx, r.Document.Tenant, audit.Checked, r.Document.ID, detail)
}

// keepRules stores a text that is not stored yet. It looks first: texts are long and nearly
// always known.
func keepRules(ctx context.Context, s session, tenant string, text pipeline.RuleText) error {
	known, err := single[int](s.row(ctx, `SELECT COUNT(*) FROM rule_texts WHERE tenant = $1 AND sha256 = $2`, tenant, text.SHA256))
	if err != nil || known > 0 {
		return err
	}
	_, err = s.exec(ctx, `INSERT INTO rule_texts (tenant, sha256, pack, version, body, first_at) VALUES ($1, $2, $3, $4, $5, {now})
		ON CONFLICT (tenant, sha256) DO NOTHING`, tenant, text.SHA256, text.Pack, text.Version, text.Text)
	return err
}

// RuleText returns a pack as it was in force, by the hash of its text. An unknown one, or another
// tenant's, wraps pipeline.ErrNotFound.
func (l *Ledger) RuleText(ctx context.Context, tenant, sha256 string) (text pipeline.RuleText, err error) {
	text.SHA256 = sha256
	err = l.read().row(ctx, `SELECT pack, version, body FROM rule_texts WHERE tenant = $1 AND sha256 = $2`, tenant, sha256).
		Scan(&text.Pack, &text.Version, &text.Text)
	if err != nil {
		return text, fmt.Errorf("rules %s: %w", sha256, l.fault(err))
	}
	return text, nil
}
