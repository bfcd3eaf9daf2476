package main

import (
	"context"

	"docpipe/extractors"
	"docpipe/schemas"
)

// fileSchemas are the shipped schemas, and those in files: the command line reads both for the
// person who runs it.
type fileSchemas struct{ registry *schemas.Registry }

var _ extractors.Registry = fileSchemas{}

// Schema returns the shipped schema of this id or name, else the one in the file at this path.
func (f fileSchemas) Schema(_ context.Context, _, idOrFile string) (*schemas.Schema, error) {
	return f.registry.Resolve(idOrFile)
}
