package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"docpipe/extractors"
	"docpipe/pipeline"
)

// answerOf writes what was read from a document as a model would: fields with their quotes, rows
// with the line that they begin on.
func answerOf(d *pipeline.Document) (string, error) {
	a := answerWriter{d}
	b, err := json.Marshal(a.value("", d.Extraction.Data))
	return string(b), err
}

type answerWriter struct{ d *pipeline.Document }

func (a answerWriter) value(pointer string, v any) any {
	switch v := v.(type) {
	case map[string]any:
		group := map[string]any{}
		for name, member := range v {
			group[name] = a.value(pointer+"/"+name, member)
		}
		if row := a.at(pointer); row != "" {
			group["at"] = row
		}
		return group
	case []any:
		list := make([]any, len(v))
		for i, e := range v {
			list[i] = a.value(fmt.Sprintf("%s/%d", pointer, i), e)
		}
		return list
	}
	if a.at(pointer[:strings.LastIndexByte(pointer, '/')]) != "" {
		return v // a cell, whose proof is its row
	}
	quote := ""
	if e := a.evidence(pointer); e != nil {
		quote = e.Quote
	}
	return map[string]any{"v": v, "q": quote}
}

func (a answerWriter) evidence(pointer string) *pipeline.Evidence {
	if f := a.d.Extraction.Fields[pointer]; len(f.Evidence) > 0 {
		return &f.Evidence[0]
	}
	return nil
}

// at is the line on which the row under pointer begins, page:line; empty when it is no row.
func (a answerWriter) at(pointer string) string {
	if last := pointer[strings.LastIndexByte(pointer, '/')+1:]; last == "" || strings.Trim(last, "0123456789") != "" {
		return ""
	}
	for cell := range a.d.Extraction.Fields {
		e := a.evidence(cell)
		if e == nil || e.Box == nil || !strings.HasPrefix(cell, pointer+"/") {
			continue
		}
		for i, line := range extractors.Across(a.d.Pages[e.Page-1]) {
			for _, w := range line {
				if middle := (e.Box[1] + e.Box[3]) / 2; w.Word.Box[1] <= middle && middle <= w.Word.Box[3] {
					return fmt.Sprintf("%d:%d", e.Page, i+1)
				}
			}
		}
	}
	return ""
}
