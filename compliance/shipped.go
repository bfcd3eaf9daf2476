package compliance

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
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
		p.Shipped = true
		packs = append(packs, p)
	}
	return packs, nil
}

// With returns the shipped packs and own ones, by name. An own pack stands in the place of the
// shipped one of its name only when it says so (replaces: shipped): nobody loses a check by a
// name. It refuses that otherwise, and rules of two packs with one id.
func (l Library) With(own ...*Pack) ([]*Pack, error) {
	packs, err := l.Shipped()
	if err != nil {
		return nil, err
	}
	var errs []error
	for _, p := range own {
		i := slices.IndexFunc(packs, func(old *Pack) bool { return old.Shipped && old.Name == p.Name })
		switch {
		case i >= 0 && p.replaces == "":
			errs = append(errs, &LoadError{File: p.File, Reason: fmt.Sprintf("docpipe ships a pack %q (%s): write replaces: shipped to put yours in its place, or give yours another name", p.Name, packs[i].Version)})
		case i < 0 && p.replaces != "":
			errs = append(errs, &LoadError{File: p.File, Reason: fmt.Sprintf("replaces: docpipe ships no pack %q that this one could stand for", p.Name)})
		case i >= 0:
			p.Replaces = packs[i].Version
			packs = slices.Delete(packs, i, i+1)
		}
		packs = append(packs, p)
	}
	slices.SortStableFunc(packs, func(a, b *Pack) int { return strings.Compare(a.Name, b.Name) })
	return packs, errors.Join(append(errs, idsApart(packs))...)
}

// idsApart reports rules of two packs with one id: findings, and what was decided on them, are told
// apart by it.
func idsApart(packs []*Pack) error {
	var errs []error
	first := map[string]*Pack{}
	for _, p := range packs {
		for _, r := range p.Rules {
			if other := first[r.ID]; other != nil && other != p {
				errs = append(errs, p.mistake(r, r.line, "the pack %s (%s) has a rule of this id too: findings are told apart by it, give one of them another", other.Name, other.File))
			}
			first[r.ID] = p
		}
	}
	return errors.Join(errs...)
}
