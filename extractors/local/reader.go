// Package local reads fields of any schema from words and their places, with no network and no
// template of any sender.
//
// A document is laid out ([sheet]): rows, and segments between wide gaps. The schema is
// prepared once ([plan]): for each field the labels that print may use, and the kind of value.
// Then values of each kind are found wherever they are ([candidates]), labels likewise
// ([phrases]), and each field takes the value whose place fits its labels best: to the right,
// or below in the same column ([relation]). Sums that must hold (net + tax = gross) prove and
// disambiguate amounts; check digits prove account numbers. Parties are read as blocks, lists
// as tables.
//
// A schema without labels of its own is read by what forms have in common: a lexicon says how
// eight languages call what its names mean ([lexicon]), headings tell whose fields follow
// ([scope]), labels are told from values ([caption]), boxes may be ticked ([tick]), and any table
// is read by its heading ([grid]).
//
// Confidence is an estimate from that evidence: how well the printed label names the field,
// how close the value stands, how far the next best value is behind, how legible the words
// are, and what is proven.
package local

import (
	"context"
	"sync"

	"docpipe/extractors"
	"docpipe/pipeline"
	"docpipe/schemas"
)

// Version names the reader in results.
const Version = "local@1"

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
	types types
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
	r.types = newTypes(cfg.Types, r.plan)
	return r
}

// Extract claims what it can prove for the fields of s. Its error is the context's.
func (r *Reader) Extract(ctx context.Context, d *pipeline.Document, s *schemas.Schema) ([]extractors.Claim, error) {
	if len(d.Pages) == 0 {
		return nil, nil
	}
	doc := newReading(d, r.plan(s))
	for _, p := range d.Pages {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		doc.addPage(p)
	}
	return doc.claims(), nil
}

func (r *Reader) plan(s *schemas.Schema) *plan {
	if p, ok := r.plans.Load(s.SHA256); ok {
		return p.(*plan)
	}
	p, _ := r.plans.LoadOrStore(s.SHA256, newPlan(s))
	return p.(*plan)
}
