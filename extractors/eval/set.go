package eval

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"docpipe/pipeline"
)

// A Set is a folder of labelled documents.
type Set struct {
	Name        string // of the folder
	Dir         string
	Schema      string   // id of a shipped schema, or the path of a file
	ReadersOff  []string // readers that must not see the documents
	OnlyVisible bool     // score only what records list as visible
	Fields      []Field
	Lists       []List
	Records     []Record
}

// A Field maps a place of the result to its truth.
type Field struct {
	Pointer string
	Truth   string // key of the record's truth
	Compare string // name of a comparison, see [Comparisons]
}

// A List maps a list of the result to rows of the truth.
type List struct {
	Pointer string
	Truth   string
	Match   []Field // cells that must be right for two rows to be the same
	Cells   []Field // cells that are compared once two rows are the same
}

// setFile is eval.yaml.
type setFile struct {
	Schema  string
	Options struct {
		ReadersOff []string `yaml:"readers_off"`
	}
	OnlyVisible bool `yaml:"only_visible"`
	Fields      inOrder[fieldFile]
	Rows        inOrder[listFile]
}

type fieldFile struct{ Truth, Compare string }

type listFile struct {
	Truth   string
	Match   inOrder[string] // cell: key of the truth
	Compare inOrder[string] // cell: comparison
}

// inOrder is a mapping that keeps the order of the file.
type inOrder[T any] []entry[T]

type entry[T any] struct {
	key   string
	value T
}

// UnmarshalYAML implements yaml.Unmarshaler.
func (m *inOrder[T]) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind != yaml.MappingNode {
		return fmt.Errorf("line %d: want a mapping", n.Line)
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		e := entry[T]{key: n.Content[i].Value}
		if err := n.Content[i+1].Decode(&e.value); err != nil {
			return err
		}
		*m = append(*m, e)
	}
	return nil
}

// Open reads the set in a folder. A set that cannot be scored is an error that wraps
// pipeline.ErrInvalid and says what is missing.
func Open(dir string) (*Set, error) {
	path := filepath.Join(dir, "eval.yaml")
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s is no set: it has no eval.yaml, which names the schema and maps fields to the truth; write one, or name another folder: %w", dir, pipeline.ErrInvalid)
	}
	if err != nil {
		return nil, fmt.Errorf("read a set: %w: %w", err, pipeline.ErrInvalid)
	}
	var f setFile
	if err := yaml.Unmarshal(raw, &f); err != nil {
		return nil, fmt.Errorf("%s: %w: %w", path, err, pipeline.ErrInvalid)
	}
	s := f.set(dir)
	if err := s.check(); err != nil {
		return nil, fmt.Errorf("%s: %w: %w", path, err, pipeline.ErrInvalid)
	}
	s.Records, err = readRecords(filepath.Join(dir, "truth.jsonl"))
	return s, err
}

func (f *setFile) set(dir string) *Set {
	s := &Set{Name: filepath.Base(filepath.Clean(dir)), Dir: dir, Schema: f.Schema, ReadersOff: f.Options.ReadersOff, OnlyVisible: f.OnlyVisible}
	if strings.HasSuffix(f.Schema, ".json") {
		s.Schema = filepath.Join(dir, filepath.FromSlash(f.Schema))
	}
	for _, e := range f.Fields {
		s.Fields = append(s.Fields, Field{Pointer: e.key, Truth: e.value.Truth, Compare: e.value.Compare})
	}
	for _, e := range f.Rows {
		s.Lists = append(s.Lists, e.value.list(e.key))
	}
	return s
}

// list resolves the names of cells: a cell that match does not rename has the same name in
// the truth, and one that compare does not name is matched as text.
func (f *listFile) list(pointer string) List {
	l := List{Pointer: pointer, Truth: f.Truth}
	for _, c := range f.Compare {
		l.Cells = append(l.Cells, Field{Pointer: c.key, Truth: f.truthOf(c.key), Compare: c.value})
	}
	for _, m := range f.Match {
		cell := Field{Pointer: m.key, Truth: m.value, Compare: "text"}
		if i := slices.IndexFunc(l.Cells, func(c Field) bool { return c.Pointer == m.key }); i >= 0 {
			cell.Compare = l.Cells[i].Compare
		}
		l.Match = append(l.Match, cell)
	}
	return l
}

func (f *listFile) truthOf(cell string) string {
	for _, m := range f.Match {
		if m.key == cell {
			return m.value
		}
	}
	return cell
}

// check returns all mistakes of eval.yaml together.
func (s *Set) check() error {
	var errs []error
	if s.Schema == "" {
		errs = append(errs, errors.New("schema is missing: name a shipped schema or a file"))
	}
	if len(s.Fields)+len(s.Lists) == 0 {
		errs = append(errs, errors.New("fields is empty: map at least one JSON pointer to a key of the truth"))
	}
	for _, f := range s.Fields {
		errs = append(errs, f.check())
	}
	for _, l := range s.Lists {
		if l.Truth == "" || len(l.Match) == 0 {
			errs = append(errs, fmt.Errorf("rows %s: truth and match are needed", l.Pointer))
		}
		for _, c := range l.Cells {
			errs = append(errs, c.check())
		}
	}
	return errors.Join(errs...)
}

func (f Field) check() error {
	switch {
	case f.Truth == "":
		return fmt.Errorf("%s: truth is missing: name the key of the truth", f.Pointer)
	case !slices.Contains(Comparisons(), f.Compare):
		return fmt.Errorf("%s: comparison %q is not known, write one of %s", f.Pointer, f.Compare, strings.Join(Comparisons(), ", "))
	}
	return nil
}
