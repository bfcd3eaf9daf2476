package schemas

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"slices"

	"docpipe/pipeline"
)

// Limits of [Parse].
const (
	MaxSchemaBytes = 1 << 20
	MaxSchemaDepth = 128    // levels of JSON
	MaxKeywords    = 20_000 // over all subschemas
	MaxFields      = 5_000  // nodes of the tree, definitions unrolled
)

// Parse reads a schema. An empty id is taken from $id. Errors wrap
// [pipeline.ErrSchemaInvalid] and name the keyword, its JSON pointer and the way out.
func Parse(id string, raw []byte) (*Schema, error) {
	s, err := parse(id, raw)
	if err != nil {
		return nil, fmt.Errorf("schema %s: %w: %w", orUnnamed(id), err, pipeline.ErrSchemaInvalid)
	}
	return s, nil
}

func parse(id string, raw []byte) (*Schema, error) {
	root, err := guarded(raw)
	if err != nil {
		return nil, err
	}
	if id == "" {
		id = ownID(root)
	}
	tree, err := grow(root)
	if err != nil {
		return nil, err
	}
	if len(tree.Types) > 0 && !slices.Contains(tree.Types, "object") {
		return nil, errors.New(`type: the document is an object of named fields: write {"type": "object", "properties": {…}}`)
	}
	notes, err := topNotes(root)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(raw)
	s := &Schema{
		ID: id, SHA256: hex.EncodeToString(sum[:]), Raw: bytes.Clone(raw),
		Title: root.text("title"), DocType: notes.DocType, Titles: notes.Titles, Words: notes.Words,
		MinConfidence: notes.MinConfidence, Root: tree, source: root, shape: shape(root),
	}
	if s.DocType == "" {
		s.DocType = Name(id)
	}
	s.compiled, err = compile(s.shape)
	return s, err
}

// guarded decodes raw and refuses what the validator must not see.
func guarded(raw []byte) (*object, error) {
	v, err := decode(raw, MaxSchemaBytes, MaxSchemaDepth)
	if err != nil {
		return nil, err
	}
	root, ok := v.(*object)
	if !ok {
		return nil, fmt.Errorf("a schema must be a JSON object")
	}
	if err := guard(root); err != nil {
		return nil, err
	}
	return root, checkCycles(root)
}

var versioned = regexp.MustCompile(`^([a-z][a-z0-9_-]{0,63})\.v([1-9][0-9]{0,5})$`)

// Name returns the part of an id before its version: invoice for invoice.v1, and the id
// itself when it has no version.
func Name(id string) string {
	if m := versioned.FindStringSubmatch(id); m != nil {
		return m[1]
	}
	return id
}

// ownID returns the id that a schema gives itself if it reads like name.v1, else "".
func ownID(root *object) string {
	for _, key := range []string{"$id", "id"} {
		if id := root.text(key); versioned.MatchString(id) {
			return id
		}
	}
	return ""
}

func orUnnamed(id string) string {
	if id == "" {
		return "without an id"
	}
	return id
}
