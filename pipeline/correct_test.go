package pipeline_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"docpipe/pipeline"
)

func read() *pipeline.Document {
	return &pipeline.Document{Extraction: &pipeline.Extraction{
		Data:    map[string]any{"number": "7", "lines": []any{map[string]any{"net": "1.00"}}},
		Fields:  map[string]pipeline.Field{"/number": {State: pipeline.FieldUnreadable}},
		Reasons: []pipeline.Reason{{Code: pipeline.ReasonUnreadable, Path: "/number"}, {Code: pipeline.ReasonUnreadable, Path: "/date"}},
	}, Findings: []pipeline.Finding{{}}}
}

func TestDocument_Correct(t *testing.T) {
	t.Parallel()
	d := read()
	err := d.Correct("key_1", "misread", time.Now(), map[string]any{"/number": "8", "/lines/0/net": nil, "/seller/name": "A~B", "/a~1b": true})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"number": "8", "lines": []any{map[string]any{}}, "seller": map[string]any{"name": "A~B"}, "a/b": true}
	if diff := cmp.Diff(want, d.Extraction.Data); diff != "" {
		t.Errorf("data (-want +got):\n%s", diff)
	}
	if f := d.Extraction.Fields["/number"]; f.State != pipeline.FieldFound || f.Source != pipeline.SourceHuman || *f.Review != "corrected" {
		t.Errorf("the field = %+v, want it found by a person", f)
	}
	if f := d.Extraction.Fields["/lines/0/net"]; f.State != pipeline.FieldAbsent {
		t.Errorf("the field that is not there = %+v, want it absent", f)
	}
	if len(d.Extraction.Reasons) != 1 || d.Findings != nil || d.Review == nil || len(d.Review.Edits) != 4 {
		t.Errorf("reasons %v, findings %v, review %+v, want one reason, no findings and four edits", d.Extraction.Reasons, d.Findings, d.Review)
	}
	if r := pipeline.NewResult(d, 2, nil); r.Author != "key_1" || r.Review.State != "corrected" {
		t.Errorf("the result is by %s, %s, want the person's", r.Author, r.Review.State)
	}
}

func TestDocument_Correct_refuses(t *testing.T) {
	t.Parallel()
	for pointer, value := range map[string]any{
		"number": "8", "": "8", "/": "8", "/lines/1/net": "8", "/lines/x/net": "8", "/lines/-1": "8", "/number/x": "8", "/lines": []any{}, "/seller": map[string]any{},
	} {
		if err := read().Correct("key_1", "", time.Now(), map[string]any{pointer: value}); !errors.Is(err, pipeline.ErrInvalid) {
			t.Errorf("Correct %q = %v, want ErrInvalid", pointer, err)
		}
	}
	if err := (&pipeline.Document{}).Correct("key_1", "", time.Now(), map[string]any{"/number": "8"}); !errors.Is(err, pipeline.ErrInvalid) {
		t.Errorf("Correct of a document that was not read = %v, want ErrInvalid", err)
	}
}

func TestParseUntil(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"2026-12-31": "2027-01-01T00:00:00Z", "2026-12-31T18:00:00+01:00": "2026-12-31T17:00:00Z"} {
		if got, err := pipeline.ParseUntil(text); err != nil || got.UTC().Format(time.RFC3339) != want {
			t.Errorf("ParseUntil(%q) = %v, %v, want %s", text, got, err, want)
		}
	}
	if got, err := pipeline.ParseUntil("soon"); !errors.Is(err, pipeline.ErrInvalid) {
		t.Errorf("ParseUntil = %v, %v, want ErrInvalid", got, err)
	}
}
