package compliance

import (
	"errors"
	"testing"

	"docpipe/pipeline"
)

func TestInquiry(t *testing.T) {
	t.Parallel()
	good := Inquiry{Question: "Is it signed?", Expect: "yes"}
	if err := good.Check(High); err != nil {
		t.Errorf("a question with an expected answer: %v", err)
	}
	tests := []struct {
		name     string
		q        Inquiry
		severity string
	}{
		{"critical", good, Critical},
		{"no question", Inquiry{Expect: "yes"}, High},
		{"no expectation", Inquiry{Question: "Is it?"}, High},
		{"even votes", Inquiry{Question: "Is it?", Expect: "no", Votes: 2}, High},
		{"citing now and then", Inquiry{Question: "Is it?", Expect: "no", Cite: "sometimes"}, High},
	}
	for _, tt := range tests {
		if err := tt.q.Check(tt.severity); !errors.Is(err, pipeline.ErrInvalid) {
			t.Errorf("%s: Check = %v, want ErrInvalid", tt.name, err)
		}
	}
}

func TestSourcesThatAreNotThere(t *testing.T) {
	t.Parallel()
	for _, f := range Recalls {
		got, err := Sources{}.Recall(t.Context(), &pipeline.Document{}, Recall{Function: f.Name})
		if err != nil || got.Unanswered == "" {
			t.Errorf("%s without a source = %+v, %v, want unanswered", f.Name, got, err)
		}
		if _, ok := RowTypes[f.RowType]; !ok {
			t.Errorf("%s gives rows of type %q, which has no columns", f.Name, f.RowType)
		}
	}
	j, err := Sources{}.Inquire(t.Context(), &pipeline.Document{}, Inquiry{Question: "Is it?", Expect: "yes"})
	if err != nil || j.Verdict != pipeline.CannotTell || j.Why != WhyNoModel {
		t.Errorf("a question without a judge = %+v, %v, want cannot_tell", j, err)
	}
}
