package extractors

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"docpipe/pipeline"
	"docpipe/schemas"
)

// doubt records what a person should look at: values below the threshold and required fields
// that are not there. It sets the confidence of the whole.
func (x stage) doubt(s *schemas.Schema, e *pipeline.Extraction) {
	spoken := x.doubtRows(s, e)
	for _, pointer := range slices.Sorted(maps.Keys(e.Fields)) {
		f := e.Fields[pointer]
		if f.State != pipeline.FieldFound || spoken[pointer] {
			continue
		}
		limit := x.threshold(s, nodeAt(s.Root, pointer))
		if f.Confidence == nil || *f.Confidence < limit {
			e.Reasons = append(e.Reasons, pipeline.Reason{Code: pipeline.ReasonLowConfidence, Path: pointer,
				Page: pageOf(f), Detail: belowThreshold(f.Confidence, limit)})
		}
	}
	if len(e.Fields) > 0 && !anyFound(e.Fields) {
		e.Reasons = append(e.Reasons, pipeline.Reason{Code: pipeline.ReasonNothingFound,
			Detail: "no field of the schema was found on the document: is it a document of this kind?"})
	}
	need := required{fields: e.Fields, lowest: 1}
	need.group(s.Root, "", e.Data)
	e.Reasons = append(e.Reasons, need.reasons...)
	if need.any {
		lowest := need.lowest
		e.Confidence = &lowest
	}
}

// anyFound reports whether a document says anything of what its schema asks for. An empty answer
// that validates is no success.
func anyFound(fields map[string]pipeline.Field) bool {
	for _, f := range fields {
		if f.State == pipeline.FieldFound || f.State == pipeline.FieldAbsent {
			return true
		}
	}
	return false
}

func (x stage) threshold(s *schemas.Schema, n *schemas.Node) float64 {
	switch {
	case n != nil && n.MinConfidence != nil:
		return *n.MinConfidence
	case s.MinConfidence != nil:
		return *s.MinConfidence
	}
	return x.cfg.MinConfidence
}

func belowThreshold(confidence *float64, limit float64) string {
	if confidence == nil {
		return "nobody estimated how sure this value is"
	}
	return fmt.Sprintf("confidence %.3f is below %.2f", *confidence, limit)
}

func pageOf(f pipeline.Field) int {
	for _, e := range f.Evidence {
		if e.Page > 0 {
			return e.Page
		}
	}
	return 0
}

// required walks the required fields: those of the root, of required groups, and of groups and
// rows that are there. A missing one counts as confidence 0.
type required struct {
	fields  map[string]pipeline.Field
	reasons []pipeline.Reason
	lowest  float64
	any     bool
}

func (r *required) group(n *schemas.Node, pointer string, data map[string]any) {
	for _, p := range n.Properties {
		v, there := data[p.Name]
		at := pointer + "/" + escaper.Replace(p.Name)
		switch {
		case there:
			r.present(p, at, v)
		case !p.Required:
		case p.Leaf() || p.IsList() || len(p.Properties) == 0:
			r.missing(at)
		default:
			r.group(p, at, nil)
		}
	}
}

func (r *required) present(n *schemas.Node, pointer string, v any) {
	switch v := v.(type) {
	case map[string]any:
		r.group(n, pointer, v)
	case []any:
		for i, item := range v {
			if group, ok := item.(map[string]any); ok && n.Items != nil {
				r.group(n.Items, pointer+"/"+strconv.Itoa(i), group)
			}
		}
	default:
		if n.Required {
			r.any = true
			if c := r.fields[pointer].Confidence; c != nil {
				r.lowest = min(r.lowest, *c)
			}
		}
	}
}

func (r *required) missing(pointer string) {
	r.any, r.lowest = true, 0
	detail := "required, and not found on the document"
	if r.fields[pointer].State == pipeline.FieldAbsent {
		detail = "required, and not on the document"
	}
	r.reasons = append(r.reasons, pipeline.Reason{Code: pipeline.ReasonMissingRequired, Path: pointer, Detail: detail})
}
