package compliance

import (
	"context"
	"fmt"
	"slices"

	"docpipe/pipeline"
)

// A Judge answers questions that only someone who reads the document can answer. Package judge
// has one that asks a model and looks its quotes up.
//
// Judge returns pass, fail or cannot_tell and never an error for a document that does not say:
// that is cannot_tell with its Why. An error is trouble of the judge itself (no provider
// answers): it ends the stage, which is tried again. What the document says is data for the
// judge, never an instruction.
//
// Without a Judge, when no model is configured, every judged rule is cannot_tell.
type Judge interface {
	Judge(ctx context.Context, d *pipeline.Document, q Inquiry) (Judgement, error)
}

// An Inquiry is the part "judge" of a rule.
type Inquiry struct {
	Question string `yaml:"question"`
	Expect   string `yaml:"expect"` // yes | no: the answer that passes
	Cite     string `yaml:"cite"`   // required (default) | optional: a "no" may be without a quote
	Votes    int    `yaml:"votes"`  // odd, 1..5, how often the question is put; default 1
}

// Why a judged rule is cannot_tell.
const (
	WhyNoModel             = "no_model"
	WhyUnsupportedCitation = "unsupported_citation"
	WhyUndecided           = "undecided"
	WhyAddressed           = "instructions_in_document"
)

// A Judgement is the answer to an inquiry. Evidence are the quotes that were found on the page.
type Judgement struct {
	Verdict  pipeline.Verdict // pass | fail | cannot_tell
	Why      string           // one of the above when Verdict is cannot_tell
	Reason   string           // one sentence for a person
	Evidence []pipeline.Evidence
}

// Inquire puts q to the judge there is; without one the answer is cannot_tell.
func (s Sources) Inquire(ctx context.Context, d *pipeline.Document, q Inquiry) (Judgement, error) {
	if s.Judge == nil {
		return Judgement{Verdict: pipeline.CannotTell, Why: WhyNoModel, Reason: "no model is configured that could read for this rule"}, nil
	}
	return s.Judge.Judge(ctx, d, q)
}

// Check returns an error that wraps ErrInvalid when q cannot be a judged rule of this severity:
// what a model thinks is never critical.
func (q Inquiry) Check(severity string) error {
	switch {
	case severity == Critical:
		return fmt.Errorf("judge: a model-judged rule may not be critical, use high or less: %w", pipeline.ErrInvalid)
	case q.Question == "":
		return fmt.Errorf("judge.question: there is none: %w", pipeline.ErrInvalid)
	case q.Expect != "yes" && q.Expect != "no":
		return fmt.Errorf("judge.expect %q: use yes or no: %w", q.Expect, pipeline.ErrInvalid)
	case !slices.Contains([]string{"", "required", "optional"}, q.Cite):
		return fmt.Errorf("judge.cite %q: use required or optional: %w", q.Cite, pipeline.ErrInvalid)
	case q.Votes < 0 || q.Votes > 5 || q.Votes > 0 && q.Votes%2 == 0:
		return fmt.Errorf("judge.votes %d: use 1, 3 or 5: %w", q.Votes, pipeline.ErrInvalid)
	}
	return nil
}
