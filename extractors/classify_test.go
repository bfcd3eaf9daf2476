package extractors

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"docpipe/pipeline"
	"docpipe/schemas"
)

// unpaid is a classifier whose model gave no answer.
type unpaid struct {
	guess
	err error
}

func (u unpaid) Classify(context.Context, *pipeline.Document) (string, float64, error) {
	return u.doctype, u.confidence, u.err
}

// A type that no model could be asked for is the local one, with its reason; a provider that is
// away ends the stage.
func TestStageClassifiesWithoutItsModel(t *testing.T) {
	t.Parallel()
	s, err := schemas.Parse("order", []byte(orderSchema))
	if err != nil {
		t.Fatal(err)
	}
	for kind, code := range map[*pipeline.Kind]string{
		pipeline.ErrBudgetExhausted: pipeline.ReasonBudget, pipeline.ErrInvalid: ReasonReaderFailed, pipeline.ErrProviderUnavailable: "",
	} {
		d := sample()
		d.Settings.Schema = "auto"
		classify := unpaid{guess{"order", 0.6}, fmt.Errorf("classify@1: %w", kind)}
		err := Stage(DefaultConfig(), shelf{s}, classify, nil).Do(t.Context(), d)
		if code == "" {
			if !errors.Is(err, kind) || d.Extraction != nil {
				t.Errorf("%s: error %v, extraction %v, want the stage to end", kind.Code, err, d.Extraction)
			}
			continue
		}
		if err != nil || d.Extraction.DocType != "order" {
			t.Fatalf("%s: %v, want the local type", kind.Code, err)
		}
		if got := codesOf(d.Extraction, ""); !slices.Contains(got, code) || !slices.Contains(got, pipeline.ReasonDoctypeUncertain) {
			t.Errorf("%s: reasons %v, want %s and %s", kind.Code, got, code, pipeline.ReasonDoctypeUncertain)
		}
	}
}
