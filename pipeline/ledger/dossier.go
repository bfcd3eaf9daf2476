package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"docpipe/pipeline"
)

// A dossier is a document's header with the key to what is sealed of it. A transaction reads
// it once and keeps it in line with what it writes.
type dossier struct {
	pipeline.Header
	seal    cipherKey // of no use for an erased document
	recheck bool      // its new version comes from its case, not from another reading
}

// dossier opens the one of a document that can be written to: an erased one wraps
// pipeline.ErrErased.
func (l *Ledger) dossier(ctx context.Context, s session, tenant, id string) (*dossier, error) {
	f, err := l.scanDossier(s.row(ctx, headerColumns+`WHERE d.tenant = $1 AND d.id = $2`, tenant, id))
	if err == nil && f.Status == pipeline.Erased {
		err = pipeline.ErrErased
	}
	if err != nil {
		return nil, fmt.Errorf("document %s: %w", id, l.fault(err))
	}
	return &f, nil
}

func (l *Ledger) scanDossier(row scanner) (f dossier, err error) {
	var parent, batch, case_, reference sql.NullString
	var received, updated int64
	var sealed, wrapped []byte
	err = row.Scan(&f.ID, &f.Tenant, &f.Status, &f.Version, &f.Verdict, &f.DocType, &f.Schema, &parent, &batch,
		&case_, &reference, &f.PageCount, &f.Stage, &received, &updated, &sealed, &wrapped)
	if err != nil {
		return f, err
	}
	f.Parent, f.Batch, f.Case, f.Reference = pointer(parent), pointer(batch), pointer(case_), pointer(reference)
	f.ReceivedAt, f.UpdatedAt = instant(received), instant(updated)
	f.Metadata, f.Files = map[string]string{}, []pipeline.ResultFile{}
	if len(sealed) == 0 {
		return f, nil // erased
	}
	return f, l.openDossier(&f, sealed, wrapped)
}

func (l *Ledger) openDossier(f *dossier, sealed, wrapped []byte) error {
	key, err := l.unwrap(wrapped, f.Tenant, f.ID)
	if err != nil {
		return err
	}
	if f.seal, err = newCipher(key); err != nil {
		return err
	}
	plain, err := f.seal.open(sealed, "header", f.Tenant, f.ID)
	if err != nil {
		return err
	}
	var p private
	if err := json.Unmarshal(plain, &p); err != nil {
		return fmt.Errorf("header: %w", pipeline.ErrDamaged)
	}
	f.Source, f.Error = p.Source, p.Error
	if p.Metadata != nil {
		f.Metadata = p.Metadata
	}
	if p.Files != nil {
		f.Files = p.Files
	}
	return nil
}

// follow brings the dossier in line with what a stage made of the document.
func (f *dossier) follow(d *pipeline.Document, next string) {
	f.DocType, f.Schema = "unknown", d.Settings.Schema
	if e := d.Extraction; e != nil {
		f.DocType, f.Schema = e.DocType, e.Schema
	}
	f.PageCount, f.Stage = len(d.Pages), next
}

// private seals what a header keeps of d that may name people. report is the error that ended
// it, or nil.
func (f *dossier) private(d *pipeline.Document, report *pipeline.ErrorReport) ([]byte, error) {
	plain, err := json.Marshal(privateOf(d, report))
	if err != nil {
		return nil, err
	}
	return f.seal.seal(plain, "header", f.Tenant, f.ID), nil
}
