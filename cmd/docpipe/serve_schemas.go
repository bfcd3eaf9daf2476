package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"docpipe/extractors"
	"docpipe/pipeline"
	"docpipe/pipeline/ledger"
	"docpipe/schemas"
)

// tenantSchemas are the shipped schemas and a tenant's own. A name that looks like a path
// opens no file here: only the command line reads schemas from files.
type tenantSchemas struct {
	registry *schemas.Registry
	ledger   *ledger.Ledger
}

var _ extractors.Registry = (*tenantSchemas)(nil)

// List returns all schemas that the tenant may use, sorted by id.
func (t *tenantSchemas) List(ctx context.Context, tenant string) ([]*schemas.Schema, error) {
	list := slices.Clone(t.registry.List())
	ids, err := t.ledger.Schemas(ctx, tenant)
	for _, id := range ids {
		s, failed := t.own(ctx, tenant, id)
		err = errors.Join(err, failed)
		if failed == nil {
			list = append(list, s)
		}
	}
	slices.SortFunc(list, func(a, b *schemas.Schema) int { return strings.Compare(a.ID, b.ID) })
	return list, err
}

// Get returns a schema by its id, or the newest of a name. The tenant's own come second, so
// that nobody can stand in for a shipped one.
func (t *tenantSchemas) Get(ctx context.Context, tenant, id string) (*schemas.Schema, error) {
	s, err := t.registry.Get(id)
	if !errors.Is(err, pipeline.ErrSchemaUnknown) {
		return s, err
	}
	ids, failed := t.ledger.Schemas(ctx, tenant)
	if failed != nil {
		return nil, failed
	}
	newest := ""
	for _, known := range ids {
		if known == id || schemas.Name(known) == id && (newest == "" || later(known, newest)) {
			newest = known
		}
	}
	if newest == "" {
		return nil, err
	}
	return t.own(ctx, tenant, newest)
}

// later reports whether id a of one name has the higher version.
func later(a, b string) bool {
	return len(a) > len(b) || len(a) == len(b) && a > b
}

// Schema is Get, as the stage "extract" asks for it.
func (t *tenantSchemas) Schema(ctx context.Context, tenant, id string) (*schemas.Schema, error) {
	return t.Get(ctx, tenant, id)
}

// Put keeps a schema for the tenant. It wraps ErrSchemaExists and ErrSchemaInvalid, and
// ErrInvalid for the name of a shipped schema: its next version would take the tenant's place.
func (t *tenantSchemas) Put(ctx context.Context, tenant, id string, raw []byte) (*schemas.Schema, error) {
	if s, err := t.registry.Get(id); err == nil && s.ID == id {
		if string(s.Raw) == string(raw) {
			return s, nil
		}
		return nil, pipeline.ErrSchemaExists
	}
	if name := schemas.Name(id); name == "auto" || t.ships(name) {
		return nil, fmt.Errorf("schema %s: the name %s is docpipe's own, choose another: %w", id, name, pipeline.ErrInvalid)
	}
	s, err := schemas.Parse(id, raw)
	if err != nil {
		return nil, err
	}
	return s, t.ledger.PutSchema(ctx, tenant, id, s.SHA256, raw)
}

func (t *tenantSchemas) ships(name string) bool {
	_, err := t.registry.Get(name)
	return err == nil
}

func (t *tenantSchemas) own(ctx context.Context, tenant, id string) (*schemas.Schema, error) {
	raw, err := t.ledger.Schema(ctx, tenant, id)
	if err != nil {
		return nil, err
	}
	return schemas.Parse(id, raw)
}
