package ledger

import (
	"context"
	"database/sql"
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
	f, err := l.scanDossier(row)
	return f.Header, err
}

func pointer(s sql.NullString) *string {
	if !s.Valid {
		return nil
	}
	return &s.String
}

func instant(ms int64) time.Time { return time.UnixMilli(ms).UTC() }
