package main

import (
	"bufio"
	"errors"
	"io"
	"os"
	"path/filepath"
	"sync"
)

// A resultWriter takes results as they come, each with its input's index. Its methods are
// safe for concurrent use.
type resultWriter interface {
	// Write takes the JSON of one result, without a line end.
	Write(index int, raw []byte) error
	// Skip says that the input has no result in this run.
	Skip(index int) error
	// Close writes what is held back and releases the file.
	Close() error
}

// lineWriter writes JSON Lines at once, so that an interrupted run leaves whole lines.
type lineWriter struct {
	mu    sync.Mutex
	w     io.Writer
	close func() error
}

// Write writes one line with one call. Of a line that did not fit on the disk nothing stays.
func (l *lineWriter) Write(_ int, raw []byte) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	n, err := l.w.Write(append(raw, '\n'))
	if f, ok := l.w.(*os.File); ok && err != nil && n > 0 {
		if info, statErr := f.Stat(); statErr == nil && info.Mode().IsRegular() {
			err = errors.Join(err, f.Truncate(info.Size()-int64(n)))
		}
	}
	return err
}

// Skip does nothing: the line of the earlier run stands.
func (l *lineWriter) Skip(int) error { return nil }

// Close closes the file, if it is one of ours.
func (l *lineWriter) Close() error { return l.close() }

// orderedWriter holds results back until all before them have come.
type orderedWriter struct {
	mu      sync.Mutex
	next    int
	waiting map[int][]byte // nil for a skipped input
	to      resultWriter
}

func newOrderedWriter(to resultWriter) *orderedWriter {
	return &orderedWriter{waiting: map[int][]byte{}, to: to}
}

// Write keeps the result until its turn.
func (o *orderedWriter) Write(index int, raw []byte) error { return o.put(index, raw) }

// Skip lets the next one pass.
func (o *orderedWriter) Skip(index int) error { return o.put(index, nil) }

func (o *orderedWriter) put(index int, raw []byte) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.waiting[index] = raw
	var errs []error
	for {
		raw, come := o.waiting[o.next]
		if !come {
			return errors.Join(errs...)
		}
		delete(o.waiting, o.next)
		if raw != nil {
			errs = append(errs, o.to.Write(o.next, raw))
		}
		o.next++
	}
}

// Close writes what an interrupt left waiting, in order.
func (o *orderedWriter) Close() error {
	var errs []error
	for i := o.next; len(o.waiting) > 0; i++ {
		if raw, come := o.waiting[i]; come {
			delete(o.waiting, i)
			if raw != nil {
				errs = append(errs, o.to.Write(i, raw))
			}
		}
	}
	return errors.Join(append(errs, o.to.Close())...)
}

// nothing is the writer of formats that are written at the end from the ledger.
type nothing struct{}

func (nothing) Write(int, []byte) error { return nil }
func (nothing) Skip(int) error          { return nil }
func (nothing) Close() error            { return nil }

// replaceFile writes path by way of a neighbour, so that a reader sees the old or the new.
func replaceFile(path string, write func(io.Writer) error) error {
	return replaceWith(path, 0o644, write)
}

// replaceWith is replaceFile for a file that not everybody may read.
func replaceWith(path string, mode os.FileMode, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	buffered := bufio.NewWriter(f)
	err = errors.Join(write(buffered), buffered.Flush(), f.Chmod(mode), f.Sync(), f.Close())
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
