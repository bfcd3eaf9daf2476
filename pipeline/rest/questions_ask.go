package rest

import (
	"context"
	"fmt"

	"docpipe/pipeline"
)

type askRequest struct {
	ID   string `path:"id" maxLength:"64" doc:"Id of the document"`
	Body struct {
		_        struct{}            `additionalProperties:"false"`
		Question string              `json:"question" minLength:"1" maxLength:"4000"`
		History  []pipeline.Exchange `json:"history,omitempty" maxItems:"20" doc:"What was asked about the document before, oldest first"`
		Language string              `json:"language,omitempty" maxLength:"35" doc:"BCP 47 tag of the answer; without it the document's"`
	}
}

// An Answered question has its proof and its price.
type Answered struct {
	pipeline.GroundedAnswer
	Usage pipeline.Usage `json:"usage"`
}

type askAnswer struct {
	Body Answered
}

func (a *API) askDocument(ctx context.Context, p pipeline.Principal, in *askRequest) (*askAnswer, error) {
	q := in.Body
	language, err := languageOf("language", q.Language)
	if err != nil {
		return nil, err
	}
	for _, text := range texts(q.Question, q.History) {
		if !plainText(text) {
			return nil, mistake("/body", "use UTF-8 without zero characters")
		}
		if len(text) > maxField {
			return nil, fmt.Errorf("a text has more than %d bytes: %w", maxField, pipeline.ErrTooLarge)
		}
	}
	answer, usage, err := put(ctx, a, p.Tenant, in.ID, func(ctx context.Context, d *pipeline.Document) (pipeline.GroundedAnswer, pipeline.Usage, error) {
		return a.parts.Models.Ask(ctx, d, q.Question, q.History, language)
	})
	if err != nil {
		return nil, err
	}
	return &askAnswer{Body: Answered{answer, usage}}, nil
}

func texts(question string, history []pipeline.Exchange) []string {
	all := []string{question}
	for _, e := range history {
		all = append(all, e.Question, e.Answer)
	}
	return all
}

// languageOf returns a BCP 47 tag in its usual spelling; an empty one stays empty.
func languageOf(name, text string) (string, error) {
	t := tag(text)
	if text != "" && t == "" {
		return "", mistake("/body/"+name, "use a BCP 47 tag such as de or pt-BR")
	}
	return t, nil
}
