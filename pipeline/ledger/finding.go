package ledger

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"docpipe/pipeline"
	"docpipe/pipeline/audit"
)

// Transitions of a finding, and why one is resolved.
const (
	raised      = "raised"
	resolved    = "resolved"
	corrected   = "corrected"
	superseded  = "superseded"
	ruleChanged = "rule_changed"
	caseChanged = "case_changed"
)

// stored is a finding as its row keeps it.
type stored struct {
	pipeline.Finding
	transition, severity, doctype, pack string
}

// findingData is what an event says of a finding. The rules have masked it.
type findingData struct {
	pipeline.Finding
	Document summary `json:"document"`
}

// matchFindings gives r's findings their identity: the id and the decision of the same
// finding in an earlier version, else a new id. It returns the earlier ones by fingerprint.
func (l *Ledger) matchFindings(ctx context.Context, s session, seal cipherKey, r *pipeline.Result) (map[string]stored, error) {
	rows, err := all(ctx, s, func(row scanner) (stored, error) { return scanFinding(row, seal, r.Document.Tenant) },
		`SELECT id, transition, severity, doctype, pack, body FROM findings WHERE document = $1 ORDER BY id`, r.Document.ID)
	if err != nil {
		return nil, err
	}
	known := map[string]stored{}
	for _, f := range rows {
		known[f.Fingerprint] = f
	}
	r.Findings = distinct(r.Findings)
	for i := range r.Findings {
		f := &r.Findings[i]
		f.ID, f.Transition = NewID("fnd"), raised
		if f.Disposition.Kind == "" {
			f.Disposition.Kind = pipeline.Open
		}
		before, ok := known[f.Fingerprint]
		if ok {
			f.ID, f.Disposition = before.ID, before.Disposition.At(time.Now())
		} else if err := l.inheritWaiver(ctx, s, r.Document.Tenant, f); err != nil {
			return nil, err
		}
	}
	return known, nil
}

// distinct keeps the first of findings with one fingerprint: they are the same finding.
func distinct(findings []pipeline.Finding) []pipeline.Finding {
	seen := map[string]bool{}
	kept := []pipeline.Finding{}
	for _, f := range findings {
		if !seen[f.Fingerprint] {
			kept = append(kept, f)
		}
		seen[f.Fingerprint] = true
	}
	return kept
}

func scanFinding(row scanner, seal cipherKey, tenant string) (stored, error) {
	var f stored
	var id string
	var sealed []byte
	if err := row.Scan(&id, &f.transition, &f.severity, &f.doctype, &f.pack, &sealed); err != nil {
		return f, err
	}
	plain, err := seal.open(sealed, "finding", tenant, id)
	if err != nil {
		return f, err
	}
	if err := json.Unmarshal(plain, &f.Finding); err != nil {
		return f, fmt.Errorf("finding %s: %w", id, pipeline.ErrDamaged)
	}
	return f, nil
}

// recordFindings stores r's findings, tells of those that are new or broken again, and
// resolves those that r no longer has.
func (l *Ledger) recordFindings(ctx context.Context, s session, d *dossier, r *pipeline.Result, known map[string]stored) error {
	seal, h := d.seal, d.Header
	for _, f := range r.Findings {
		before, seen := known[f.Fingerprint]
		delete(known, f.Fingerprint)
		now := stored{f, raised, f.Severity, r.DocType, f.Rule.Pack}
		if seen {
			now.severity, now.doctype, now.pack = before.severity, before.doctype, before.pack
		}
		if err := saveFinding(ctx, s, seal, h, now); err != nil {
			return err
		}
		if seen && before.transition != resolved {
			continue
		}
		if err := l.emitFinding(ctx, s, h, pipeline.EventRaised, now); err != nil {
			return err
		}
	}
	return l.resolveFindings(ctx, s, d, r, known)
}

func (l *Ledger) resolveFindings(ctx context.Context, s session, d *dossier, r *pipeline.Result, gone map[string]stored) error {
	seal, h := d.seal, d.Header
	for _, f := range gone {
		if f.transition == resolved {
			continue
		}
		why := whyResolved(d, r, f)
		f.transition, f.Transition, f.Why = resolved, resolved, &why
		if err := saveFinding(ctx, s, seal, h, f); err != nil {
			return err
		}
		if err := l.emitFinding(ctx, s, h, pipeline.EventResolved, f); err != nil {
			return err
		}
		if err := s.audit(ctx, h.Tenant, audit.Resolved, f.ID, audit.Resolution{Document: h.ID, Version: h.Version, Why: why}); err != nil {
			return err
		}
	}
	return nil
}

// whyResolved tells what made a finding go: another document of the case, a person's correction,
// other rules, or else another reading.
func whyResolved(d *dossier, r *pipeline.Result, f stored) string {
	switch {
	case r.Author != "machine" && !d.recheck:
		return corrected
	case otherRules(r, f):
		return ruleChanged
	case d.recheck:
		return caseChanged
	}
	return superseded
}

func otherRules(r *pipeline.Result, f stored) bool {
	version, checked := r.Checks.Packs[f.pack]
	return checked && version != f.Rule.Version
}

func saveFinding(ctx context.Context, s session, seal cipherKey, h pipeline.Header, f stored) error {
	plain, err := json.Marshal(f.Finding)
	if err != nil {
		return fmt.Errorf("finding %s: %w", f.ID, err)
	}
	_, err = s.exec(ctx, `INSERT INTO findings (id, document, tenant, fingerprint, version, transition, verdict, severity, doctype, pack, rule,
		disposition, updated_at, body, until_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, {now}, $13, $14)
		ON CONFLICT (document, fingerprint) DO UPDATE SET version = excluded.version, transition = excluded.transition,
			verdict = excluded.verdict, disposition = excluded.disposition, updated_at = excluded.updated_at, body = excluded.body,
			until_at = excluded.until_at`,
		f.ID, h.ID, h.Tenant, f.Fingerprint, h.Version, f.transition, f.Verdict, f.severity, f.doctype, f.pack, f.Rule.ID,
		f.Disposition.Kind, seal.seal(plain, "finding", h.Tenant, f.ID), millis(f.Disposition.End()))
	return err
}

// millis is how a column keeps a time: milliseconds since 1970, 0 for none.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// emitFinding uses the severity, doctype and pack that the finding was raised with, so that
// one subscription sees its whole life.
func (l *Ledger) emitFinding(ctx context.Context, s session, h pipeline.Header, eventType string, f stored) error {
	e := pipeline.Event{Type: eventType, DocType: f.doctype, Severity: f.severity, Pack: f.pack}
	said := f.Finding
	if l.cfg.Mask != nil {
		said = l.cfg.Mask(h.Schema, said)
	}
	return l.emit(ctx, s, h, e, findingData{said, summarise(h)})
}
