package task

import (
	"fmt"
	"slices"
	"sync"

	"docpipe/extractors/model"
)

// derivations remembers what follows from a schema alone. Most documents are asked for the same
// fields, and to derive the shape of an answer takes longer than to read it.
type derivations struct {
	mu     sync.Mutex
	shapes map[string]*checkedShape
	parts  map[string][][]string
}

// maxDerivations bounds what is remembered; when it is full, it begins anew.
const maxDerivations = 64

// shaped returns the shape for these leaves; windows and documents share it.
func (x *extraction) shaped(leaves []string, paged bool) *checkedShape {
	key := x.derivation(leaves, paged)
	k := &x.known
	k.mu.Lock()
	defer k.mu.Unlock()
	if s, ok := k.shapes[key]; ok {
		return s
	}
	if k.shapes == nil || len(k.shapes) >= maxDerivations {
		k.shapes = map[string]*checkedShape{}
	}
	bare := &extraction{schema: x.schema, languages: slices.Clip(x.languages), unprinted: x.unprinted} // keeps no document
	s := bare.shape(leaves, paged)
	k.shapes[key] = &checkedShape{shape: s, check: checker(s)}
	return k.shapes[key]
}

// parts lists the top-level properties that fit into one answer, for each answer that the open
// leaves take.
func (x *extraction) parts(open []string) ([][]string, error) {
	key := x.derivation(open, true)
	k := &x.known
	k.mu.Lock()
	defer k.mu.Unlock()
	if parts, ok := k.parts[key]; ok {
		return parts, nil
	}
	safe, err := x.schema.Safe(x.profile(model.JSONSchema, open, true))
	if err != nil {
		return nil, err
	}
	if k.parts == nil || len(k.parts) >= maxDerivations {
		k.parts = map[string][][]string{}
	}
	parts := make([][]string, len(safe))
	for i := range safe {
		parts[i] = safe[i].Properties
	}
	k.parts[key] = parts
	return parts, nil
}

// derivation names what is derived: the schema by its content, not by its name.
func (x *extraction) derivation(leaves []string, paged bool) string {
	return fmt.Sprintf("%s %t %q %q", x.schema.SHA256, paged, x.languages, leaves)
}
