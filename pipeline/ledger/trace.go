package ledger

import (
	"context"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"docpipe/pipeline"
)

// A trail is where a footprint stands: under the document that can be erased, which for a part is
// its stack.
type trail struct {
	owner, part string
}

func trailOf(d *pipeline.Document) trail {
	if d.Parent == "" {
		return trail{owner: d.ID}
	}
	return trail{owner: d.Parent, part: span(d)}
}

// Note records the footprint of a document before it is compared with others, so that of two that
// are compared at the same time the later one at least finds the other. A result replaces it.
// Noting again replaces what was noted; a document that leaves nothing is not noted. An erased one
// wraps pipeline.ErrErased.
func (l *Ledger) Note(ctx context.Context, d *pipeline.Document) error {
	f := l.footprint(d)
	if f == nil {
		return nil
	}
	at := trailOf(d)
	err := l.write(ctx, func(s session) error {
		if err := stillThere(ctx, s, d.Tenant, at.owner); err != nil {
			return err
		}
		raw, err := l.makeKey(ctx, s, d.Tenant, at.owner)
		if err != nil {
			return err
		}
		seal, err := newCipher(raw)
		if err != nil {
			return err
		}
		return l.saveFootprint(ctx, s, seal, d, *f)
	})
	if err != nil {
		return fmt.Errorf("noting %s: %w", at.owner, err)
	}
	return nil
}

func (l *Ledger) footprint(d *pipeline.Document) *pipeline.Footprint {
	if l.cfg.Footprint == nil || d.Extraction == nil {
		return nil
	}
	return l.cfg.Footprint(d)
}

// stillThere keeps what was erased from getting a key again. A document that runs inline has no
// row yet.
func stillThere(ctx context.Context, s session, tenant, id string) error {
	status, err := single[pipeline.Status](s.row(ctx, `SELECT status FROM documents WHERE tenant = $1 AND id = $2 {lock}`, tenant, id))
	switch {
	case notFound(err):
		return nil
	case err == nil && status == pipeline.Erased:
		return pipeline.ErrErased
	}
	return err
}

// leaveFootprint brings the footprint in line with a new result. One that ended without data
// leaves none, and a stack none but its parts'.
func (l *Ledger) leaveFootprint(ctx context.Context, s session, f *dossier, d *pipeline.Document) error {
	if l.cfg.Footprint == nil {
		return nil
	}
	if len(d.Pieces) > 0 {
		if err := forgetUnborn(ctx, s, d.ID); err != nil {
			return err
		}
	}
	left := l.footprint(d)
	if left == nil || f.Status == pipeline.Failed || f.Status == pipeline.Cancelled {
		return forget(ctx, s, trailOf(d))
	}
	seal := f.seal
	if d.Parent != "" {
		stack, err := l.documentCipher(ctx, s, d.Tenant, d.Parent)
		if err != nil {
			return err
		}
		seal = stack
	}
	return l.saveFootprint(ctx, s, seal, d, *left)
}

// forgetUnborn forgets parts of a stack that were noted and did not become documents.
func forgetUnborn(ctx context.Context, s session, stack string) error {
	_, err := s.exec(ctx, `DELETE FROM traces WHERE owner = $1 AND part IN (SELECT part FROM footprints WHERE owner = $1 AND document = '')`, stack)
	if err != nil {
		return err
	}
	_, err = s.exec(ctx, `DELETE FROM footprints WHERE owner = $1 AND document = ''`, stack)
	return err
}

func forget(ctx context.Context, s session, at trail) error {
	for _, table := range []string{"traces", "footprints"} {
		if _, err := s.exec(ctx, `DELETE FROM `+table+` WHERE owner = $1 AND part = $2`, at.owner, at.part); err != nil {
			return err
		}
	}
	return nil
}

func (l *Ledger) saveFootprint(ctx context.Context, s session, seal cipherKey, d *pipeline.Document, f pipeline.Footprint) error {
	at := trailOf(d)
	if err := forget(ctx, s, at); err != nil {
		return err
	}
	_, err := s.exec(ctx, `INSERT INTO footprints (owner, part, tenant, document, source_key, doctype, received_at, body)
		VALUES ($1, $2, $3, $4, $5, $6, {now}, $7)`, at.owner, at.part, d.Tenant, d.ID, hash(d.Tenant, d.Source), f.DocType,
		seal.seal(f.Facts, "footprint", d.Tenant, at.owner, at.part))
	if err != nil {
		return err
	}
	for _, t := range f.Traces {
		_, err := s.exec(ctx, `INSERT INTO traces (tenant, hash, owner, part) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
			d.Tenant, l.traceHash(d.Tenant, t), at.owner, at.part)
		if err != nil {
			return err
		}
	}
	return nil
}

// traceHash hides the value: who has the database alone cannot try numbers out. The hash of a trace
// that has a group begins with the hash of the same without.
func (l *Ledger) traceHash(tenant string, t pipeline.Trace) string {
	key, err := hkdf.Key(sha256.New, l.cfg.MasterKey, nil, "traces of "+tenant, sha256.Size)
	if err != nil {
		return "" // only for lengths that SHA-256 cannot give
	}
	mark := func(text string) string {
		mac := hmac.New(sha256.New, key)
		fmt.Fprintf(mac, "%d:%s%s", len(t.Kind), t.Kind, text)
		return hex.EncodeToString(mac.Sum(nil)[:16])
	}
	if t.Group == "" {
		return mark(t.Key)
	}
	return mark(t.Key) + mark("group of "+t.Group)
}
