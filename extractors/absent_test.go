package extractors

import (
	"strings"
	"testing"

	"docpipe/pipeline"
	"docpipe/schemas"
)

const billSchema = `{"$schema":"http://json-schema.org/draft-07/schema#","title":"Bill","type":"object","properties":{
	"due_date":{"type":"string","format":"date"},
	"seller":{"type":"object","properties":{"name":{"type":"string"}}},
	"currency":{"type":"string","format":"currency"},
	"note":{"type":"string"}}}`

// A field that nobody found is absent where all pages have their text, nothing is labelled so, and the
// reader is measured to find it; in all other cases it was not found.
func TestStage_absent(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		schema, pointer string
		change          func(p *pipeline.Page)
		want            pipeline.FieldState
	}{
		"seldom missed":     {"invoice.v1", "/due_date", nil, pipeline.FieldAbsent},
		"often missed":      {"invoice.v1", "/seller/name", nil, pipeline.FieldNotFound},
		"seldom labelled":   {"invoice.v1", "/currency", nil, pipeline.FieldNotFound},
		"never measured":    {"invoice.v1", "/note", nil, pipeline.FieldNotFound},
		"schema of a user":  {"bill", "/due_date", nil, pipeline.FieldNotFound},
		"a page not read":   {"invoice.v1", "/due_date", func(p *pipeline.Page) { p.State = pipeline.PageFailed }, pipeline.FieldNotFound},
		"a page looks bare": {"invoice.v1", "/due_date", func(p *pipeline.Page) { p.State = pipeline.PageSuspectBlank }, pipeline.FieldNotFound},
		"a searchable scan": {"invoice.v1", "/due_date", func(p *pipeline.Page) { p.Image = "image/0-0.jpg" }, pipeline.FieldNotFound},
		"a recognised page": {"invoice.v1", "/due_date", func(p *pipeline.Page) {
			for i := range p.Words {
				p.Words[i].Source = pipeline.SourceOCR
			}
		}, pipeline.FieldNotFound},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := schemas.Parse(tt.schema, []byte(billSchema))
			if err != nil {
				t.Fatal(err)
			}
			d := sample()
			d.Settings.Schema = tt.schema
			if tt.change != nil {
				tt.change(d.Pages[0])
			}
			reader := says("local", Claim{Pointer: tt.pointer, Unlabelled: true})
			if err := Stage(DefaultConfig(), shelf{s}, guess{Unknown, 0}, nil, reader).Do(t.Context(), d); err != nil {
				t.Fatal(err)
			}
			f := d.Extraction.Fields[tt.pointer]
			if f.State != tt.want {
				t.Errorf("%s is %s (%s), want %s", tt.pointer, f.State, f.Reason, tt.want)
			}
			if f.State == pipeline.FieldAbsent && (f.Confidence == nil || *f.Confidence < recallShare || !strings.Contains(f.Reason, "no label")) {
				t.Errorf("confidence %v, reason %q; want the measured recall, and why", f.Confidence, f.Reason)
			}
		})
	}
}
