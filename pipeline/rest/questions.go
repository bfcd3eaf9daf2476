package rest

import (
	"context"
	"errors"
	"fmt"

	"docpipe/pipeline"
)

// Models puts questions about documents to language models. Every method returns what this one
// question used, and wraps ErrBudgetExhausted, ErrProviderAuth, ErrProviderUnavailable,
// ErrInvalid (no target fits, no answer was valid) or ErrErased. It neither changes nor closes
// the document.
type Models interface {
	Asker
	Summariser
	Translator
	Describer
}

// An Asker answers questions.
type Asker interface {
	// Ask answers with quotes that were found on the pages. language is a BCP 47 tag, empty for
	// the document's own; history holds what was asked before, oldest first.
	Ask(ctx context.Context, d *pipeline.Document, question string, history []pipeline.Exchange, language string) (pipeline.GroundedAnswer, pipeline.Usage, error)
}

// A Summariser says what documents are about.
type Summariser interface {
	// Summarise returns at most points sentences, each with its quote.
	Summarise(ctx context.Context, d *pipeline.Document, points int, language string) ([]pipeline.SummaryPoint, pipeline.Usage, error)
}

// A Translator translates documents.
type Translator interface {
	// Translate returns every line in the language of a BCP 47 tag.
	Translate(ctx context.Context, d *pipeline.Document, to string) ([]pipeline.TranslatedPage, pipeline.Usage, error)
}

// A Describer looks at pages.
type Describer interface {
	// Describe says what is on the pages besides text.
	Describe(ctx context.Context, d *pipeline.Document) ([]pipeline.PageDescription, pipeline.Usage, error)
}

// noModels is the refusal of a question where no model may be asked: a mistake of the request
// with a status of its own, since another service may well answer it.
type noModels struct{}

// Error says what to do.
func (noModels) Error() string {
	return "no model may be asked here: whoever runs the service configures models.targets, or sets LLMAPI_API_KEY and LLMAPI_BASE_URL"
}

// Unwrap makes noModels a kind of ErrInvalid.
func (noModels) Unwrap() error { return pipeline.ErrInvalid }

// put asks about a document whose pages have been read.
func put[T any](ctx context.Context, a *API, tenant, id string, ask func(ctx context.Context, d *pipeline.Document) (T, pipeline.Usage, error)) (answer T, u pipeline.Usage, err error) {
	d, err := a.readable(ctx, tenant, id)
	if err != nil {
		return answer, u, err
	}
	defer d.Close()
	if a.parts.Models == nil {
		return answer, u, noModels{}
	}
	ctx, cancel := context.WithTimeout(ctx, a.cfg.QuestionTime)
	defer cancel()
	answer, u, err = ask(ctx, d)
	if err != nil && errors.Is(ctx.Err(), context.DeadlineExceeded) {
		err = fmt.Errorf("no answer within %s: ask again, what was answered is kept: %w", a.cfg.QuestionTime, pipeline.ErrTimeout)
	}
	if u.Attempts == nil {
		u.Attempts = []pipeline.Attempt{}
	}
	return answer, u, err
}

// readable returns a document with pages. It wraps ErrClaimed while they are being read, and
// ErrNoPages when they never will be. The caller closes the document.
func (a *API) readable(ctx context.Context, tenant, id string) (*pipeline.Document, error) {
	h, err := a.parts.Ledger.Header(ctx, tenant, id)
	if err != nil {
		return nil, err
	}
	d, err := a.parts.Ledger.Document(ctx, tenant, id)
	switch {
	case err != nil:
		return nil, err
	case len(d.Pages) > 0:
		return d, nil
	}
	d.Close()
	if h.Status.Terminal() {
		return nil, fmt.Errorf("document %s is %s, and none of its pages was read: %w", id, h.Status, pipeline.ErrNoPages)
	}
	return nil, fmt.Errorf("the pages of document %s are not read yet, ask again in a moment: %w", id, pipeline.ErrClaimed)
}
