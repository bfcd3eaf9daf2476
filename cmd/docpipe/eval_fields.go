package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"docpipe/extractors/eval"
	"docpipe/schemas"
)

// checkFields refuses a set that asks for fields its schema does not have: each would be scored
// as empty, and a gate on it would never be what it says.
func checkFields(set *eval.Set, s *schemas.Schema) error {
	var errs []error
	check := func(pointer string) {
		if known, ok := leads(s.Root, pointer); !ok {
			errs = append(errs, fmt.Errorf("%s: schema %s has no such field%s", pointer, s.ID, didYouMean(pointer, known)))
		}
	}
	for _, f := range set.Fields {
		check(f.Pointer)
	}
	for _, l := range set.Lists {
		check(l.Pointer)
		for _, c := range append(l.Match, l.Cells...) {
			check(l.Pointer + "/0/" + c.Pointer)
		}
	}
	if len(errs) > 0 {
		return usageError{fmt.Errorf("set %s: %w", set.Name, errors.Join(errs...))}
	}
	return nil
}

// leads follows a pointer through a schema. Where it ends, known are the pointers that go on; a
// group that lists no properties may hold anything.
func leads(n *schemas.Node, pointer string) (known []string, ok bool) {
	at := ""
	for _, token := range strings.Split(pointer, "/")[1:] {
		token = strings.NewReplacer("~1", "/", "~0", "~").Replace(token)
		if n.IsList() {
			if n = n.Items; n == nil {
				return nil, true
			}
			at += "/0"
			continue
		}
		if len(n.Properties) == 0 {
			return nil, !n.Leaf()
		}
		next := n.Property(token)
		if next == nil {
			for _, p := range n.Properties {
				known = append(known, at+"/"+p.Name)
			}
			return known, false
		}
		n, at = next, at+"/"+token
	}
	return nil, true
}

// noteUnknownTruth says which keys of the truth no record has: misspelt, or of no document.
func noteUnknownTruth(notes io.Writer, set *eval.Set) {
	for _, f := range set.Fields {
		seen := false
		for i := range set.Records {
			_, has := set.Records[i].Truth[f.Truth]
			seen = seen || has
		}
		if !seen {
			fmt.Fprintf(notes, "set %s: %s: no record of truth.jsonl has the key %q\n", set.Name, f.Pointer, f.Truth)
		}
	}
}
