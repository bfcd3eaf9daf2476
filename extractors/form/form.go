// Package form reads the values that the form fields of a PDF state themselves.
//
// A form field belongs to the field of the schema whose label, title or name it carries:
// compared are its tooltip, which is what a person reads, and its technical name. The values
// are exact; what is uncertain is only which field they belong to, and that is the confidence.
// What a filled form leaves empty is absent, unless print says otherwise.
package form

import (
	"context"
	"slices"
	"strings"

	"docpipe/extractors"
	"docpipe/pipeline"
	"docpipe/schemas"
)

// Version names the reader in results.
const Version = "form@1"

// A Reader claims form values. The zero Reader is ready, and safe for concurrent use.
type Reader struct{}

var _ extractors.Extractor = Reader{}

// closest is the similarity below which a form field belongs to no field of the schema.
const closest = 0.6

// Extract claims the filled form fields of all files. Its error is the context's.
func (Reader) Extract(ctx context.Context, d *pipeline.Document, s *schemas.Schema) ([]extractors.Claim, error) {
	if !slices.ContainsFunc(d.Files, func(f pipeline.File) bool { return len(f.Form) > 0 }) {
		return nil, nil
	}
	var claims []extractors.Claim
	targets := targetsOf(s)
	for i := range d.Files {
		for j := range d.Files[i].Form {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			v := &d.Files[i].Form[j]
			if v.Value == "" || v.Kind == "signature" {
				continue
			}
			claims = append(claims, claimsOf(&d.Files[i], v, targets)...)
		}
	}
	claims = strongest(claims)
	claims = strongest(append(claims, chosen(s.Root, claims)...))
	for i := range d.Files {
		claims = append(claims, unclaimed(claims, left(&d.Files[i], targets))...)
	}
	return claims, nil
}

// claimsOf reads one form field: a ticked box, several parts of an address, or one value.
func claimsOf(f *pipeline.File, v *pipeline.FormValue, targets []target) []extractors.Claim {
	if v.Kind == "checkbox" && v.Value == "true" {
		if c, ok := ticked(f, v, targets); ok {
			return []extractors.Claim{c}
		}
	}
	if parts := places(f, v, targets); len(parts) > 0 {
		return parts
	}
	if c, ok := claim(f, v, targets); ok {
		return []extractors.Claim{c}
	}
	return nil
}

// claim finds the field of the schema that the form value belongs to.
func claim(f *pipeline.File, v *pipeline.FormValue, targets []target) (extractors.Claim, bool) {
	best, similarity := closestTo(v, targets)
	if similarity < closest {
		return extractors.Claim{}, false
	}
	value, ok := read(best.node, v)
	if !ok {
		return extractors.Claim{}, false
	}
	return extractors.Claim{
		Pointer: best.pointer, Value: value, Source: pipeline.SourceForm, Reader: Version,
		Confidence: 0.5 + 0.48*similarity, Reason: "form field " + caption(v), Evidence: []pipeline.Evidence{evidence(f, v)},
	}, true
}

// evidence cites the form field.
func evidence(f *pipeline.File, v *pipeline.FormValue) pipeline.Evidence {
	e := pipeline.Evidence{Page: max(f.FirstPage, 1) + max(v.Page, 1) - 1, Quote: v.Value}
	if !v.Box.Empty() {
		box := v.Box
		e.Box = &box
	}
	return e
}

func caption(v *pipeline.FormValue) string {
	if v.Label != "" {
		return v.Label
	}
	return v.Name
}

// read brings the value to the form that claims use: dates as YYYY-MM-DD, amounts plain.
func read(n *schemas.Node, v *pipeline.FormValue) (any, bool) {
	if v.Kind == "checkbox" {
		return v.Value == "true", true
	}
	if n.Format == "date" {
		found := extractors.ScanDates(strings.Fields(v.Value), extractors.OrderUnknown)
		if len(found) != 1 || len(found[0].Readings) != 1 {
			return nil, false
		}
		return found[0].Readings[0], true
	}
	if n.Format == "decimal" || numeric(n) {
		read := extractors.ReadAmount(v.Value, 0)
		if len(read) != 1 {
			return nil, false
		}
		return read[0].Text, true
	}
	return v.Value, true
}

func numeric(n *schemas.Node) bool {
	for _, t := range n.Types {
		if t == "number" || t == "integer" {
			return true
		}
	}
	return false
}

// unclaimed returns the claims about fields that the others say nothing of.
func unclaimed(claims, more []extractors.Claim) []extractors.Claim {
	return slices.DeleteFunc(more, func(m extractors.Claim) bool {
		return slices.ContainsFunc(claims, func(c extractors.Claim) bool { return c.Pointer == m.Pointer })
	})
}

// strongest keeps one claim for each field of the schema.
func strongest(claims []extractors.Claim) []extractors.Claim {
	at := map[string]int{}
	var kept []extractors.Claim
	for _, c := range claims {
		i, seen := at[c.Pointer]
		switch {
		case !seen:
			at[c.Pointer] = len(kept)
			kept = append(kept, c)
		case c.Confidence > kept[i].Confidence:
			kept[i] = c
		}
	}
	return kept
}
