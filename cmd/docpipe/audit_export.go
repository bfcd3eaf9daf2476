package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"docpipe/pipeline"
	"docpipe/pipeline/audit"
	"docpipe/pipeline/ledger"
)

// An auditExporter writes one export.
type auditExporter struct {
	AuditPeriod
	ledger *ledger.Ledger
	pages  pagePictures

	first    int64            // entry of the period, 0 for none
	rules    map[string]bool  // hashes of texts that verdicts of the period name
	versions map[string][]int // of each document in the period, in order
}

// write makes the export: verdicts first, which tell what else belongs to it.
func (x *auditExporter) write(ctx context.Context, w io.Writer) (err error) {
	if x.first, err = x.ledger.AuditFirst(ctx, x.Tenant, x.Since); err != nil {
		return err
	}
	b := audit.NewBundle(w, audit.Manifest{Tenant: x.Tenant, Since: x.Since, Until: x.Until, First: x.first,
		MadeAt: time.Now().UTC().Truncate(time.Second), Docpipe: version})
	for _, part := range []func(context.Context, *audit.Bundle) error{x.readme, x.verdicts, x.decisions, x.texts, x.evidence} {
		if err := part(ctx, b); err != nil {
			return err
		}
	}
	return b.Close(func(detail audit.Export) error {
		return x.ledger.Audit(ctx, x.Tenant, audit.Exported, "", detail)
	}, func(do func(audit.Entry) error) error { return x.chain(ctx, do) })
}

// chain gives the entries from the period's first to the export's own, or that alone.
func (x *auditExporter) chain(ctx context.Context, do func(audit.Entry) error) error {
	var own audit.Entry
	err := x.ledger.AuditEntries(ctx, x.Tenant, max(x.first, 1), func(e audit.Entry) error {
		own = e
		if x.first == 0 {
			return nil
		}
		return do(e)
	})
	if err == nil && x.first == 0 {
		err = do(own)
	}
	return err
}

// each calls do with the period's entries of an action.
func (x *auditExporter) each(ctx context.Context, action string, do func(audit.Entry) error) error {
	if x.first == 0 {
		return nil
	}
	err := x.ledger.AuditEntries(ctx, x.Tenant, x.first, func(e audit.Entry) error {
		if !e.At.Before(x.Until) {
			return errPeriodEnds
		}
		if e.Action != action {
			return nil
		}
		return do(e)
	})
	if errors.Is(err, errPeriodEnds) {
		return nil
	}
	return err
}

var errPeriodEnds = errors.New("the period ends here")

// isGone reports whether what an entry tells of went with its document.
func isGone(err error) bool {
	return errors.Is(err, pipeline.ErrErased) || errors.Is(err, pipeline.ErrNotFound)
}

func (x *auditExporter) verdicts(ctx context.Context, b *audit.Bundle) error {
	return b.Add(audit.VerdictsName, func(w io.Writer) error {
		lines := json.NewEncoder(w)
		return x.each(ctx, audit.Checked, func(e audit.Entry) error {
			var v audit.Verdict
			if err := json.Unmarshal(e.Detail, &v); err != nil {
				return fmt.Errorf("entry %d: %w", e.N, pipeline.ErrDamaged)
			}
			for _, sum := range v.Rules {
				x.rules[sum] = true
			}
			record, err := x.ledger.VerdictRecord(ctx, x.Tenant, e.Object, v.Version)
			if isGone(err) {
				return nil
			}
			if err != nil {
				return err
			}
			record.At = e.At
			x.versions[e.Object] = append(x.versions[e.Object], v.Version)
			return lines.Encode(record)
		})
	})
}

func (x *auditExporter) decisions(ctx context.Context, b *audit.Bundle) error {
	return b.Add(audit.DecisionsName, func(w io.Writer) error {
		return x.each(ctx, audit.Decided, func(e audit.Entry) error {
			var d audit.Decision
			if err := json.Unmarshal(e.Detail, &d); err != nil {
				return fmt.Errorf("entry %d: %w", e.N, pipeline.ErrDamaged)
			}
			raw, err := x.ledger.DecisionRecord(ctx, x.Tenant, e.Object, d.Record)
			if isGone(err) {
				return nil
			}
			if err == nil {
				_, err = w.Write(append(raw, '\n'))
			}
			return err
		})
	})
}

func (x *auditExporter) texts(ctx context.Context, b *audit.Bundle) error {
	for _, sum := range slices.Sorted(maps.Keys(x.rules)) {
		text, err := x.ledger.RuleText(ctx, x.Tenant, sum)
		if err != nil {
			return err
		}
		err = b.Add(audit.RulesName(sum), func(w io.Writer) error {
			_, err := io.WriteString(w, text.Text)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (x *auditExporter) readme(_ context.Context, b *audit.Bundle) error {
	return b.Add("README.txt", func(w io.Writer) error {
		_, err := fmt.Fprintf(w, exportReadme, x.Tenant, x.Since.Format(time.RFC3339), x.Until.Format(time.RFC3339), version)
		return err
	})
}

const exportReadme = `Audit export of tenant %s, from %s to before %s, by docpipe %s.

Check it with: docpipe audit verify FILE.zip --head HEAD
HEAD is a head of the audit log that you kept: from the event audit.head, or from an earlier check.

verdicts.jsonl   what the rules said of each version of each result; checks.passed lists rules that passed
decisions.jsonl  what people decided on findings
rules/           the rules as they were in force, each file named by its SHA-256; see rules_sha256 in the chain
evidence.jsonl   what findings point at, and the picture of it in evidence/
chain.jsonl      the audit log from the period's first entry to this export
manifest.json    every file with its SHA-256

Law is quoted as a reference, not as legal advice.
`
