package ledger

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"docpipe/pipeline"
)

// Pages of lists: the usual length and the most.
const (
	usualPage = 50
	mostPage  = 500
)

// A filter collects conditions and their arguments.
type filter struct {
	where []string
	args  []any
}

// add appends a condition whose placeholder is written %s.
func (f *filter) add(condition string, arg any) {
	f.args = append(f.args, arg)
	f.where = append(f.where, fmt.Sprintf(condition, fmt.Sprintf("$%d", len(f.args))))
}

func (f *filter) equal(column, value string) {
	if value != "" {
		f.add(column+" = %s", value)
	}
}

func (f *filter) after(column string, t time.Time) {
	if !t.IsZero() {
		f.add(column+" > %s", t.UnixMilli())
	}
}

func (f *filter) sql() string { return "WHERE " + strings.Join(f.where, " AND ") }

func documentsOf(tenant string, q pipeline.Query) *filter {
	f := &filter{}
	f.add("d.tenant = %s", tenant)
	f.equal("d.status", q.Status)
	f.equal("d.verdict", q.Verdict)
	f.equal("d.doctype", q.DocType)
	f.equal("d.schema_id", q.Schema)
	f.equal("d.batch", q.Batch)
	f.equal("d.case_id", q.Case)
	f.equal("d.reference", q.Reference)
	f.equal("d.parent", q.Parent)
	f.after("d.received_at", q.ReceivedAfter)
	f.after("d.updated_at", q.UpdatedAfter)
	return f
}

// Headers lists the tenant's documents that q selects, newest first, 50 at a time unless
// q.Limit says otherwise (at most 500). next is the cursor of the following page, "" on the
// last. A cursor that is none wraps pipeline.ErrInvalid.
func (l *Ledger) Headers(ctx context.Context, tenant string, q pipeline.Query) (headers []pipeline.Header, next string, err error) {
	f := documentsOf(tenant, q)
	if err := f.cursor("d.id", q.Cursor); err != nil {
		return nil, "", err
	}
	limit := pageLength(q.Limit)
	headers, err = all(ctx, l.list(), l.listHeader, headerColumns+f.sql()+fmt.Sprintf(" ORDER BY d.id DESC LIMIT %d", limit+1), f.args...)
	if err != nil {
		return nil, "", fmt.Errorf("listing documents: %w", l.fault(err))
	}
	if len(headers) > limit {
		headers = headers[:limit]
		next = cursor(headers[limit-1].ID)
	}
	return headers, next, nil
}

// listHeader keeps one damaged row from hiding all others: it says so in its Error.
func (l *Ledger) listHeader(row scanner) (pipeline.Header, error) {
	h, err := l.scanHeader(row)
	if errors.Is(err, pipeline.ErrDamaged) {
		h.Error, err = pipeline.Report(err), nil
	}
	return h, err
}

// Counts returns how many of the documents that q selects have each status.
func (l *Ledger) Counts(ctx context.Context, tenant string, q pipeline.Query) (map[pipeline.Status]int, error) {
	type count struct {
		status pipeline.Status
		n      int
	}
	f := documentsOf(tenant, q)
	counts, err := all(ctx, l.list(), func(row scanner) (c count, err error) {
		err = row.Scan(&c.status, &c.n)
		return c, err
	}, `SELECT d.status, COUNT(*) FROM documents d `+f.sql()+` GROUP BY d.status`, f.args...)
	if err != nil {
		return nil, fmt.Errorf("counting documents: %w", l.fault(err))
	}
	by := map[pipeline.Status]int{}
	for _, c := range counts {
		by[c.status] = c.n
	}
	return by, nil
}

func pageLength(limit int) int {
	if limit <= 0 {
		return usualPage
	}
	return min(limit, mostPage)
}

// cursor makes the id that a page ended with opaque.
func cursor(id string) string { return base64.RawURLEncoding.EncodeToString([]byte(id)) }

// isID tells an id from what else a cursor might decode to.
var isID = regexp.MustCompile(`^[a-z]+_[0-9a-z]{26}$`)

// cursor continues behind the page that ended there.
func (f *filter) cursor(column, text string) error {
	if text == "" {
		return nil
	}
	id, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || !isID.Match(id) {
		return fmt.Errorf("cursor %q: use the one of the page before: %w", text, pipeline.ErrInvalid)
	}
	f.add(column+" < %s", string(id))
	return nil
}
