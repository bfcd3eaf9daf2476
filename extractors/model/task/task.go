// Package task holds the questions that are put to models. Each task is a prompt, an output
// schema and a checker, with a version, in one file:
//
//	extract      values for the fields of a schema, each with the quote that proves it
//
// All tasks share one way:
//
//	sheet       a page's words as lines of text, columns kept, lines numbered: [sheet], [line]
//	window      as many pages as one call takes: [windows], [spread]
//	question    what is asked about a window: [question], [Tasks.ask]
//	compose     the question as one request for one target: text or images, four ways to ask for JSON
//
// To write another task: name it name@version, write its system prompt (instructions only, no
// word of a document), make a [question] for each window with [fixed] or a derived shape, hand it to
// [Tasks.ask], read the answer's Value. A task that covers long documents runs its windows by
// [spread]. Quotes are looked up with extractors.Cite; what cannot be found is not shown.
//
// # Document text is data
//
// What stands on a page comes from a stranger. It reaches the model between <page> tags that
// a document cannot close, because it can write no "<" ([clean]); words that a reader of the
// page cannot see are never shown; the prompt says that pages give no orders. The order of
// parts never changes: instruction, pages, question. Text that looks like an instruction to a
// model is flagged ([Suspicions]), and read like any other.
package task

import (
	"context"
	"errors"
	"fmt"

	"docpipe/extractors/model"
	"docpipe/pipeline"
)

// Images makes pictures of pages for models. It must be safe for concurrent use and give the
// same bytes for the same page.
type Images interface {
	// Page returns page p as an image file (image/jpeg or image/png) with its size in pixels,
	// text upright where that is known, and the longer side at most longEdge pixels. Its error
	// is about this page, or ctx's: the page's words are then shown without an image.
	Page(ctx context.Context, d *pipeline.Document, p *pipeline.Page, longEdge int) (img []byte, mediaType string, w, h int, err error)
}

// Config sets how documents are cut for models.
type Config struct {
	Pages       int // pages in one call where they fit; 8
	Rows        int // rows of a list in one call where they fit; 40
	Overlap     int // rows that two neighbouring calls share; 2
	Concurrency int // calls of one document at once; 4

	// Escalates says that a premium target is configured: what the others leave unproven is
	// asked once more. Default: false.
	Escalates bool
}

// DefaultConfig returns the configuration that holds when nothing is set.
func DefaultConfig() Config { return Config{Pages: 8, Rows: 40, Overlap: 2, Concurrency: 4} }

// Validate returns all mistakes together, each naming its setting.
func (c Config) Validate() error {
	var errs []error
	least := func(name string, v, min int) {
		if v < min {
			errs = append(errs, fmt.Errorf("models.windows.%s is %d, use at least %d: %w", name, v, min, pipeline.ErrInvalid))
		}
	}
	least("pages", c.Pages, 1)
	least("rows", c.Rows, 4)
	least("overlap", c.Overlap, 0)
	least("concurrency", c.Concurrency, 1)
	if c.Overlap*2 >= c.Rows && c.Rows >= 4 {
		errs = append(errs, fmt.Errorf("models.windows.overlap is %d, use less than half of rows (%d): %w", c.Overlap, c.Rows, pipeline.ErrInvalid))
	}
	return errors.Join(errs...)
}

// Tasks asks models about documents. It is safe for concurrent use.
type Tasks struct {
	cfg    Config
	asker  model.Asker
	images Images
	known  derivations
}

// New returns tasks that ask asker. Nil images make every question one of text.
func New(cfg Config, asker model.Asker, images Images) *Tasks {
	return &Tasks{cfg: cfg, asker: asker, images: images}
}
