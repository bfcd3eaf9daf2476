package ledger

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"docpipe/pipeline"
)

// A part is what is to be recorded of one part of a stack: packed before the transaction, since on
// SQLite all other writers wait for its end.
type part struct {
	pipeline.Outcome
	packed []byte
	keep   bool // it stands as it is
}

// A knownPart is a part that the stack had before.
type knownPart struct {
	id, doctype string
	status      pipeline.Status
	document    *pipeline.Document
}

// prepareParts gives the parts of o and its result their ids, and packs them. A part of the same
// pages as one from before is the same document: after a person has parted the pages anew it
// stands as it is, with all that was decided on it. What the stack has no more comes back too, to
// be retired. Only the holder of the stack's job adds parts, so what is read here still holds in
// the transaction that the job's epoch guards.
func (l *Ledger) prepareParts(ctx context.Context, o pipeline.Outcome) (parts []part, retired []knownPart, err error) {
	if o.Result == nil {
		return nil, nil, nil
	}
	known, err := l.knownParts(ctx, o.Document)
	if err != nil {
		return nil, nil, err
	}
	for i, one := range o.Parts {
		named, p := &o.Result.Parts[i], part{Outcome: one}
		if before, ok := known[span(one.Document)]; ok {
			delete(known, span(one.Document))
			one.Document.ID = before.id
			if p.keep = o.Document.Split != nil && before.status != pipeline.Cancelled; p.keep {
				named.DocType, named.Status = before.doctype, before.status
			}
		} else {
			one.Document.ID = NewID("doc")
		}
		named.ID = one.Document.ID
		one.Document.Parent = o.Document.ID
		identify(one.Document)
		if p.packed, err = encodeDraft(one.Document); err != nil {
			return nil, nil, err
		}
		parts = append(parts, p)
	}
	for _, p := range known {
		if p.status != pipeline.Cancelled {
			retired = append(retired, p)
		}
	}
	slices.SortFunc(retired, func(a, b knownPart) int { return strings.Compare(a.id, b.id) })
	return parts, retired, nil
}

// span names a part by its pages.
func span(d *pipeline.Document) string {
	var pages []int
	for _, p := range d.Pages {
		pages = append(pages, p.Number)
	}
	return fmt.Sprint(pages)
}

// knownParts lists the parts that a stack has had, by their pages.
func (l *Ledger) knownParts(ctx context.Context, stack *pipeline.Document) (map[string]knownPart, error) {
	found, err := all(ctx, l.read(), func(row scanner) (p knownPart, err error) {
		err = row.Scan(&p.id, &p.doctype, &p.status)
		return p, err
	}, `SELECT id, doctype, status FROM documents WHERE tenant = $1 AND parent = $2 AND status <> $3 ORDER BY id`,
		stack.Tenant, stack.ID, pipeline.Erased)
	if err != nil {
		return nil, l.fault(err)
	}
	known := map[string]knownPart{}
	for _, p := range found {
		if p.document, err = l.Document(ctx, stack.Tenant, p.id); err != nil {
			return nil, err
		}
		known[span(p.document)] = p
	}
	return known, nil
}

// saveParts records the parts of a stack, each as any document with its result.
func (l *Ledger) saveParts(ctx context.Context, s session, parts []part, retired []knownPart) error {
	for _, p := range retired {
		if err := l.retire(ctx, s, p); err != nil {
			return err
		}
	}
	for _, p := range parts {
		if p.keep {
			continue
		}
		if err := l.savePart(ctx, s, p); err != nil {
			return fmt.Errorf("part %s: %w", p.Document.ID, err)
		}
	}
	return nil
}

func (l *Ledger) savePart(ctx context.Context, s session, p part) error {
	d, r := p.Document, p.Result
	f, err := l.dossier(ctx, s, d.Tenant, d.ID)
	if err == nil {
		err = unqueue(ctx, s, d.ID) // what rules were to say of it again is about older words
	}
	if notFound(err) {
		f, err = l.admit(ctx, s, d, p.packed, "")
	}
	if err != nil {
		return err
	}
	r.Document.ID, r.Document.Parent, r.Run.ID, r.Run.ReceivedAt = d.ID, &d.Parent, d.Run.ID, d.Run.ReceivedAt
	if err := l.saveOutcome(ctx, s, f, p.Outcome); err != nil {
		return err
	}
	return saveDraft(ctx, s, f.seal, d, p.packed)
}

// retire ends a part that the stack has no more: the pages are parted otherwise now.
func (l *Ledger) retire(ctx context.Context, s session, p knownPart) error {
	f, err := l.dossier(ctx, s, p.document.Tenant, p.id)
	if err != nil {
		return err
	}
	if err := unqueue(ctx, s, p.id); err != nil {
		return err
	}
	cause := fmt.Errorf("the pages of its stack were parted otherwise: %w", pipeline.ErrCancelled)
	return l.saveResult(ctx, s, f, p.document, pipeline.NewResult(p.document, 0, cause))
}
