package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"text/tabwriter"
	"time"

	"docpipe/pipeline"
	"docpipe/pipeline/bus"
)

// A StoredRequest asks for the ids of documents received since that have a result, some at a time.
type StoredRequest struct {
	Tenant, Cursor string
	Since          time.Time
}

// A StoredReply holds ids, and the cursor of those that follow, "" when none do.
type StoredReply struct {
	IDs  []string
	Next string
}

// StoredIDs lists ids, newest first.
func (a *Admin) StoredIDs(q StoredRequest, r *StoredReply) error {
	ctx, cancel := a.context()
	defer cancel()
	headers, next, err := a.ledger.Headers(ctx, q.Tenant, pipeline.Query{ReceivedAfter: q.Since, Cursor: q.Cursor, Limit: 500})
	for _, h := range headers {
		if h.Version > 0 && h.Status != pipeline.Erased {
			r.IDs = append(r.IDs, h.ID)
		}
	}
	r.Next = next
	return err
}

// A StoredName names a document.
type StoredName struct{ Tenant, ID string }

// Stored gives the JSON of a document as its newest stage left it.
func (a *Admin) Stored(q StoredName, r *[]byte) error {
	ctx, cancel := a.context()
	defer cancel()
	d, err := a.ledger.Document(ctx, q.Tenant, q.ID)
	if err == nil {
		*r, err = json.Marshal(d)
	}
	return err
}

// eachStored calls do with the documents of an installation. What is erased meanwhile is left out.
func (o *rulesRun) eachStored(ctx context.Context, line *adminLine, do func(*pipeline.Document) error) error {
	var s bus.Subscription
	if err := setSince(&s, o.since); err != nil {
		return err
	}
	q := StoredRequest{Tenant: o.tenant, Since: s.Since}
	for {
		var r StoredReply
		if err := line.call(ctx, "StoredIDs", q, &r); err != nil {
			return err
		}
		for _, id := range r.IDs {
			d, err := line.stored(ctx, o.tenant, id)
			if errors.Is(err, pipeline.ErrErased) || errors.Is(err, pipeline.ErrNotFound) {
				continue
			}
			if err == nil {
				err = do(d)
			}
			if err != nil {
				return err
			}
		}
		if r.Next == "" {
			return nil
		}
		q.Cursor = r.Next
	}
}

func (l *adminLine) stored(ctx context.Context, tenant, id string) (*pipeline.Document, error) {
	var raw []byte
	if err := l.call(ctx, "Stored", StoredName{tenant, id}, &raw); err != nil {
		return nil, err
	}
	in := json.NewDecoder(bytes.NewReader(raw))
	in.UseNumber()
	d := new(pipeline.Document)
	return d, in.Decode(d)
}

// end prints the sums, also of no documents: silence would say nothing. A condition of --fail-on that
// held is the command's exit code.
func (p *ruleReport) end() error {
	n, to := p.counts, p.w
	if p.options.json {
		to = p.notes // lines of JSON stay lines of JSON
	}
	_, err := fmt.Fprintf(to, "%d documents: %d pass, %d fail, %d cannot tell, %d errors, %d not applicable\n",
		p.documents, n.Pass, n.Fail, n.CannotTell, n.Error, n.NotApplicable)
	if err != nil {
		return err
	}
	if !p.options.json {
		t := tabwriter.NewWriter(p.w, 0, 0, 2, ' ', 0)
		for _, id := range slices.Sorted(maps.Keys(p.byRule)) {
			c := p.byRule[id]
			fmt.Fprintf(t, "  %s\t%d fail\t%d cannot tell\t%d errors\n", id, c.Fail, c.CannotTell, c.Error)
		}
		if err := t.Flush(); err != nil {
			return err
		}
	}
	if p.termless > 0 {
		fmt.Fprintf(p.notes, "%d of them are e-invoices, of which results hold no terms: rules about terms were not asked; --since asks them\n", p.termless)
	}
	if p.failed {
		return exitError(exitCondition)
	}
	return nil
}
