package task

import (
	"context"
	"fmt"
	"slices"

	"docpipe/extractors"
)

// escalate asks a premium target again, once, for required fields that the plain targets left
// without proof: no value, or a quote that stands nowhere. It does nothing where none is
// configured. What it proves takes the place of what was not proven.
func (x *extraction) escalate(ctx context.Context, open []string, found *findings) error {
	unproven := x.unproven(open, found)
	if !x.cfg.Escalates || len(unproven) == 0 {
		return nil
	}
	again := &extraction{
		Tasks: x.Tasks, doc: x.doc, schema: x.schema, pages: x.pages, languages: x.languages, unprinted: x.unprinted,
		why: fmt.Sprintf("%d required fields without proof", len(unproven)),
	}
	better := &findings{root: x.schema.Root, lists: map[string][]row{}}
	err := again.fields(ctx, unproven, better)
	for _, c := range better.fields {
		if !x.proven(c) {
			continue
		}
		found.fields = slices.DeleteFunc(found.fields, func(o extractors.Claim) bool { return o.Pointer == c.Pointer && !x.proven(o) })
		found.fields = append(found.fields, c)
	}
	for _, m := range better.models {
		if !slices.Contains(found.models, m) {
			found.models = append(found.models, m)
		}
	}
	return err
}

// unproven lists the required leaves outside of lists that were asked for and have no claim
// with a quote that stands on the document.
func (x *extraction) unproven(open []string, found *findings) []string {
	var all []string
	for _, n := range x.schema.Leaves() {
		if !n.Required || outerList(n.Pointer) != "" || !extractors.Opens(open, n.Pointer) {
			continue
		}
		if !slices.ContainsFunc(found.fields, func(c extractors.Claim) bool { return c.Pointer == n.Pointer && x.proven(c) }) {
			all = append(all, n.Pointer)
		}
	}
	return all
}

func (x *extraction) proven(c extractors.Claim) bool {
	if len(c.Evidence) == 0 {
		return false
	}
	_, ok := extractors.Cite(x.doc, c.Evidence[0].Quote, c.Evidence[0].Page)
	return ok
}
