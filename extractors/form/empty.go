package form

import (
	"docpipe/extractors"
	"docpipe/pipeline"
)

// surelyNamed is the similarity from which a form field left empty says that a field is absent.
const surelyNamed = 0.95

// left claims what a form that was filled in leaves empty: each text field that carries the very
// name of a field of the schema, and no value. A form without any value may have been filled in
// by hand, and says nothing.
func left(f *pipeline.File, targets []target) []extractors.Claim {
	var empty []extractors.Claim
	filled := false
	for i := range f.Form {
		v := &f.Form[i]
		if v.Kind != "text" {
			continue
		}
		if v.Value != "" {
			filled = true
			continue
		}
		if t, similarity := closestTo(v, targets); similarity >= surelyNamed && t.pointer == t.node.Pointer {
			empty = append(empty, extractors.Claim{
				Pointer: t.pointer, State: pipeline.FieldAbsent, Source: pipeline.SourceForm, Reader: Version,
				Confidence: 0.5 + 0.48*similarity, Reason: "form field " + caption(v) + " is left empty", Evidence: []pipeline.Evidence{evidence(f, v)},
			})
		}
	}
	if !filled {
		return nil
	}
	return empty
}

// closestTo returns the field of the schema that a form field's names are most like, and how much.
func closestTo(v *pipeline.FormValue, targets []target) (best target, similarity float64) {
	for _, t := range targets {
		if len(t.node.Enum) > 0 && v.Kind == "checkbox" {
			continue
		}
		if sim := t.similarity(v); sim > similarity {
			best, similarity = t, sim
		}
	}
	return best, similarity
}
