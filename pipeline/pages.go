package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
)

// A PageStep fills in its own part of p. Pixels die when the last step returns.
type PageStep struct {
	Name string
	Do   func(ctx context.Context, d *Document, p *Page) error

	// Key says what besides the file's bytes and the page's place decides the step's output:
	// engine version, parameters, languages. It becomes part of the checkpoint's name.
	// Nil means nothing else does.
	Key func(d *Document) string
}

// Artefacts keeps what steps produced, apart per tenant and per content of the document.
// It is a cache that survives a restart: losing an entry costs work, never data.
// Both methods are safe for concurrent use.
type Artefacts interface {
	// Load returns the bytes saved under name, or an error that wraps ErrNotFound.
	Load(ctx context.Context, d *Document, name string) ([]byte, error)
	// Save stores b under name. Saving the same name twice keeps the later bytes.
	Save(ctx context.Context, d *Document, name string, b []byte) error
}

// Pages makes one Stage of steps run page by page, at most window pages at a time.
//
// A page is checkpointed in store after its last step: the steps between share pixels that
// are cheaper to make again than to write. A rerun finds the checkpoint and does no work. A
// page that is Page.Cheap has none: it costs a rerun a few milliseconds.
// A page that cannot be read becomes a failed page with a reason, and the others go on; an
// error that has nothing to do with the page (cancelled, disk full) ends the stage.
func Pages(name string, window int, store Artefacts, steps ...PageStep) Stage {
	w := pageWork{window: max(window, 1), store: store, steps: steps}
	return Stage{Name: name, Do: w.all}
}

type pageWork struct {
	window int
	store  Artefacts
	steps  []PageStep
}

// all keeps at most window pages in flight and waits for each page that it started.
func (w pageWork) all(ctx context.Context, d *Document) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	places := make(chan struct{}, w.window)
	var running sync.WaitGroup
	for _, p := range d.Pages {
		select {
		case places <- struct{}{}:
		case <-ctx.Done():
		}
		if ctx.Err() != nil {
			break
		}
		running.Go(func() {
			defer func() { <-places }()
			if err := w.one(ctx, d, p); err != nil {
				cancel(fmt.Errorf("page %d: %w", p.Number, err))
			}
		})
	}
	running.Wait()
	return context.Cause(ctx)
}

func (w pageWork) one(ctx context.Context, d *Document, p *Page) error {
	name := w.checkpoint(d, p)
	if found, err := w.restore(ctx, d, p, name); found || err != nil {
		return err
	}
	defer func() { p.Pixels, p.Shown, p.Figures = nil, nil, nil }()
	for _, s := range w.steps {
		err := s.Do(ctx, d, p)
		switch {
		case err == nil:
		case ctx.Err() != nil:
			return context.Cause(ctx)
		case !isPageTrouble(err):
			return err
		default:
			p.fail(err)
			return nil // not checkpointed: the next run tries again
		}
	}
	if p.Cheap {
		return nil
	}
	return w.save(ctx, d, p, name)
}

// restore fills p from its checkpoint. An unreadable checkpoint counts as none.
func (w pageWork) restore(ctx context.Context, d *Document, p *Page, name string) (bool, error) {
	b, err := w.store.Load(ctx, d, name)
	if errors.Is(err, ErrNotFound) || errors.Is(err, ErrDamaged) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("checkpoint: %w", err)
	}
	return p.become(b) == nil, nil
}

// become makes p what its checkpoint says, at its own place in the upload.
func (p *Page) become(checkpoint []byte) error {
	var saved Page
	if err := json.Unmarshal(checkpoint, &saved); err != nil {
		return err
	}
	saved.Number, saved.File = p.Number, p.File
	*p = saved
	return nil
}

// save checkpoints p, and leaves of it what a rerun will find: the stages behind it say the same
// of a page that was just read and of one that was read before.
func (w pageWork) save(ctx context.Context, d *Document, p *Page, name string) error {
	b, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	if err := w.store.Save(ctx, d, name, b); err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	if err := p.become(b); err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	return nil
}

func (w pageWork) checkpoint(d *Document, p *Page) string {
	var key strings.Builder
	for _, s := range w.steps {
		key.WriteString(s.Name)
		if s.Key != nil {
			key.WriteString("=" + s.Key(d))
		}
		key.WriteByte('\n')
	}
	sum := sha256.Sum256([]byte(key.String()))
	return fmt.Sprintf("page/%d-%d-%s.json", p.File, p.Index, hex.EncodeToString(sum[:8]))
}

// isPageTrouble tells a page's own defect from trouble around it.
func isPageTrouble(err error) bool {
	switch KindOf(err) {
	case ErrDamaged, ErrRenderCrash, ErrRenderTimeout, ErrTooLarge, ErrNoPages, ErrUnsupportedType:
		return true
	}
	return false
}
