package raster

import (
	"encoding/json"
	"strings"

	"docpipe/pipeline"
)

// A formField is one entry of the key acroform.
type formField struct {
	FullName        string
	AlternativeName string
	FieldType       string // /Tx /Btn /Ch /Sig
	IsCheckbox      bool
	IsRadioButton   bool
	PagePosFrom1    int
	Value           json.RawMessage
	Annotation      struct {
		Object          string
		AppearanceState string
	}
}

// maxFields bounds what one file may claim.
const maxFields = 20_000

// form returns the form fields of the file with their values.
func (s *structure) form() []pipeline.FormValue {
	var all []pipeline.FormValue
	for _, f := range s.AcroForm.Fields[:min(len(s.AcroForm.Fields), maxFields)] {
		kind := f.kind()
		if kind == "" {
			continue
		}
		v := pipeline.FormValue{Name: f.FullName, Kind: kind, Value: f.value(kind), Page: f.PagePosFrom1}
		if f.AlternativeName != f.FullName {
			v.Label = f.AlternativeName
		}
		v.Box = s.widget(f)
		all = append(all, v)
	}
	return all
}

// kind names the field's type; "" for a push button, which holds no value.
func (f formField) kind() string {
	switch {
	case f.IsCheckbox:
		return "checkbox"
	case f.IsRadioButton:
		return "radio"
	case f.FieldType == "/Tx":
		return "text"
	case f.FieldType == "/Ch":
		return "choice"
	case f.FieldType == "/Sig":
		return "signature"
	}
	return ""
}

func (f formField) value(kind string) string {
	switch kind {
	case "checkbox":
		state := f.Annotation.AppearanceState
		if state == "" {
			state = pdfString(f.Value)
		}
		if state != "" && state != "/Off" && state != "Off" {
			return "true"
		}
		return "false"
	case "signature":
		return ""
	}
	return pdfString(f.Value)
}

// pdfString reads a value as qpdf writes it: text behind "u:", names with their slash, several
// choices as an array.
func pdfString(raw json.RawMessage) string {
	var many []json.RawMessage
	if json.Unmarshal(raw, &many) == nil {
		parts := make([]string, len(many))
		for i, m := range many {
			parts[i] = pdfString(m)
		}
		return strings.Join(parts, ", ")
	}
	var text string
	if json.Unmarshal(raw, &text) != nil || strings.HasPrefix(text, "b:") {
		return ""
	}
	text = strings.TrimPrefix(text, "u:")
	return strings.TrimPrefix(text, "/")
}

// widget returns where the field stands on its page; the zero box when nobody can tell.
func (s *structure) widget(f formField) pipeline.Box {
	var w struct {
		Rect json.RawMessage `json:"/Rect"`
	}
	if f.PagePosFrom1 < 1 || f.PagePosFrom1 > len(s.Pages) || !s.dictionary(f.Annotation.Object, &w) {
		return pipeline.Box{}
	}
	r, ok := s.rectangle(w.Rect)
	if !ok {
		return pipeline.Box{}
	}
	frame, ok := s.frame(s.Pages[f.PagePosFrom1-1].Object)
	if !ok {
		return pipeline.Box{}
	}
	return frame.shown(r)
}
