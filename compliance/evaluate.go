package compliance

import (
	"fmt"
	"strings"

	"docpipe/pipeline"
)

// An outcome is an answer with what the rule looked at to give it.
type outcome struct {
	Answer
	paths   []string
	missing []string
}

func (o outcome) worthFinding() bool {
	return o.Verdict == pipeline.Fail || o.Verdict == pipeline.CannotTell || o.Verdict == pipeline.RuleError
}

// evaluate asks r once, or once for each row of its list. It always returns at least one
// outcome.
func evaluate(r Rule, f *Facts) []outcome {
	if r.ForEach == "" {
		return []outcome{ask(r, f)}
	}
	rows, k := f.rows(r.ForEach)
	if k != known {
		f.log.lack(r.ForEach, k)
		return []outcome{f.conclude(Answer{Verdict: pipeline.NotApplicable})}
	}
	var all []outcome
	for _, row := range rows {
		all = append(all, ask(r, f.row(row)))
	}
	return all
}

// ask runs the rule. A panic is the rule's own defect: the verdict is error, and the message
// names the kind of trouble but never a value.
func ask(r Rule, f *Facts) (o outcome) {
	defer func() {
		if trouble := recover(); trouble != nil {
			o = outcome{paths: f.log.paths, Answer: Answer{
				Verdict: pipeline.RuleError,
				Message: fmt.Sprintf("rule %s broke (%T) and says nothing about this document", r.ID, trouble),
			}}
		}
	}()
	if r.AppliesTo != nil && !r.AppliesTo(f) {
		return f.conclude(Answer{Verdict: pipeline.NotApplicable})
	}
	if len(f.log.missing) > 0 {
		return f.conclude(Answer{})
	}
	return f.conclude(r.Check(f))
}

// conclude lets what was not read decide over the answer.
func (f *Facts) conclude(a Answer) outcome {
	log := f.log
	missing := log.missing
	switch {
	case len(log.absent) > 0:
		return outcome{Answer: Answer{Verdict: pipeline.NotApplicable}, paths: log.paths}
	case a.Verdict == pipeline.Fail && len(log.doubts) > 0:
		missing = append(missing, log.doubts...)
	}
	if len(missing) > 0 {
		return outcome{paths: log.paths, missing: missing, Answer: Answer{
			Verdict: pipeline.CannotTell,
			Message: "not read well enough to decide: " + strings.Join(first(missing, 5), ", "),
		}}
	}
	switch a.Verdict {
	case pipeline.Pass, pipeline.Fail, pipeline.NotApplicable:
	default:
		a = Answer{Verdict: pipeline.RuleError, Message: fmt.Sprintf("the rule answered %q, which is no verdict", a.Verdict)}
	}
	return outcome{Answer: a, paths: log.paths}
}

func first(list []string, n int) []string {
	if len(list) > n {
		return append(list[:n:n], "…")
	}
	return list
}
