package task

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"

	"docpipe/pipeline"
)

const judgeVersion = "judge@1"

// Verdicts of a judgement.
const (
	Yes        = "yes"
	No         = "no"
	CannotTell = "cannot_tell"
)

// ErrUnproven says that a model answered yes and, asked for it again, showed no words of the pages
// that bear it out. The error it stands in wraps the asker's own.
var ErrUnproven = errors.New("the model says yes and quotes nothing that stands there")

// A Judgement is what a model makes of a yes-or-no question, with the words it goes by. It
// decides nothing by itself: a rule does, and a person.
type Judgement struct {
	Verdict  string              `json:"verdict"` // yes | no | cannot_tell
	Reason   string              `json:"reason"`
	Evidence []pipeline.Evidence `json:"evidence"` // empty for a no that is the absence of something
}

const judgeSystem = `Answer a yes-or-no question about the pages. Yes needs a quote that shows it, copied exactly as it is printed, at most a line long. ` +
	`No has a quote where the pages say the opposite, and none where they say nothing of it. When it cannot be decided from these pages, the verdict is cannot_tell. ` +
	`The reason is one sentence.`

var judgeShape = fixed("judgement", `{"type":"object","properties":{"verdict":{"type":"string","enum":["yes","no","cannot_tell"]},"reason":{"type":"string"},"quotes":{"type":"array","items":`+
	quotedSchema+`}},"required":["verdict","reason","quotes"],"additionalProperties":false}`)

type judged struct {
	Verdict string   `json:"verdict"`
	Reason  string   `json:"reason"`
	Quotes  []quoted `json:"quotes"`
}

// Judge puts a yes-or-no question about d. A yes whose quote stands nowhere is ErrUnproven. Of a
// long document each part is asked: one yes is a yes, and only all no is a no. escalate says
// why a premium target may be asked, empty for none.
func (t *Tasks) Judge(ctx context.Context, d *pipeline.Document, ask, escalate string) (Judgement, error) {
	all, err := spread(ctx, t, windows(sheets(d), t.cfg.Pages), func(ctx context.Context, w window) (Judgement, error) {
		return t.judge(ctx, d, w, ask, escalate)
	})
	if err != nil {
		return Judgement{}, err
	}
	for _, verdict := range []string{Yes, CannotTell, No} {
		if i := slices.IndexFunc(all, func(j Judgement) bool { return j.Verdict == verdict }); i >= 0 {
			return all[i], nil
		}
	}
	return Judgement{Verdict: CannotTell, Reason: "no page could be read", Evidence: []pipeline.Evidence{}}, nil
}

func (t *Tasks) judge(ctx context.Context, d *pipeline.Document, w window, ask, escalate string) (Judgement, error) {
	var unproven atomic.Bool
	a, err := t.ask(ctx, question{
		task: judgeVersion, doc: d, window: w, system: judgeSystem, ask: "Question: " + clean(ask), shape: judgeShape,
		output: 512, images: true, escalate: escalate,
		check: checked(func(v judged) []string {
			wrong := v.wrong(d)
			unproven.Store(len(wrong) > 0)
			return wrong
		}),
	})
	if err != nil && ctx.Err() == nil && unproven.Load() {
		return Judgement{}, fmt.Errorf("%w: %w", ErrUnproven, err)
	}
	if err != nil {
		return Judgement{}, err
	}
	v, err := read[judged](a.Value)
	return Judgement{Verdict: v.Verdict, Reason: v.Reason, Evidence: cite(d, v.Quotes)}, err
}

func (v judged) wrong(d *pipeline.Document) []string {
	switch {
	case v.Verdict != Yes:
		return nil
	case len(v.Quotes) == 0:
		return []string{"yes needs a quote that shows it; without one the verdict is cannot_tell"}
	case len(cite(d, v.Quotes)) == 0:
		return unquoted(d, v.Quotes)
	}
	return nil
}
