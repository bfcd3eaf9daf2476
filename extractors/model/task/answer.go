package task

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"docpipe/extractors/model"
	"docpipe/pipeline"
)

// askVersion names the task ask.
const askVersion = "ask@1"

const askSystem = `Answer a question about the pages. Answer in one to three sentences, with nothing that the pages do not say. ` +
	`Give one to five quotes that prove the answer, each copied exactly as it is printed, at most a line long. ` +
	`When the pages do not say it, the answer is null and there are no quotes.`

var askShape = fixed("answer", `{"type":"object","properties":{"answer":{"type":["string","null"]},"quotes":{"type":"array","items":`+quotedSchema+
	`}},"required":["answer","quotes"],"additionalProperties":false}`)

type said struct {
	Answer *string  `json:"answer"`
	Quotes []quoted `json:"quotes"`
}

// Ask answers a question about d. An answer stands only on quotes that were found on its
// pages. Of a document that is longer than one call, the pages that have something to say are
// asked again together. history holds what was asked before, oldest first; language is a BCP
// 47 tag, empty for the document's own. Errors are those of [model.Asker].
func (t *Tasks) Ask(ctx context.Context, d *pipeline.Document, question string, history []pipeline.Exchange, language string) (pipeline.GroundedAnswer, error) {
	pages := sheets(d)
	if len(pages) == 0 {
		return pipeline.GroundedAnswer{}, fmt.Errorf("no page of the document could be read: %w", pipeline.ErrInvalid)
	}
	all, err := t.answerAll(ctx, d, pages, question, history, language)
	if err != nil {
		return pipeline.GroundedAnswer{}, err
	}
	answers := slices.DeleteFunc(all, func(g pipeline.GroundedAnswer) bool { return !g.Found })
	switch len(answers) {
	case 0:
		return pipeline.GroundedAnswer{Citations: []pipeline.Evidence{}}, nil
	case 1:
		return answers[0], nil
	}
	return t.answerTogether(ctx, d, pages, answers, question, history, language)
}

func (t *Tasks) answerAll(ctx context.Context, d *pipeline.Document, pages []*sheet, question string, history []pipeline.Exchange, language string) ([]pipeline.GroundedAnswer, error) {
	return spread(ctx, t, windows(pages, t.cfg.Pages), func(ctx context.Context, w window) (pipeline.GroundedAnswer, error) {
		return t.answer(ctx, d, w, question, history, language)
	})
}

// answerTogether asks once more about the pages that the answers stand on.
func (t *Tasks) answerTogether(ctx context.Context, d *pipeline.Document, pages []*sheet, answers []pipeline.GroundedAnswer, question string, history []pipeline.Exchange, language string) (pipeline.GroundedAnswer, error) {
	var cited []*sheet
	for _, s := range pages {
		stands := func(e pipeline.Evidence) bool { return e.Page == s.page.Number }
		if slices.ContainsFunc(answers, func(g pipeline.GroundedAnswer) bool { return slices.ContainsFunc(g.Citations, stands) }) && len(cited) < t.cfg.Pages {
			cited = append(cited, s)
		}
	}
	g, err := t.answer(ctx, d, windows(cited, len(cited))[0], question, history, language)
	if err == nil && g.Found {
		return g, nil
	}
	if err != nil && !errors.Is(err, model.ErrTooLarge) {
		return pipeline.GroundedAnswer{}, err
	}
	return answers[0], nil
}

func (t *Tasks) answer(ctx context.Context, d *pipeline.Document, w window, ask string, history []pipeline.Exchange, language string) (pipeline.GroundedAnswer, error) {
	a, err := t.ask(ctx, question{
		task: askVersion, doc: d, window: w, system: askSystem + inLanguage(language), before: turnsOf(history),
		ask: "Question: " + clean(ask), shape: askShape, output: 1024, images: true,
		check: checked(func(v said) []string { return v.wrong(d) }),
	})
	if err != nil {
		return pipeline.GroundedAnswer{}, err
	}
	v, err := read[said](a.Value)
	if err != nil || v.Answer == nil {
		return pipeline.GroundedAnswer{Citations: []pipeline.Evidence{}}, err
	}
	return pipeline.GroundedAnswer{Found: true, Answer: *v.Answer, Citations: cite(d, v.Quotes)}, nil
}

// wrong demands proof: an answer has a quote that stands on a page.
func (v said) wrong(d *pipeline.Document) []string {
	switch {
	case v.Answer == nil:
		return nil
	case len(v.Quotes) == 0:
		return []string{"an answer needs a quote that proves it; when no page says it, the answer is null"}
	case len(cite(d, v.Quotes)) == 0:
		return unquoted(d, v.Quotes)
	}
	return nil
}

func turnsOf(history []pipeline.Exchange) []model.Turn {
	var turns []model.Turn
	for _, e := range history {
		turns = append(turns,
			model.Turn{Role: model.RoleUser, Parts: []model.Part{{Text: "Question: " + clean(e.Question)}}},
			model.Turn{Role: model.RoleAssistant, Parts: []model.Part{{Text: e.Answer}}})
	}
	return turns
}
