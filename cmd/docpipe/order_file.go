package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"docpipe/pipeline"
)

// load reads the orders of earlier runs.
func (q *orders) load() error {
	paths, err := filepath.Glob(filepath.Join(q.dir, "*.json"))
	if err != nil {
		return err
	}
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		b := &order{path: path}
		if err := json.Unmarshal(raw, b); err != nil {
			return fmt.Errorf("%s cannot be read, and says what was ordered from %s: %w: %w", path, b.Target.Name, err, pipeline.ErrDamaged)
		}
		q.add(b)
	}
	return nil
}

func (q *orders) add(b *order) {
	q.batches = append(q.batches, b)
	for _, item := range b.Items {
		q.known[item.ID] = true
	}
}

// place gives an order its file.
func (q *orders) place(b *order) {
	last := 0
	for _, other := range q.batches {
		var n int
		if _, err := fmt.Sscanf(filepath.Base(other.path), "%d.json", &n); err == nil {
			last = max(last, n)
		}
	}
	b.path = filepath.Join(q.dir, fmt.Sprintf("%04d.json", last+1))
}

// become writes an order down in its new state. When it returns, a crash does not lose it.
func (b *order) become(state string) error {
	b.State = state
	raw, err := json.Marshal(b)
	if err != nil {
		return err
	}
	err = replaceFile(b.path, func(w io.Writer) error { _, err := w.Write(raw); return err })
	return errors.Join(err, syncFolder(filepath.Dir(b.path)))
}

func syncFolder(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// withdraw forgets an order that never left. Its questions may be ordered again.
func (q *orders) withdraw(b *order) error {
	for i, other := range q.batches {
		if other == b {
			q.batches = append(q.batches[:i], q.batches[i+1:]...)
			break
		}
	}
	for _, item := range b.Items {
		delete(q.known, item.ID)
	}
	return os.Remove(b.path)
}
