package evidence

import (
	"slices"

	"docpipe/extractors"
	"docpipe/extractors/local/plan"
)

// fewestLabelled is how many other fields must be labelled before a document shows that its labels
// are understood, and that a missing one is missing.
const fewestLabelled = 3

// Unlabelled remarks the fields that nobody claimed, no printed label names and no value of an
// unmistakable form belongs to, on a document that is labelled in languages of the schema. Whether
// that makes them absent is for those to say who know how often the reader misses them.
func (r *Reading) Unlabelled(claimed []extractors.Claim) []extractors.Claim {
	named := r.named()
	if len(named) < fewestLabelled {
		return nil
	}
	var all []extractors.Claim
	for i := range r.Plan.Fields {
		f := &r.Plan.Fields[i]
		pointer := plan.FirstRow(f.Node.Pointer)
		if named[i] || f.List || len(r.Options[i]) > 0 || !r.understood(f) || r.looksLike(f.Kind) ||
			slices.ContainsFunc(claimed, func(c extractors.Claim) bool { return c.Pointer == pointer }) {
			continue
		}
		all = append(all, extractors.Claim{Pointer: pointer, Unlabelled: true, Reader: Version})
	}
	return all
}

// named are the fields that a label names anywhere on the document.
func (r *Reading) named() map[int]bool {
	named := map[int]bool{}
	for _, hits := range r.Hits {
		for _, h := range hits {
			named[h.Field] = true
		}
	}
	return named
}

// understood reports whether the schema says how a field is labelled in every language of the
// document.
func (r *Reading) understood(f *plan.Field) bool {
	for _, language := range r.Languages {
		if len(f.Node.LabelsBy[language]) == 0 {
			return false
		}
	}
	return len(r.Languages) > 0
}

// looksLike reports whether a value stands on the document that can only be of one kind.
func (r *Reading) looksLike(k plan.Kind) bool {
	return hasForm[k] && slices.ContainsFunc(r.Found, func(found candidates) bool { return len(found[k]) > 0 })
}
