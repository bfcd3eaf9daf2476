package rest

import (
	"context"

	"docpipe/pipeline"
)

type summariseRequest struct {
	ID   string `path:"id" maxLength:"64" doc:"Id of the document"`
	Body struct {
		_        struct{} `additionalProperties:"false"`
		Points   int      `json:"points,omitempty" minimum:"1" maximum:"50" default:"7" doc:"Sentences at most"`
		Language string   `json:"language,omitempty" maxLength:"35" doc:"BCP 47 tag of the summary; without it the document's"`
	}
}

// A Summary is what a document is about.
type Summary struct {
	Points []pipeline.SummaryPoint `json:"points" nullable:"false"`
	Usage  pipeline.Usage          `json:"usage"`
}

type summariseAnswer struct {
	Body Summary
}

func (a *API) summariseDocument(ctx context.Context, p pipeline.Principal, in *summariseRequest) (*summariseAnswer, error) {
	language, err := languageOf("language", in.Body.Language)
	if err != nil {
		return nil, err
	}
	points, usage, err := put(ctx, a, p.Tenant, in.ID, func(ctx context.Context, d *pipeline.Document) ([]pipeline.SummaryPoint, pipeline.Usage, error) {
		return a.parts.Models.Summarise(ctx, d, in.Body.Points, language)
	})
	if err != nil {
		return nil, err
	}
	return &summariseAnswer{Body: Summary{orEmpty(points), usage}}, nil
}

type translateRequest struct {
	ID   string `path:"id" maxLength:"64" doc:"Id of the document"`
	Body struct {
		_  struct{} `additionalProperties:"false"`
		To string   `json:"to" minLength:"2" maxLength:"35" doc:"BCP 47 tag of the language, such as de"`
	}
}

// A Translation is a document's text in another language.
type Translation struct {
	Language string                    `json:"language"`
	Pages    []pipeline.TranslatedPage `json:"pages" nullable:"false"`
	Usage    pipeline.Usage            `json:"usage"`
}

type translateAnswer struct {
	Body Translation
}

func (a *API) translateDocument(ctx context.Context, p pipeline.Principal, in *translateRequest) (*translateAnswer, error) {
	to, err := languageOf("to", in.Body.To)
	if err != nil {
		return nil, err
	}
	pages, usage, err := put(ctx, a, p.Tenant, in.ID, func(ctx context.Context, d *pipeline.Document) ([]pipeline.TranslatedPage, pipeline.Usage, error) {
		return a.parts.Models.Translate(ctx, d, to)
	})
	if err != nil {
		return nil, err
	}
	return &translateAnswer{Body: Translation{to, orEmpty(pages), usage}}, nil
}

// A Description is what the pages of a document show besides text.
type Description struct {
	Pages []pipeline.PageDescription `json:"pages" nullable:"false"`
	Usage pipeline.Usage             `json:"usage"`
}

type describeAnswer struct {
	Body Description
}

func (a *API) describeDocument(ctx context.Context, p pipeline.Principal, in *documentPath) (*describeAnswer, error) {
	pages, usage, err := put(ctx, a, p.Tenant, in.ID, func(ctx context.Context, d *pipeline.Document) ([]pipeline.PageDescription, pipeline.Usage, error) {
		return a.parts.Models.Describe(ctx, d)
	})
	if err != nil {
		return nil, err
	}
	return &describeAnswer{Body: Description{orEmpty(pages), usage}}, nil
}

// orEmpty makes nothing an empty list.
func orEmpty[T any](items []T) []T {
	if items == nil {
		return []T{}
	}
	return items
}
