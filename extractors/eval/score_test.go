package eval

import (
	"encoding/json"
	"errors"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"docpipe/pipeline"
)

func valuesOf(right ...bool) []Value {
	var all []Value
	for i, r := range right {
		all = append(all, Value{Confidence: 1 - float64(i)/100, Right: r})
	}
	return all
}

func TestAUROC(t *testing.T) {
	t.Parallel()
	tied := []Value{{Confidence: 0.5, Right: true}, {Confidence: 0.5}}
	for _, c := range []struct {
		values []Value
		want   float64
	}{
		{valuesOf(true, true, false), 1},
		{valuesOf(false, true, true), 0},
		{valuesOf(true, false, true, false), 0.75},
		{tied, 0.5},
		{valuesOf(true, true), 0.5},
		{nil, 0.5},
	} {
		if got := auroc(c.values); got != c.want {
			t.Errorf("auroc(%v) = %v, want %v", c.values, got, c.want)
		}
	}
}

func TestCoverage(t *testing.T) {
	t.Parallel()
	sure := make([]Value, 100)
	for i := range sure {
		sure[i] = Value{Confidence: 0.9, Right: i > 0} // 99 of 100
	}
	for name, c := range map[string]struct {
		values   []Value
		n, right int
	}{
		"up to the first wrong one":       {valuesOf(true, true, false, true), 2, 2},
		"one in a hundred may be wrong":   {sure, 100, 99},
		"equal ones are taken as a whole": {append(sure, Value{Confidence: 0.9}), 0, 0},
		"nothing given":                   {nil, 0, 0},
	} {
		if n, right := coverage(c.values); n != c.n || right != c.right {
			t.Errorf("%s: coverage = %d with %d right, want %d with %d", name, n, right, c.n, c.right)
		}
	}
}

// The interval is the same in every run, and holds the figure that it is about.
func TestRank(t *testing.T) {
	t.Parallel()
	var all []Case
	for i := range 60 {
		outcome, right := Right, i%10 > 0 || i > 30
		if !right {
			outcome = Wrong
		}
		all = append(all, Case{Document: string(rune('a' + i/3)), Outcome: outcome, Values: []Value{{Confidence: float64(i) / 60, Right: right}}})
	}
	all = append(all, Case{Document: "a", Outcome: Empty})
	r := Rank(all)
	if r.Values != 60 || r.Right != 56 || r.Interval[0] > r.Coverage || r.Interval[1] < r.Coverage || r.Interval[0] >= r.Interval[1] {
		t.Errorf("Rank = %+v, want 56 of 60 right, and a coverage within its interval", r)
	}
	if want := 29.0 / 61; math.Abs(r.Fields-want) > 1e-9 {
		t.Errorf("share of stated fields = %v, want %v", r.Fields, want)
	}
	if diff := cmp.Diff(r, Rank(all)); diff != "" {
		t.Errorf("a second run differs:\n%s", diff)
	}
}

func TestSummarise(t *testing.T) {
	t.Parallel()
	s := Set{Fields: []Field{{"/total", "sum", "money"}}}
	truth := map[string]any{"sum": json.Number("5")}
	right, none := map[string]any{"total": "5.00"}, map[string]any(nil)
	var all []Judgement
	for _, d := range []struct {
		group string
		truth map[string]any
		data  map[string]any
	}{{"a", truth, right}, {"a", truth, right}, {"a", truth, right}, {"b", truth, none}, {"c", map[string]any{}, right}} {
		all = append(all, s.Judge(&Record{Group: d.group, Truth: d.truth}, result(d.data, "/total")))
	}
	got := s.Summarise(all)
	if got.Micro != 0.75 || got.Macro != 0.5 || got.AllRight != 3 || got.Filled != 1 || got.Absent != 1 || got.Fields[0].Empty != 1 {
		t.Errorf("Summarise = %+v, want micro 0.75, macro 0.5, 3 all right, 1 of 1 filled, 1 empty", got)
	}
}

func TestCompare(t *testing.T) {
	t.Parallel()
	run := func(outcomes map[string]Outcome) *Run {
		set := SetRun{Name: "orders", Score: Score{Fields: []FieldScore{{Pointer: "/total"}}}}
		for _, id := range []string{"a", "b", "c", "d"} {
			if o, ok := outcomes[id]; ok {
				set.Documents = append(set.Documents, Judgement{Cases: []Case{{Document: id, Pointer: "/total", Outcome: o, Score: map[Outcome]float64{Right: 1}[o]}}})
			}
		}
		return &Run{Format: Format, Sets: []SetRun{set}}
	}
	got := Compare(run(map[string]Outcome{"a": Right, "b": Wrong, "c": Right}), run(map[string]Outcome{"a": Right, "b": Right, "c": Empty, "d": Wrong}))
	want := []Change{{Set: "orders", Pointer: "/total", Before: 2.0 / 3, Now: 2.0 / 3, Documents: 3, Better: []string{"b"}, Worse: []string{"c"}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Compare (-want +got):\n%s", diff)
	}
	if _, err := ReadRun([]byte(`{"format":"other"}`)); !errors.Is(err, pipeline.ErrInvalid) {
		t.Errorf("ReadRun of another format = %v, want ErrInvalid", err)
	}
}
