package compliance

import (
	"cel.dev/cel-go/common/types"

	"docpipe/pipeline"
)

// inquire asks the judge, unless the rule's own expression settles the question.
func (q *question) inquire() outcome {
	if q.rule.assert != nil && q.eval(q.rule.assert) == types.True {
		return q.concluded(pipeline.Pass)
	}
	j, err := q.asking.sources.Inquire(q.ctx, q.asking.d, *q.rule.Judge)
	if err != nil {
		q.asking.trouble = err
		return outcome{Verdict: pipeline.RuleError, Message: "the judge could not be asked"}
	}
	o := q.concluded(j.Verdict)
	o.quotes = j.Evidence
	switch j.Verdict {
	case pipeline.Pass:
	case pipeline.Fail:
		o.Message = q.write(q.rule.message)
	case pipeline.CannotTell:
		o.Message, o.why = j.Reason, j.Why
	default:
		o.Verdict, o.Message = pipeline.RuleError, "the judge gave no verdict"
	}
	return o
}
