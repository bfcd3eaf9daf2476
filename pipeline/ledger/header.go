package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"docpipe/pipeline"
)

// headerColumns are what scanHeader reads, of documents d and their data keys k.
const headerColumns = `SELECT d.id, d.tenant, d.status, d.version, d.verdict, d.doctype, d.schema_id, d.parent, d.batch,
	d.case_id, d.reference, d.page_count, d.stage, d.received_at, d.updated_at, d.private, k.wrapped
	FROM documents d LEFT JOIN data_keys k ON k.tenant = d.tenant AND k.scope = d.id `

// private is the part of a header that may name people. It is stored sealed.
type private struct {
	Source   string                `json:"source"`
	Metadata map[string]string     `json:"metadata"`
	Files    []pipeline.ResultFile `json:"files"`
	Error    *pipeline.ErrorReport `json:"error"`
}

func privateOf(d *pipeline.Document, report *pipeline.ErrorReport) private {
	p := private{Source: d.Source, Metadata: d.Metadata, Error: report}
	for _, f := range d.Files {
		p.Files = append(p.Files, pipeline.ResultFile{Name: f.Name, SHA256: f.SHA256, MediaType: f.MediaType,
			Bytes: f.Bytes, FirstPage: f.FirstPage, PageCount: f.PageCount})
	}
	return p
}

// Header returns a document without its content. An erased one has a header still: id,
// status and times. An unknown id, or another tenant's, wraps pipeline.ErrNotFound.
func (l *Ledger) Header(ctx context.Context, tenant, id string) (pipeline.Header, error) {
	return l.header(ctx, l.read(), tenant, id)
}

func (l *Ledger) header(ctx context.Context, s session, tenant, id string) (pipeline.Header, error) {
	h, err := l.scanHeader(s.row(ctx, headerColumns+`WHERE d.tenant = $1 AND d.id = $2`, tenant, id))
	if err != nil {
		return h, fmt.Errorf("document %s: %w", id, l.fault(err))
	}
	return h, nil
}

func (l *Ledger) scanHeader(row scanner) (pipeline.Header, error) {
	var h pipeline.Header
	var parent, batch, case_, reference sql.NullString
	var received, updated int64
	var sealed, wrapped []byte
	err := row.Scan(&h.ID, &h.Tenant, &h.Status, &h.Version, &h.Verdict, &h.DocType, &h.Schema, &parent, &batch,
		&case_, &reference, &h.PageCount, &h.Stage, &received, &updated, &sealed, &wrapped)
	if err != nil {
		return h, err
	}
	h.Parent, h.Batch, h.Case, h.Reference = pointer(parent), pointer(batch), pointer(case_), pointer(reference)
	h.ReceivedAt, h.UpdatedAt = instant(received), instant(updated)
	h.Metadata, h.Files = map[string]string{}, []pipeline.ResultFile{}
	if len(sealed) == 0 {
		return h, nil // erased
	}
	return h, l.fillPrivate(&h, sealed, wrapped)
}

func (l *Ledger) fillPrivate(h *pipeline.Header, sealed, wrapped []byte) error {
	key, err := l.unwrap(wrapped, h.Tenant, h.ID)
	if err != nil {
		return err
	}
	seal, err := newCipher(key)
	if err != nil {
		return err
	}
	plain, err := seal.open(sealed, "header", h.Tenant, h.ID)
	if err != nil {
		return err
	}
	var p private
	if err := json.Unmarshal(plain, &p); err != nil {
		return fmt.Errorf("header: %w", pipeline.ErrDamaged)
	}
	h.Source, h.Error = p.Source, p.Error
	if p.Metadata != nil {
		h.Metadata = p.Metadata
	}
	if p.Files != nil {
		h.Files = p.Files
	}
	return nil
}

func pointer(s sql.NullString) *string {
	if !s.Valid {
		return nil
	}
	return &s.String
}

func instant(ms int64) time.Time { return time.UnixMilli(ms).UTC() }
