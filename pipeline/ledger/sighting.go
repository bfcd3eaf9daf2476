package ledger

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"docpipe/pipeline"
)

// A seen is a footprint as its row keeps it, with the key to it.
type seen struct {
	trail
	pipeline.Sighting
	sealed, wrapped []byte
}

// spare documents are looked at beyond a search's bound: some turn out to be versions of the one
// that asks.
const spare = 50

// Sightings lists the other documents of d's tenant that left one of the traces, newest first,
// each once. Where there are more than the search wants, those count that share most of the
// traces, then the newest. d itself, its earlier versions and other cuts of the same pages are not
// among them, nor what was erased, cancelled or has failed. With Config.OneSource a document from
// the same source is an earlier version.
func (l *Ledger) Sightings(ctx context.Context, d *pipeline.Document, q pipeline.Search) ([]pipeline.Sighting, error) {
	rows, err := l.sighted(ctx, d, q)
	if err != nil {
		return nil, fmt.Errorf("looking for documents like %s: %w", trailOf(d).owner, l.fault(err))
	}
	sightings := []pipeline.Sighting{}
	for _, row := range rows {
		if row.overlaps(trailOf(d)) {
			continue
		}
		if err := l.openSighting(&row, d.Tenant); err != nil {
			return nil, fmt.Errorf("footprint of %s: %w", row.owner, err)
		}
		sightings = append(sightings, row.Sighting)
	}
	slices.SortFunc(sightings, func(a, b pipeline.Sighting) int {
		return cmp.Or(b.Received.Compare(a.Received), strings.Compare(b.Document, a.Document))
	})
	return sightings, nil
}

func (l *Ledger) sighted(ctx context.Context, d *pipeline.Document, search pipeline.Search) ([]seen, error) {
	tracks := l.tracks(d.Tenant, search)
	if len(tracks) == 0 {
		return nil, nil
	}
	q := &lookup{tenant: d.Tenant, own: trailOf(d), before: search.Before, depth: max(search.Depth, search.Most) + spare}
	except := ""
	if l.cfg.OneSource {
		except = hash(d.Tenant, d.Source)
	}
	return all(ctx, l.read(), scanSeen, `SELECT f.owner, f.part, f.document, f.doctype, f.received_at, f.body, k.wrapped
		FROM (SELECT owner, part, count(*) AS shared FROM (`+q.matches(tracks)+`) every GROUP BY owner, part
			ORDER BY shared DESC, owner DESC, part DESC LIMIT `+q.arg(search.Most+spare)+`) t
		JOIN footprints f ON f.owner = t.owner AND f.part = t.part
		JOIN data_keys k ON k.tenant = f.tenant AND k.scope = f.owner
		LEFT JOIN documents d ON d.id = CASE WHEN f.document = '' THEN f.owner ELSE f.document END
		WHERE f.source_key <> `+q.arg(except)+q.early("CASE WHEN f.document = '' THEN f.owner ELSE f.document END")+` AND (d.status IS NULL OR d.status NOT IN (`+q.arg(pipeline.Erased)+`, `+q.arg(pipeline.Cancelled)+`, `+q.arg(pipeline.Failed)+`))
		ORDER BY t.shared DESC, f.owner DESC, f.part DESC LIMIT `+q.arg(search.Most), q.args...)
}

func scanSeen(row scanner) (f seen, err error) {
	var received int64
	err = row.Scan(&f.owner, &f.part, &f.Document, &f.DocType, &received, &f.sealed, &f.wrapped)
	if f.Document == "" {
		f.Document = f.owner
	}
	f.Received = instant(received)
	return f, err
}

func (l *Ledger) openSighting(f *seen, tenant string) error {
	key, err := l.unwrap(f.wrapped, tenant, f.owner)
	if err != nil {
		return err
	}
	seal, err := newCipher(key)
	if err != nil {
		return err
	}
	f.Facts, err = seal.open(f.sealed, "footprint", tenant, f.owner, f.part)
	return err
}

// overlaps reports whether two footprints are of the same document, or of the same pages of a
// stack. Two parts of a stack are two documents.
func (t trail) overlaps(o trail) bool {
	if t.owner != o.owner {
		return false
	}
	if t.part == "" || o.part == "" {
		return true
	}
	theirs := strings.Fields(strings.Trim(o.part, "[]"))
	return slices.ContainsFunc(strings.Fields(strings.Trim(t.part, "[]")), func(page string) bool { return slices.Contains(theirs, page) })
}
