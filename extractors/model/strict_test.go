package model_test

import (
	"strings"
	"testing"

	"docpipe/extractors/model"
)

func TestParse(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat(`{"a":`, 200) + "1" + strings.Repeat("}", 200)
	rows := []struct {
		name, text string
		mode       model.JSONMode
		want       string // part of the error; empty accepts
	}{
		{"object", `{"a":1.5e3}`, model.JSONSchema, ""},
		{"duplicate key", `{"a":1,"a":2}`, model.JSONSchema, "twice"},
		{"trailing data", `{"a":1} and more`, model.JSONSchema, "follows"},
		{"second value", `{"a":1}{"a":2}`, model.JSONSchema, "follows"},
		{"NaN", `{"a":NaN}`, model.JSONSchema, "not JSON"},
		{"infinity", `{"a":1e999}`, model.JSONSchema, "exponent"},
		{"small exponent", `{"a":1e-309}`, model.JSONSchema, "exponent"},
		{"long number", `{"a":` + strings.Repeat("1", 41) + `}`, model.JSONSchema, "digits"},
		{"depth", deep, model.JSONSchema, "deeper"},
		{"array", `[1]`, model.JSONSchema, "an array, not an object"},
		{"string", `"a"`, model.JSONSchema, "a string"},
		{"number", `1`, model.JSONSchema, "a number"},
		{"null", `null`, model.JSONSchema, "null"},
		{"boolean", `true`, model.JSONSchema, "a boolean"},
		{"nothing", ``, model.JSONSchema, "not JSON"},
		{"cut", `{"a":"b`, model.JSONSchema, "not JSON"},
		{"not UTF-8", "{\"a\":\"\xff\"}", model.JSONSchema, "UTF-8"},
		{"fence where JSON was promised", "```json\n{}\n```", model.JSONSchema, "not JSON"},
		{"fence where it was only asked for", "```json\n{}\n```\n", model.JSONPrompt, ""},
		{"fence without a language", "```\n{}\n```", model.JSONPrompt, ""},
		{"open fence", "```json\n{}", model.JSONPrompt, "not JSON"},
		{"talk before the fence", "Here: ```json\n{}\n```", model.JSONPrompt, "not JSON"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			_, err := model.Parse(row.text, row.mode)
			if row.want == "" && err != nil {
				t.Errorf("Parse: %v, want it accepted", err)
			}
			if row.want != "" && (err == nil || !strings.Contains(err.Error(), row.want)) {
				t.Errorf("Parse: %v, want %q", err, row.want)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	f.Add(`{"a":[1,2.5e3,"x"],"b":{"c":null}}`)
	f.Add("```json\n{}\n```")
	f.Fuzz(func(t *testing.T, text string) {
		for _, mode := range []model.JSONMode{model.JSONSchema, model.JSONPrompt} {
			if v, err := model.Parse(text, mode); err == nil {
				if _, object := v.(map[string]any); !object {
					t.Errorf("Parse(%q) = %T, want an object", text, v)
				}
			}
		}
	})
}
