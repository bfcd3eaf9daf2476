package compliance

import (
	"strings"

	"docpipe/pipeline"
)

// terms gives the variable inv of an example: what inv says.
func (e Example) terms(x *pipeline.Extraction, b *bound, today day) *facts {
	if e.Inv.Kind == 0 {
		return newTerms(x, b.inv, today)
	}
	terms, _ := nested(plain(&e.Inv)).(map[string]any)
	f := newTerms(&pipeline.Extraction{EInvoice: &pipeline.EInvoice{Terms: terms}}, b.inv, today)
	for pointer, state := range e.states {
		if strings.HasPrefix(pointer, TermsRoot+"/") {
			f.extraction.Fields[pointer] = pipeline.Field{State: state}
		}
	}
	return f
}

// nested makes groups of dotted names.
func nested(v any) any {
	switch v := v.(type) {
	case map[string]any:
		m := map[string]any{}
		for name, below := range v {
			below = nested(below)
			for at := strings.LastIndexByte(name, '.'); at >= 0; at = strings.LastIndexByte(name, '.') {
				name, below = name[:at], map[string]any{name[at+1:]: below}
			}
			m[name] = merge(m[name], below)
		}
		return m
	case []any:
		list := make([]any, len(v))
		for i := range v {
			list[i] = nested(v[i])
		}
		return list
	}
	return v
}
