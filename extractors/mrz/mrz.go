// Package mrz reads machine-readable zones as ICAO Doc 9303 lays them out: passports (TD3),
// cards of two sizes (TD1, TD2), visas (MRV-A, MRV-B), and the French identity card of before
// 2021, whose lines are its own.
//
//	row     words of a line that could be one of a zone
//	zone    rows that fit a layout, each character in its place
//	repair  what OCR confuses is put right where the place allows only one reading, or where
//	        one reading alone makes the check digit hold
//	claim   each field with the place of its characters
//
// What a check digit proves is claimed with high confidence; what it contradicts is
// unreadable, and offered. Names, sex and codes of states have no check digit: they are as sure
// as the characters were legible.
//
// A year of two digits is the latest that fits: nobody is born after the day of reading or
// after the document's expiry, and no document expires more than fifty years from that day.
package mrz

import (
	"context"
	"sync"
	"time"

	"docpipe/extractors"
	"docpipe/pipeline"
	"docpipe/schemas"
)

// Version names the reader in results.
const Version = "mrz@1"

// DocType is the type of document that carries a zone.
const DocType = "id_document"

// sure is how sure the type is when a zone's check digits hold.
const sure = 0.97

// A Reader claims what machine-readable zones say. It is safe for concurrent use.
type Reader struct {
	names   map[string]string // pointers of the shared fields by what they are called
	now     func() time.Time
	targets sync.Map // of map[string]*schemas.Node by the schema's hash
}

var (
	_ extractors.Extractor  = (*Reader)(nil)
	_ extractors.Classifier = (*Reader)(nil)
)

// New returns a reader that knows from the labels of known, the shipped schema of identity
// documents, what other schemas call the same fields. Where a document does not say when it
// came in, now is the day of reading.
func New(known *schemas.Schema, now func() time.Time) *Reader {
	return &Reader{names: namesOf(known), now: now}
}

// Extract claims the fields of all zones on the pages; their lines only of the surest one. Its
// error is the context's.
func (r *Reader) Extract(ctx context.Context, d *pipeline.Document, s *schemas.Schema) ([]extractors.Claim, error) {
	targets := r.targetsIn(s)
	if len(targets) == 0 {
		return nil, nil
	}
	zones, err := zonesOf(ctx, d)
	if err != nil || len(zones) == 0 {
		return nil, err
	}
	best := surest(zones)
	var claims []extractors.Claim
	for i, z := range zones {
		claims = append(claims, z.claims(targets, r.day(d), i == best)...)
	}
	return claims, nil
}

// Classify knows the type of a document each of whose pages carries a zone whose check digits
// hold. A zone among other pages does not say what the whole is. Its error is the context's.
func (r *Reader) Classify(ctx context.Context, d *pipeline.Document) (string, float64, error) {
	zones, err := zonesOf(ctx, d)
	if err != nil {
		return "", 0, err
	}
	proven := map[int]bool{}
	for _, z := range zones {
		if z.failing() == 0 {
			proven[z.page.Number] = true
		}
	}
	for _, p := range d.Pages {
		if !proven[p.Number] && p.State != pipeline.PageBlank {
			return extractors.Unknown, 0, nil
		}
	}
	if len(proven) == 0 {
		return extractors.Unknown, 0, nil
	}
	return DocType, sure, nil
}

// day is the day from which centuries are counted.
func (r *Reader) day(d *pipeline.Document) time.Time {
	if !d.Run.ReceivedAt.IsZero() {
		return d.Run.ReceivedAt
	}
	return r.now()
}

func zonesOf(ctx context.Context, d *pipeline.Document) ([]*zone, error) {
	var zones []*zone
	for _, p := range d.Pages {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		zones = append(zones, zonesOn(p)...)
	}
	return zones, nil
}

// surest returns the zone with the fewest failing check digits, the first of them.
func surest(zones []*zone) int {
	best := 0
	for i, z := range zones {
		if z.failing() < zones[best].failing() {
			best = i
		}
	}
	return best
}
