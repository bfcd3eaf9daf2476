// Package local reads fields of any schema from words and their places, with no network and no
// template of any sender.
//
// Its rooms import downwards only; this package wires them, in the order of claims.go:
//
//	party table slip clause     parties, lists, till slips, sentences
//	evidence · stack            values, labels and sums weighed · what pages are
//	plan                        what a schema asks, and how print labels it
//	layout                      the page in rows and segments
//
// A document is laid out; the schema is prepared once: for each field the labels that print may use,
// and the kind of value. Then values of each kind are found wherever they are, labels likewise, and
// each field takes the value whose place fits its labels best. Sums that must hold prove and
// disambiguate amounts; check digits prove account numbers. Parties are read as blocks, lists as
// tables, slips line by line, contracts by their sentences.
//
// A schema without labels of its own is read by what forms have in common: a lexicon, headings that
// tell whose fields follow, boxes that are ticked, and any table with a heading.
package local

import (
	"context"
	"sync"

	"docpipe/extractors"
	"docpipe/extractors/local/evidence"
	"docpipe/extractors/local/plan"
	"docpipe/extractors/local/stack"
	"docpipe/pipeline"
	"docpipe/schemas"
)

// Config sets up the reader.
type Config struct {
	Types []*schemas.Schema // the shipped types to tell apart when classifying; none
}

// DefaultConfig returns a configuration that classifies nothing.
func DefaultConfig() Config { return Config{} }

// Validate always succeeds: there is nothing to get wrong.
func (c Config) Validate() error { return nil }

// A Reader is an Extractor and a Classifier. It is safe for concurrent use.
type Reader struct {
	types stack.Types
	plans sync.Map // of *plan by the schema's hash
}

var (
	_ extractors.Extractor  = (*Reader)(nil)
	_ extractors.Classifier = (*Reader)(nil)
	_ extractors.PageReader = (*Reader)(nil)
)

// New returns a reader that tells cfg.Types apart.
func New(cfg Config) *Reader {
	r := &Reader{}
	r.types = stack.NewTypes(cfg.Types, r.plan)
	return r
}

// Extract claims what it can prove for the fields of s. Its error is the context's.
func (r *Reader) Extract(ctx context.Context, d *pipeline.Document, s *schemas.Schema) ([]extractors.Claim, error) {
	if len(d.Pages) == 0 {
		return nil, nil
	}
	doc := evidence.New(d, r.plan(s))
	for _, p := range d.Pages {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		doc.AddPage(p)
	}
	return claims(doc), nil
}

func (r *Reader) plan(s *schemas.Schema) *plan.Plan {
	if p, ok := r.plans.Load(s.SHA256); ok {
		return p.(*plan.Plan)
	}
	p, _ := r.plans.LoadOrStore(s.SHA256, plan.New(s))
	return p.(*plan.Plan)
}
