package modeltest

import (
	"context"
	"fmt"
	"sync"

	"docpipe/pipeline"
)

// Answers is a store in memory. The zero Answers is ready.
type Answers struct {
	mu    sync.Mutex
	saved map[string][]byte

	loadErr, saveErr error
}

var _ pipeline.Answers = (*Answers)(nil)

// Load implements [pipeline.Answers].
func (a *Answers) Load(_ context.Context, d *pipeline.Document, name string) ([]byte, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.loadErr != nil {
		return nil, a.loadErr
	}
	b, ok := a.saved[d.Tenant+"/"+d.Content()+"/"+name]
	if !ok {
		return nil, fmt.Errorf("answer %s: %w", name, pipeline.ErrNotFound)
	}
	return b, nil
}

// Save implements [pipeline.Answers].
func (a *Answers) Save(_ context.Context, d *pipeline.Document, name string, b []byte) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.saveErr != nil {
		return a.saveErr
	}
	if a.saved == nil {
		a.saved = map[string][]byte{}
	}
	a.saved[d.Tenant+"/"+d.Content()+"/"+name] = b
	return nil
}

// FailWith makes every Save return err.
func (a *Answers) FailWith(err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.saveErr = err
}

// FailLoadWith makes every Load return err.
func (a *Answers) FailLoadWith(err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.loadErr = err
}

// Len returns how many answers are kept.
func (a *Answers) Len() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.saved)
}
