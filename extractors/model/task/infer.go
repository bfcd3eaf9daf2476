package task

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"docpipe/pipeline"
	"docpipe/schemas"
)

const inferVersion = "infer-schema@1"

// inferPages is how many pages of a sample are looked at.
const inferPages = 6

const inferSystem = `Name the fields that somebody who files or checks such documents would want to have from them: numbers, dates, parties, amounts, conditions. ` +
	`A field has a name in English snake_case, the label as it is printed, and a value on these pages. Rows of a table are one list: its fields carry the list's name. ` +
	`Leave out what stands in every document of the sender, such as slogans.`

var inferTypes = []string{"text", "number", "amount", "date", "yes_no"}

var inferShape = fixed("fields", `{"type":"object","properties":{"title":{"type":"string","description":"what such a document is called, in English"},`+
	`"fields":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"},"list":{"type":["string","null"],"description":"name of the table whose rows have this field"},`+
	`"type":{"type":"string","enum":[`+enum(inferTypes)+`]},"description":{"type":"string"},"label":{"type":["string","null"]},"quote":{"type":"string","description":"the value, verbatim"}},`+
	`"required":["name","list","type","description","label","quote"],"additionalProperties":false}}},"required":["title","fields"],"additionalProperties":false}`)

type inferred struct {
	Title  string          `json:"title"`
	Fields []inferredField `json:"fields"`
}

type inferredField struct {
	Name     string  `json:"name"`
	List     *string `json:"list"`
	Type     string  `json:"type"`
	Describe string  `json:"description"`
	Label    *string `json:"label"`
	Quote    string  `json:"quote"`
}

var snake = regexp.MustCompile(`^[a-z][a-z0-9_]{0,62}$`)

// InferSchema derives a JSON Schema (draft 7) for documents like the samples. Fields whose
// value stands on no page are left out; a field that all samples have is required. The error
// wraps pipeline.ErrInvalid when the samples have no field in common with themselves.
func (t *Tasks) InferSchema(ctx context.Context, samples []*pipeline.Document) (json.RawMessage, error) {
	var all []inferred
	for _, d := range samples {
		found, err := t.infer(ctx, d)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", d.Source, err)
		}
		all = append(all, found)
	}
	raw, err := newDraft(all).schema()
	if err != nil {
		return nil, err
	}
	if _, err := schemas.Parse("inferred", raw); err != nil {
		return nil, err
	}
	return raw, nil
}

func (t *Tasks) infer(ctx context.Context, d *pipeline.Document) (inferred, error) {
	pages := sheets(d)
	if len(pages) == 0 {
		return inferred{}, fmt.Errorf("no page could be read: %w", pipeline.ErrInvalid)
	}
	parts, err := spread(ctx, t, windows(pages[:min(len(pages), inferPages)], inferPages), func(ctx context.Context, w window) (inferred, error) {
		a, err := t.ask(ctx, question{
			task: inferVersion, doc: d, window: w, system: inferSystem, ask: "Which fields do these pages have?", shape: inferShape,
			output: 4096, images: true, check: checked(inferred.wrong),
		})
		if err != nil {
			return inferred{}, err
		}
		return read[inferred](a.Value)
	})
	if err != nil {
		return inferred{}, err
	}
	whole := inferred{Title: parts[0].Title}
	for _, p := range parts {
		whole.Fields = append(whole.Fields, p.Fields...)
	}
	whole.clean()
	whole.Fields = slices.DeleteFunc(whole.Fields, func(f inferredField) bool { return len(cite(d, []quoted{{0, f.Quote}})) == 0 })
	return whole, nil
}

// clean makes the texts safe to stand in prompts: the schema made of them is put to models with
// other documents, and a label may have been written for that.
func (v *inferred) clean() {
	v.Title = clean(v.Title)
	for i := range v.Fields {
		f := &v.Fields[i]
		f.Describe = clean(f.Describe)
		if f.Label != nil {
			label := strings.TrimSpace(clean(*f.Label))
			f.Label = &label
		}
	}
}

func (v inferred) wrong() []string {
	var wrong []string
	for _, f := range v.Fields {
		if !snake.MatchString(f.Name) || f.List != nil && !snake.MatchString(*f.List) {
			wrong = append(wrong, fmt.Sprintf("the name %q is not snake_case", short(f.Name)))
		}
		if !slices.Contains(inferTypes, f.Type) {
			wrong = append(wrong, fmt.Sprintf("the type %q is not of the list", short(f.Type)))
		}
	}
	return wrong
}
