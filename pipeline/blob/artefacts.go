package blob

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"docpipe/pipeline"
)

// Artefacts keeps what steps made of a document's bytes, shared by all documents of a tenant
// with the same bytes. It is a cache: [Artefacts.Evict] may throw out what was not used for
// long.
type Artefacts struct {
	store *Sealed
	fresh atomic.Int64 // bytes that were saved here since the last look at all

	mu     sync.Mutex // guards what follows, and lets one look at a time
	total  int64      // bytes that the last look left
	looked time.Time
}

var _ pipeline.Artefacts = (*Artefacts)(nil)

// NewArtefacts keeps artefacts in store.
func NewArtefacts(store *Sealed) *Artefacts { return &Artefacts{store: store} }

// Load implements pipeline.Artefacts. An artefact that was changed wraps pipeline.ErrDamaged.
func (a *Artefacts) Load(ctx context.Context, d *pipeline.Document, name string) ([]byte, error) {
	key := scopedKey(d, artefactPart, name)
	b, err := a.load(ctx, key)
	if err != nil {
		return nil, fmt.Errorf("artefact %s: %w", name, err)
	}
	if err := a.store.touch(ctx, key); err != nil && !errors.Is(err, pipeline.ErrNotFound) {
		return nil, fmt.Errorf("artefact %s: %w", name, err)
	}
	return b, nil
}

func (a *Artefacts) load(ctx context.Context, key string) ([]byte, error) {
	r, err := a.store.Open(ctx, key)
	if err != nil {
		return nil, err
	}
	b, err := io.ReadAll(r)
	if err = errors.Join(err, r.Close()); err != nil {
		return nil, err
	}
	return b, nil
}

// Save implements pipeline.Artefacts.
func (a *Artefacts) Save(ctx context.Context, d *pipeline.Document, name string, b []byte) error {
	a.fresh.Add(int64(len(b)))
	if err := a.store.Put(ctx, scopedKey(d, artefactPart, name), bytes.NewReader(b)); err != nil {
		return fmt.Errorf("artefact %s: %w", name, err)
	}
	return nil
}

// artefactPart marks artefacts among the blobs of a scope.
const artefactPart = "a"

// scopedKey names a blob of the document's content. It hides the name: it may come from inside
// a stranger's file.
func scopedKey(d *pipeline.Document, part, name string) string {
	sum := sha256.Sum256([]byte(name))
	return strings.Join([]string{d.Tenant, d.Content(), part, hex.EncodeToString(sum[:20])}, "/")
}
