package eval

import (
	"encoding/json"
	"fmt"
	"slices"

	"docpipe/pipeline"
)

// ReadRun reads the JSON form of a run. What is none is an error that wraps
// pipeline.ErrInvalid.
func ReadRun(raw []byte) (*Run, error) {
	var r Run
	if err := json.Unmarshal(raw, &r); err != nil {
		return nil, fmt.Errorf("no run of eval: %w: %w", err, pipeline.ErrInvalid)
	}
	if r.Format != Format {
		return nil, fmt.Errorf("format is %q, want %q as eval --json writes it: %w", r.Format, Format, pipeline.ErrInvalid)
	}
	return &r, nil
}

// A Change is how one field of one set went in two runs. Only documents of both count.
type Change struct {
	Set       string
	Pointer   string
	Before    float64  // mean score
	Now       float64  // mean score
	Documents int      // on which it stands
	Better    []string // ids that were a miss
	Worse     []string // ids that are a miss now
}

// Compare tells two runs apart, field by field, in the order of the later one. Fields and
// documents that only one of them has are left out.
func Compare(before, now *Run) []Change {
	var all []Change
	for _, s := range now.Sets {
		i := slices.IndexFunc(before.Sets, func(b SetRun) bool { return b.Name == s.Name })
		if i < 0 {
			continue
		}
		then := before.Sets[i].byField()
		for _, f := range s.Score.Fields {
			c := Change{Set: s.Name, Pointer: f.Pointer}
			c.compare(then[f.Pointer], s.byField()[f.Pointer])
			if c.Documents > 0 || len(c.Better)+len(c.Worse) > 0 {
				all = append(all, c)
			}
		}
	}
	return all
}

// byField sorts the cases of a set by pointer.
func (s *SetRun) byField() map[string][]Case {
	all := map[string][]Case{}
	for _, c := range cases(s.Documents) {
		all[c.Pointer] = append(all[c.Pointer], c)
	}
	return all
}

func (c *Change) compare(before, now []Case) {
	for _, n := range now {
		i := slices.IndexFunc(before, func(b Case) bool { return b.Document == n.Document })
		if i < 0 {
			continue
		}
		b := before[i]
		switch {
		case b.Outcome.Miss() && !n.Outcome.Miss():
			c.Better = append(c.Better, n.Document)
		case !b.Outcome.Miss() && n.Outcome.Miss():
			c.Worse = append(c.Worse, n.Document)
		}
		if b.Stated() && n.Stated() {
			c.Documents++
			c.Before += b.Score
			c.Now += n.Score
		}
	}
	c.Before /= max(1, float64(c.Documents))
	c.Now /= max(1, float64(c.Documents))
}
