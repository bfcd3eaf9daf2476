package blob

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"docpipe/pipeline"
)

// Answers keeps what models answered about a document's bytes, shared by all documents of a
// tenant with the same bytes. It was paid for: unlike [Artefacts] it is never evicted, and
// goes only when the data key of its content is destroyed.
type Answers struct{ store *Sealed }

var _ pipeline.Answers = (*Answers)(nil)

// NewAnswers keeps answers in store.
func NewAnswers(store *Sealed) *Answers { return &Answers{store} }

// Load implements pipeline.Answers. An answer that was changed wraps pipeline.ErrDamaged.
func (a *Answers) Load(ctx context.Context, d *pipeline.Document, name string) ([]byte, error) {
	r, err := a.store.Open(ctx, scopedKey(d, answerPart, name))
	if err != nil {
		return nil, fmt.Errorf("answer: %w", err)
	}
	b, err := io.ReadAll(r)
	if err = errors.Join(err, r.Close()); err != nil {
		return nil, fmt.Errorf("answer: %w", err)
	}
	return b, nil
}

// Save implements pipeline.Answers.
func (a *Answers) Save(ctx context.Context, d *pipeline.Document, name string, b []byte) error {
	if err := a.store.Put(ctx, scopedKey(d, answerPart, name), bytes.NewReader(b)); err != nil {
		return fmt.Errorf("answer: %w", err)
	}
	return nil
}

// answerPart marks answers among the blobs of a scope.
const answerPart = "m"
