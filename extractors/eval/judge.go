package eval

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"docpipe/pipeline"
)

// A Judgement is one document compared with its record.
type Judgement struct {
	Cases []Case   `json:"cases"` // one for each field of the set
	Lists []Counts `json:"lists"` // one for each list of the set: rows
	Cells []Counts `json:"cells"` // of the rows that were found: those with a truth, and those right
}

// AllRight reports whether no person has to mend a field.
func (j *Judgement) AllRight() bool {
	return !slices.ContainsFunc(j.Cases, func(c Case) bool { return c.Outcome.Miss() })
}

// Judge compares a result with its record. A document that could not be read has a result
// without data: all that it states is empty.
func (s *Set) Judge(r *Record, result *pipeline.Result) Judgement {
	var j Judgement
	for _, f := range s.Fields {
		j.Cases = append(j.Cases, s.judge(r, f, result))
	}
	for _, l := range s.Lists {
		want, _ := r.Truth[l.Truth].([]any)
		got, _ := at(result.Data, l.Pointer).([]any)
		rows, cells := l.judge(got, want)
		j.Lists, j.Cells = append(j.Lists, rows), append(j.Cells, cells)
	}
	return j
}

func (s *Set) judge(r *Record, f Field, result *pipeline.Result) Case {
	want, outcome := s.expect(r, f.Truth)
	got := at(result.Data, f.Pointer)
	if blank(got) {
		got = nil
	}
	field := fieldAt(result.Fields, f.Pointer)
	c := Case{
		Document: r.ID, Group: r.Group, Pointer: f.Pointer, Compare: f.Compare, Outcome: outcome,
		Want: printed(want), Got: printed(got), State: field.State, Reader: field.Reader, Reason: field.Reason, Evidence: field.Evidence,
	}
	c.settle(got, want)
	c.values(f, got, want, result)
	return c
}

// settle decides the outcome of what is expected by what is there.
func (c *Case) settle(got, want any) {
	switch {
	case c.Outcome == Absent && got != nil:
		c.Outcome = Filled
	case c.Outcome == Right && got == nil:
		c.Outcome = Empty
	case c.Outcome == Right && c.Compare == "set":
		c.set(texts(got), texts(want))
	case c.Outcome == Right:
		c.single()
	}
	if c.Compare == "set" && c.Items == nil && c.Judged() {
		c.Items = &Counts{Want: len(texts(want)), Got: len(texts(got))}
	}
}

func (c *Case) single() {
	right := comparisons[c.Compare](c.Got, c.Want)
	c.ANLS = likeness(c.Got, c.Want)
	c.Exact = c.Got == c.Want
	switch {
	case !right:
		c.Outcome = Wrong
	case c.Compare != "anls":
		c.Score = 1
	}
	switch c.Compare {
	case "anls":
		c.Score = c.ANLS
	case "money", "number": // 5 and 5.00 are the same amount to the character that matters
		c.Exact = right
		if right {
			c.ANLS = 1
		}
	}
}

// set compares texts in any order.
func (c *Case) set(got, want []string) {
	items := Counts{Want: len(want), Got: len(got), Right: len(common(got, want))}
	c.Items, c.Score, c.ANLS = &items, items.F1(), likeness(c.Got, c.Want)
	if items.Right < items.Want || items.Right < items.Got {
		c.Outcome = Wrong
	}
	slices.Sort(got)
	slices.Sort(want)
	c.Exact = slices.Equal(got, want)
}

// common returns the places of got that stand in want, each of want once.
func common(got, want []string) map[int]bool {
	left, found := slices.Clone(want), map[int]bool{}
	for i, g := range got {
		if at := slices.IndexFunc(left, func(w string) bool { return comparisons["set"](g, w) }); at >= 0 {
			left, found[i] = slices.Delete(left, at, at+1), true
		}
	}
	return found
}

// values notes each value that was given, with its confidence.
func (c *Case) values(f Field, got, want any, result *pipeline.Result) {
	if got == nil || !c.Judged() {
		return
	}
	if f.Compare != "set" {
		c.Values = []Value{{Pointer: f.Pointer, Text: c.Got, Confidence: least(result.Fields, f.Pointer), Right: c.Outcome == Right}}
		return
	}
	given := texts(at(result.Data, f.Pointer))
	right := common(given, texts(want))
	for i, text := range given {
		item := f.Pointer + "/" + strconv.Itoa(i)
		c.Values = append(c.Values, Value{Pointer: item, Text: text, Confidence: least(result.Fields, item), Right: right[i]})
	}
}

// least is the lowest confidence at or below a pointer.
func least(fields map[string]pipeline.Field, pointer string) float64 {
	low, any := 1.0, false
	for p, f := range fields {
		if p != pointer && !strings.HasPrefix(p, pointer+"/") || f.State != pipeline.FieldFound {
			continue
		}
		any = true
		if f.Confidence == nil {
			return 0
		}
		low = min(low, *f.Confidence)
	}
	if !any {
		return 0
	}
	return low
}

// fieldAt is the field at a pointer; a list is what its items are together.
func fieldAt(fields map[string]pipeline.Field, pointer string) pipeline.Field {
	if f, ok := fields[pointer]; ok {
		return f
	}
	var all pipeline.Field
	for _, p := range slices.Sorted(maps.Keys(fields)) {
		if f := fields[p]; strings.HasPrefix(p, pointer+"/") {
			if all.State == "" {
				all = f
				continue
			}
			all.Evidence = slices.Concat(all.Evidence, f.Evidence)
		}
	}
	return all
}

// at returns the value at a JSON pointer through groups, nil if there is none.
func at(data map[string]any, pointer string) any {
	var v any = data
	for name := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		group, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = group[strings.NewReplacer("~1", "/", "~0", "~").Replace(name)]
	}
	return v
}
