package form

import (
	"strings"

	"docpipe/extractors"
	"docpipe/schemas"
)

// chosen claims enumerations that say which of several fields is filled in: their members are
// the names of fields beside them. It claims one only where exactly one of those is filled in.
func chosen(n *schemas.Node, claims []extractors.Claim) []extractors.Claim {
	var all []extractors.Claim
	for _, c := range n.Properties {
		switch {
		case len(c.Enum) > 1:
			if claim, ok := choice(n, c, claims); ok {
				all = append(all, claim)
			}
		case !c.IsList():
			all = append(all, chosen(c, claims)...)
		}
	}
	return all
}

// choice is the claim of one enumeration in group. Two of its members at least must name fields.
func choice(group, enum *schemas.Node, claims []extractors.Claim) (extractors.Claim, bool) {
	var filled []extractors.Claim
	fields := 0
	for _, m := range enum.Enum {
		name, _ := m.(string)
		field := group.Property(name)
		if field == nil || field == enum {
			continue
		}
		fields++
		for _, c := range claims {
			if c.Pointer == field.Pointer {
				c.Value = m
				filled = append(filled, c)
			}
		}
	}
	if fields < 2 || len(filled) != 1 {
		return extractors.Claim{}, false
	}
	c := filled[0]
	c.Reason = "only " + strings.TrimPrefix(c.Pointer, "/") + " of its fields is filled in"
	c.Pointer = enum.Pointer
	return c, true
}
