package eval

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"docpipe/pipeline"
)

// result makes a result of data; each named field has a confidence of 0.8.
func result(data map[string]any, pointers ...string) *pipeline.Result {
	r := &pipeline.Result{Data: data, Fields: map[string]pipeline.Field{}}
	sure := 0.8
	for _, p := range pointers {
		r.Fields[p] = pipeline.Field{State: pipeline.FieldFound, Confidence: &sure}
	}
	return r
}

func TestJudge_outcomes(t *testing.T) {
	t.Parallel()
	five, given := map[string]any{"sum": json.Number("5")}, map[string]any{"total": "5.00"}
	for name, c := range map[string]struct {
		onlyVisible bool
		record      Record
		data        map[string]any
		want        Outcome
	}{
		"right":                      {false, Record{Truth: five}, given, Right},
		"wrong":                      {false, Record{Truth: five}, map[string]any{"total": "6.00"}, Wrong},
		"empty":                      {false, Record{Truth: five}, nil, Empty},
		"an empty text is empty":     {false, Record{Truth: five}, map[string]any{"total": ""}, Empty},
		"complete truth without it":  {false, Record{Truth: map[string]any{}}, given, Filled},
		"null, and nothing given":    {true, Record{Truth: map[string]any{"sum": nil}}, nil, Absent},
		"null, and a value":          {true, Record{Truth: map[string]any{"sum": nil}}, given, Filled},
		"visible":                    {true, Record{Truth: five, Visible: []string{"sum"}}, given, Right},
		"not visible":                {true, Record{Truth: five, Visible: []string{"day"}}, given, Unjudged},
		"only_visible, and no key":   {true, Record{Truth: map[string]any{}}, given, Unjudged},
		"partial truth without it":   {false, Record{Truth: map[string]any{}, Visible: []string{"day"}}, given, Unjudged},
		"only_visible without lists": {true, Record{Truth: five}, given, Unjudged},
	} {
		s := Set{OnlyVisible: c.onlyVisible, Fields: []Field{{"/total", "sum", "money"}}}
		j := s.Judge(&c.record, result(c.data, "/total"))
		if got := j.Cases[0].Outcome; got != c.want {
			t.Errorf("%s: outcome = %s, want %s", name, got, c.want)
		}
		if got := j.AllRight(); got == c.want.Miss() {
			t.Errorf("%s: all right = %v", name, got)
		}
	}
}

func TestJudge_set(t *testing.T) {
	t.Parallel()
	s := Set{Fields: []Field{{"/parties", "party", "set"}}}
	r := Record{Truth: map[string]any{"party": []any{"Acme Inc.", "Dave Finnegan"}}}
	j := s.Judge(&r, result(map[string]any{"parties": []any{"ACME, Inc", "Somebody", "acme inc"}}, "/parties/0", "/parties/1"))
	got := j.Cases[0]
	if want := (Counts{Want: 2, Got: 3, Right: 1}); got.Outcome != Wrong || *got.Items != want || got.Score != 0.4 {
		t.Errorf("outcome %s, items %+v, score %v; want wrong, %+v, 0.4", got.Outcome, *got.Items, got.Score, want)
	}
	want := []Value{{"/parties/0", "ACME, Inc", 0.8, true}, {"/parties/1", "Somebody", 0.8, false}, {"/parties/2", "acme inc", 0, false}}
	if diff := cmp.Diff(want, got.Values); diff != "" {
		t.Errorf("values (-want +got):\n%s", diff)
	}
}

// Rows with the same amount go to the truth that they are most like.
func TestJudge_rows(t *testing.T) {
	t.Parallel()
	s := Set{Lists: []List{{Pointer: "/lines", Truth: "lines", Match: []Field{{"net", "amount", "money"}},
		Cells: []Field{{"net", "amount", "money"}, {"text", "text", "anls"}, {"quantity", "quantity", "number"}}}}}
	truth := []any{
		map[string]any{"amount": json.Number("5"), "text": "Rye bread", "quantity": json.Number("1")},
		map[string]any{"amount": json.Number("5"), "text": "Coffee"},
		map[string]any{"amount": json.Number("7"), "text": "Tea"},
	}
	data := map[string]any{"lines": []any{
		map[string]any{"net": "5.00", "text": "Coffee"},
		map[string]any{"net": "5.00", "text": "Rye bread", "quantity": "2"},
		map[string]any{"net": "5.00", "text": "Rye bread"},
		map[string]any{"net": "9.00"},
	}}
	j := s.Judge(&Record{Truth: map[string]any{"lines": truth}}, result(data))
	if want := (Counts{Want: 3, Got: 4, Right: 2}); j.Lists[0] != want {
		t.Errorf("rows = %+v, want %+v", j.Lists[0], want)
	}
	if want := (Counts{Want: 5, Got: 5, Right: 4}); j.Cells[0] != want {
		t.Errorf("cells = %+v, want %+v", j.Cells[0], want)
	}
	if j := s.Judge(&Record{Truth: map[string]any{}}, result(data)); j.Lists[0] != (Counts{}) {
		t.Errorf("rows without truth = %+v, want none counted", j.Lists[0])
	}
}
