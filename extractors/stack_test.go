package extractors

import (
	"context"
	"strings"
	"testing"

	"docpipe/pipeline"
)

// pageGuess tells pages apart by what the test says.
type pageGuess struct {
	guess
	pages []string
}

func (g pageGuess) ClassifyPages(context.Context, *pipeline.Document) ([]string, error) {
	return g.pages, nil
}

func TestStack(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name         string
		pages        []string
		split, named string // what the reason names; empty when it is one document
	}{
		{"different documents", []string{"invoice", "", "receipt"}, "auto", "pages 1-2: invoice, page 3: receipt"},
		{"a cover without a heading", []string{"", "invoice", "receipt"}, "auto", "pages 1-2: invoice, page 3: receipt"},
		{"one document", []string{"invoice", "", "invoice"}, "auto", ""},
		{"read as one", []string{"invoice", "receipt", ""}, "never", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := &pipeline.Document{Settings: pipeline.Settings{Schema: Auto, Split: tt.split}}
			for i := range tt.pages {
				d.Pages = append(d.Pages, &pipeline.Page{Number: i + 1})
			}
			stage := Stage(DefaultConfig(), shelf{}, pageGuess{guess{Unknown, 0}, tt.pages}, nil)
			if err := stage.Do(t.Context(), d); err != nil {
				t.Fatal(err)
			}
			e := d.Extraction
			if tt.named == "" {
				if e.DocType == Stack {
					t.Errorf("type = %s, want one document", e.DocType)
				}
				return
			}
			if e.DocType != Stack || e.Data != nil || len(e.Fields) != 0 || len(e.Reasons) != 1 {
				t.Fatalf("type %s, data %v, %d fields, reasons %v, want a stack and one reason", e.DocType, e.Data, len(e.Fields), e.Reasons)
			}
			if r := e.Reasons[0]; r.Code != pipeline.ReasonSplitUncertain || !strings.Contains(r.Detail, tt.named) {
				t.Errorf("reason %s %q, want %s with %q", r.Code, r.Detail, pipeline.ReasonSplitUncertain, tt.named)
			}
		})
	}
}
