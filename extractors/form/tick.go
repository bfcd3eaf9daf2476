package form

import (
	"slices"
	"strings"

	"docpipe/extractors"
	"docpipe/pipeline"
	"docpipe/schemas"
)

// ticked claims the member of an enumeration whose box is ticked: forms print one box for each
// member. Where a box stands for several members, the form does not say which one is meant, and
// all are offered.
func ticked(f *pipeline.File, v *pipeline.FormValue, targets []target) (extractors.Claim, bool) {
	for _, t := range targets {
		members := membersOf(t.node, v)
		if len(members) == 0 {
			continue
		}
		c := extractors.Claim{
			Pointer: t.pointer, Source: pipeline.SourceForm, Reader: Version, Confidence: 0.98,
			Reason: "ticked: " + caption(v), Evidence: []pipeline.Evidence{evidence(f, v)},
		}
		c.Evidence[0].Quote = caption(v)
		if len(members) == 1 {
			c.Value = members[0]
			return c, true
		}
		share := 1 / float64(len(members))
		for _, m := range members {
			c.Candidates = append(c.Candidates, pipeline.Candidate{Value: m, Confidence: &share, Evidence: c.Evidence})
		}
		c.State, c.Ambiguous, c.Confidence = pipeline.FieldNotFound, true, 0
		c.Reason = "ticked: " + caption(v) + ", which stands for " + strings.Join(members, ", ")
		return c, true
	}
	return extractors.Claim{}, false
}

// membersOf returns the members that a box is named or labelled for: the one of its own words,
// else those that begin with them.
func membersOf(n *schemas.Node, v *pipeline.FormValue) []string {
	var members []string
	for _, given := range [][]string{split(lastName(v.Name)), split(v.Label)} {
		for _, m := range n.Enum {
			member, ok := m.(string)
			if !ok {
				continue
			}
			words := split(member)
			if slices.Equal(words, given) {
				return []string{member}
			}
			if len(given) > 0 && len(words) > len(given) && slices.Equal(words[:len(given)], given) && !slices.Contains(members, member) {
				members = append(members, member)
			}
		}
	}
	return members
}

func lastName(name string) string { return name[strings.LastIndexByte(name, '.')+1:] }
