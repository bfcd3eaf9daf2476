package extractors

import (
	"context"
	"maps"
	"slices"

	"docpipe/pipeline"
	"docpipe/schemas"
)

// A draft is what a document came to without the model.
type draft struct {
	schema     *schemas.Schema
	extraction *pipeline.Extraction
	doubted    map[string]bool // pointers of what a person would be asked to look at
}

// drafted settles the claims as if nobody else were heard.
func (x stage) drafted(ctx context.Context, d *pipeline.Document, s *schemas.Schema, claims []Claim) (*draft, error) {
	b := settleAll(d, s, claims, true)
	e := &pipeline.Extraction{Fields: map[string]pipeline.Field{}, Reasons: b.reasons}
	e.Data = b.assemble(e)
	if err := validate(ctx, s, e); err != nil {
		return nil, err
	}
	x.doubt(s, e)
	doubted := map[string]bool{}
	for _, r := range e.Reasons {
		doubted[r.Path] = true
	}
	return &draft{s, e, doubted}, nil
}

// unsure lists what is neither found for sure nor surely absent, by pointers of the schema. A
// list is opened whole, because its rows have no names.
func (x stage) unsure(ctx context.Context, d *pipeline.Document, s *schemas.Schema, claims []Claim) ([]string, error) {
	drafted, err := x.drafted(ctx, d, s, claims)
	if err != nil {
		return nil, err
	}
	return slices.Sorted(maps.Keys(union(drafted.pressing(), drafted.missing()))), nil
}

// wanting lists what a model is worth its price for: what a person would have to look at, and
// what is missing although a page shows it. Where a model is asked anyhow, it is asked for all
// that is missing; so it is with a schema that requires nothing, since nothing says what matters.
func (x stage) wanting(ctx context.Context, d *pipeline.Document, s *schemas.Schema, claims []Claim) ([]string, error) {
	drafted, err := x.drafted(ctx, d, s, claims)
	if err != nil {
		return nil, err
	}
	pressing, missing := drafted.pressing(), drafted.missing()
	if len(pressing) > 0 || demandsNothing(s.Root) {
		return slices.Sorted(maps.Keys(union(pressing, missing))), nil
	}
	return slices.Sorted(maps.Keys(shown(d, s.Root, missing))), nil
}

// pressing are the fields, lists and groups that are doubted.
func (f *draft) pressing() map[string]bool {
	open := map[string]bool{}
	for pointer := range f.doubted {
		if f.extraction.Fields[pointer].State == pipeline.FieldAbsent {
			continue // positive evidence that a model cannot mend
		}
		if list := listOf(f.schema.Root, pointer); list != "" {
			open[list] = true
		} else if pointer != "" && nodeAt(f.schema.Root, pointer) != nil {
			open[pointer] = true
		}
	}
	return open
}

// missing are the fields outside of rows, and the lists, that nobody found and that may be there.
func (f *draft) missing() map[string]bool {
	open := map[string]bool{}
	for pointer, field := range f.extraction.Fields {
		if list := listOf(f.schema.Root, pointer); list != "" && list != pointer {
			continue
		}
		if field.State != pipeline.FieldFound && field.State != pipeline.FieldAbsent {
			open[pointer] = true
		}
	}
	return open
}

// demandsNothing reports whether a schema requires no field at all.
func demandsNothing(n *schemas.Node) bool {
	return !slices.ContainsFunc(n.Properties, func(p *schemas.Node) bool { return p.Required || !demandsNothing(p) })
}

func union(a, b map[string]bool) map[string]bool {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}
