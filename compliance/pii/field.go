package pii

import (
	"slices"
	"strings"

	"docpipe/pipeline"
)

// Fields returns the places of the personal fields of d's result: where their evidence is, and
// wherever else on the pages the same words stand. class tells a field's class by its pointer,
// "" for fields that are nobody's.
func Fields(d *pipeline.Document, class func(pointer string) Class) []Place {
	if d.Extraction == nil {
		return nil
	}
	var proven, repeats []Place
	for pointer, field := range d.Extraction.Fields {
		c := class(pointer)
		if c == "" {
			continue
		}
		for _, e := range evidence(field) {
			if e.Box != nil {
				proven = append(proven, Place{Class: c, Kind: pointer, Page: e.Page, Box: *e.Box, Sure: true, Text: Masked(c, e.Quote)})
			}
			repeats = append(repeats, repeated(d, e.Quote, c, pointer)...)
		}
		if value, ok := valueAt(d.Extraction.Data, pointer).(string); ok {
			repeats = append(repeats, repeated(d, value, c, pointer)...)
		}
	}
	slices.SortFunc(proven, inOrder)
	slices.SortFunc(repeats, inOrder)
	return distinct(append(proven, repeats...))
}

// distinct drops places that lie in one of the same class before them.
func distinct(places []Place) []Place {
	var kept []Place
	for _, p := range places {
		within := func(k Place) bool {
			return k.Class == p.Class && k.Page == p.Page && holds(k.Box, p.Box) &&
				p.Box.Width() <= k.Box.Width() && p.Box.Height() <= 1.5*k.Box.Height()
		}
		if !slices.ContainsFunc(kept, within) {
			kept = append(kept, p)
		}
	}
	return kept
}

// evidence returns that of the value, and of the values that were not believed: they may be
// right all the same.
func evidence(f pipeline.Field) []pipeline.Evidence {
	all := slices.Clone(f.Evidence)
	for _, c := range f.Candidates {
		all = append(all, c.Evidence...)
	}
	return all
}

func inOrder(a, b Place) int {
	switch {
	case a.Page != b.Page:
		return a.Page - b.Page
	case a.Box != b.Box:
		return slices.Compare(a.Box[:], b.Box[:])
	}
	return strings.Compare(a.Kind, b.Kind)
}
