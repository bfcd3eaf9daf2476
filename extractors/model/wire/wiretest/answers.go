package wiretest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"docpipe/extractors/model"
)

// testAnswers: text, usage, id and model come back as the provider said them, in each mode.
func testAnswers(t *testing.T, d Dialect) {
	outputs := []*model.Output{nil}
	for _, mode := range d.Modes {
		outputs = append(outputs, Output(mode))
	}
	for _, o := range outputs {
		name := "plain text"
		if o != nil {
			name = string(o.Mode)
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := Answer{
				Text: `{"total":"1.10","n":12345678901234567890.10,"s":"ä\u00e4"}`, Output: o, Stray: true, ID: "answer-1", Model: "acme/reader-1-2026",
				Usage: model.Usage{Input: 1200, Output: 34, Cached: 1024},
			}
			if o == nil {
				a.Text = "An invoice.\nOver 5 €."
			}
			if !d.Cached {
				a.Usage.Cached = 0
			}
			if d.Unnamed {
				a.Model = modelName
			}
			r := ask("Read it.")
			r.Output = o
			got, err := serve(t, d.answer(a)).wire(t, d).Send(t.Context(), r)
			if err != nil {
				t.Fatal(err)
			}
			want := model.Response{Text: a.Text, Finish: model.FinishStop, Usage: a.Usage, ID: a.ID, Model: a.Model}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("response (-said +read):\n%s", diff)
			}
		})
	}
}

// testReasons: only an end is an end.
func testReasons(t *testing.T, d Dialect) {
	for reason, want := range d.Reasons {
		t.Run(reason, func(t *testing.T) {
			t.Parallel()
			s := serve(t, d.answer(Answer{Text: "An in", Reason: reason}))
			got, err := s.wire(t, d).Send(t.Context(), ask("What is this?"))
			if err != nil {
				t.Fatal(err)
			}
			if got.Finish != want {
				t.Errorf("finish = %s, want %s", got.Finish, want)
			}
		})
	}
}
