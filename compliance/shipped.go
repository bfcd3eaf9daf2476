package compliance

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"docpipe/pipeline"
	"docpipe/schemas"
)

//go:embed packs
var files embed.FS

// NewLibrary returns the library of the shipped tables for these schemas, of which the newest
// of each doctype counts.
func NewLibrary(all []*schemas.Schema) Library {
	l := Library{Schemas: map[string]*schemas.Schema{}, EInvoice: eInvoice()}
	for _, s := range all {
		l.Schemas[s.DocType] = s
	}
	l.Table = func(name string) ([]byte, error) { return files.ReadFile("packs/tables/" + name) }
	return l
}

// eInvoice is the shape of the variable inv.
var eInvoice = sync.OnceValue(func() *schemas.Schema {
	s, err := schemas.EInvoice()
	if err != nil {
		panic(err) // a broken embedded file
	}
	return s
})

// Shipped returns the packs that docpipe brings, by name. Their expressions are compiled when a
// type of document is first checked.
func (l Library) Shipped() ([]*Pack, error) {
	names, err := fs.Glob(files, "packs/*.yaml")
	if err != nil {
		return nil, fmt.Errorf("shipped packs: %w: %w", err, pipeline.ErrInternal)
	}
	var packs []*Pack
	for _, name := range names {
		raw, err := files.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("shipped pack %s: %w: %w", name, err, pipeline.ErrInternal)
		}
		p, err := l.lean(strings.TrimPrefix(name, "packs/"), raw)
		if err != nil {
			return nil, err
		}
		packs = append(packs, p)
	}
	return packs, nil
}

// Folder loads every *.yaml of a folder, with its examples, and reports every mistake of every
// file. Tables stand beside the packs, or are the shipped ones.
func (l Library) Folder(dir string) ([]*Pack, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
	if err != nil {
		return nil, fmt.Errorf("packs folder %s: %w: %w", dir, err, pipeline.ErrInvalid)
	}
	slices.Sort(names)
	var packs []*Pack
	var errs []error
	files := map[string]string{} // by the name of the pack
	for _, name := range names {
		p, err := l.File(name)
		if err == nil && files[p.Name] != "" {
			err = &LoadError{File: name, Reason: fmt.Sprintf("pack %q stands in %s as well, and only one can be in force: rename or remove one of them", p.Name, files[p.Name])}
		}
		if err == nil {
			files[p.Name] = name
		}
		packs, errs = append(packs, p), append(errs, err)
	}
	return packs, errors.Join(errs...)
}

// File loads the pack in one file and runs its examples.
func (l Library) File(name string) (*Pack, error) {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return nil, fmt.Errorf("pack %s: %w: %w", name, err, pipeline.ErrInvalid)
	case !info.Mode().IsRegular() || info.Size() > maxPackBytes:
		return nil, fmt.Errorf("pack %s: not a file of at most %d bytes: %w", name, maxPackBytes, pipeline.ErrInvalid)
	}
	raw, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("pack %s: %w: %w", name, err, pipeline.ErrInvalid)
	}
	p, err := l.beside(filepath.Dir(name)).Load(name, raw)
	if err != nil {
		return nil, err
	}
	_, err = p.Test("")
	return p, err
}

// beside is the library that looks for tables in a folder first.
func (l Library) beside(dir string) Library {
	shipped := l.Table
	l.Table = func(name string) ([]byte, error) {
		if raw, err := os.ReadFile(filepath.Join(dir, filepath.Base(name))); err == nil {
			return raw, nil
		}
		return shipped(name)
	}
	return l
}
