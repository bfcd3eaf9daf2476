package schemas

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"docpipe/pipeline"
)

//go:embed *.schema.json
var files embed.FS

// shipped are the document shapes in this folder.
var shipped = []string{
	"invoice.v1", "credit_note.v1", "receipt.v1", "id_document.v1", "bank_statement.v1", "contract.v1",
	"purchase_order.v1", "delivery_note.v1", "payslip.v1", "utility_bill.v1", "w9.v1",
}

// A Registry knows schemas by id. Ids are name.vN and immutable: what an id means never
// changes. It is safe for use by many goroutines.
type Registry struct {
	mu   sync.RWMutex
	byID map[string]*Schema
}

// NewRegistry returns a registry of the schemas that ship with docpipe. An error means that
// the program itself is broken.
func NewRegistry() (*Registry, error) {
	known, err := parseShipped()
	if err != nil {
		return nil, err
	}
	return &Registry{byID: maps.Clone(known)}, nil
}

// parseShipped reads them once: that takes a good part of a short command's time.
var parseShipped = sync.OnceValues(func() (map[string]*Schema, error) {
	known := map[string]*Schema{}
	for _, id := range shipped {
		raw, err := files.ReadFile(id + ".schema.json")
		if err != nil {
			return nil, fmt.Errorf("shipped schema %s: %w: %w", id, err, pipeline.ErrInternal)
		}
		if known[id], err = Parse(id, raw); err != nil {
			return nil, err
		}
	}
	return known, nil
})

// Add registers a schema whose $id is of the form name.vN. The same bytes again are welcome;
// other bytes under a known id are [pipeline.ErrSchemaExists].
func (r *Registry) Add(raw []byte) (*Schema, error) {
	s, err := Parse("", raw)
	if err != nil {
		return nil, err
	}
	if s.ID == "" {
		return nil, fmt.Errorf(`schema without an id: give it "$id": "name.v1" (a-z, 0-9, _ and -): %w`, pipeline.ErrSchemaInvalid)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if old, ok := r.byID[s.ID]; ok {
		if old.SHA256 == s.SHA256 {
			return old, nil
		}
		return nil, fmt.Errorf("schema %s: the id is taken by other content, use %s: %w", s.ID, r.next(s.ID), pipeline.ErrSchemaExists)
	}
	r.byID[s.ID] = s
	return s, nil
}

// Get returns the schema with this id; a name without version means its newest version.
// An unknown one is [pipeline.ErrSchemaUnknown] and names what is near.
func (r *Registry) Get(idOrName string) (*Schema, error) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if s, ok := r.byID[idOrName]; ok {
		return s, nil
	}
	var newest *Schema
	for id, s := range r.byID {
		if Name(id) == idOrName && (newest == nil || version(newest.ID) < version(id)) {
			newest = s
		}
	}
	if newest == nil {
		return nil, fmt.Errorf("schema %.80q%s: %w", idOrName, r.hint(idOrName), pipeline.ErrSchemaUnknown)
	}
	return newest, nil
}

// Resolve returns the schema with this id or name, else the one in the file at this path. The
// file's schema is not added to the registry; its id is its $id if that reads like name.v1,
// else the file's base name without .schema.json or .json.
func (r *Registry) Resolve(idOrFile string) (*Schema, error) {
	s, unknown := r.Get(idOrFile)
	if unknown == nil {
		return s, nil
	}
	raw, err := readFile(idOrFile)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%w (and there is no file of this name)", unknown)
	case err != nil:
		return nil, fmt.Errorf("schema file %s: %w: %w", idOrFile, err, pipeline.ErrSchemaInvalid)
	}
	s, err = Parse("", raw)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", idOrFile, err)
	}
	if s.ID == "" {
		return Parse(baseName(idOrFile), raw)
	}
	return s, nil
}

// List returns all schemas, sorted by name and then version.
func (r *Registry) List() []*Schema {
	r.mu.RLock()
	defer r.mu.RUnlock()
	list := make([]*Schema, 0, len(r.byID))
	for _, s := range r.byID {
		list = append(list, s)
	}
	slices.SortFunc(list, func(a, b *Schema) int {
		return cmp.Or(cmp.Compare(Name(a.ID), Name(b.ID)), cmp.Compare(version(a.ID), version(b.ID)))
	})
	return list
}

// next returns the first free id of the same name. The caller holds the lock.
func (r *Registry) next(id string) string {
	for n := version(id) + 1; ; n++ {
		free := Name(id) + ".v" + strconv.Itoa(n)
		if _, taken := r.byID[free]; !taken {
			return free
		}
	}
}

// version returns N of name.vN, 0 when there is none.
func version(id string) int {
	m := versioned.FindStringSubmatch(id)
	if m == nil {
		return 0
	}
	n, _ := strconv.Atoi(m[2])
	return n
}

// readFile reads a schema file, but not more than a schema may have.
func readFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > MaxSchemaBytes {
		return nil, fmt.Errorf("not a file of at most %d bytes", MaxSchemaBytes)
	}
	return os.ReadFile(path)
}

func baseName(path string) string {
	base := strings.TrimSuffix(filepath.Base(path), ".json")
	return strings.TrimSuffix(base, ".schema")
}
