package rest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"docpipe/pipeline"
	"docpipe/schemas"
)

// Schemas are the document shapes that a tenant may use: the shipped ones and its own.
type Schemas interface {
	// List returns all of them, sorted by id.
	List(ctx context.Context, tenant string) ([]*schemas.Schema, error)
	// Get returns one by its id or name; it wraps ErrSchemaUnknown.
	Get(ctx context.Context, tenant, id string) (*schemas.Schema, error)
	// Put records raw under id. Recording the same bytes again changes nothing and is no
	// error. It wraps ErrSchemaExists for other bytes, ErrSchemaInvalid for unusable ones.
	Put(ctx context.Context, tenant, id string, raw []byte) (*schemas.Schema, error)
}

// SchemaInfo is a document shape in a list of them.
type SchemaInfo struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	DocType string `json:"doctype"`
	SHA256  string `json:"sha256"`
}

func infoOf(s *schemas.Schema) SchemaInfo {
	return SchemaInfo{ID: s.ID, Title: s.Title, DocType: s.DocType, SHA256: s.SHA256}
}

func (a *API) listSchemas(ctx context.Context, p pipeline.Principal, _ *struct{}) (*listed[SchemaInfo], error) {
	all, err := a.parts.Schemas.List(ctx, p.Tenant)
	if err != nil {
		return nil, err
	}
	items := make([]SchemaInfo, len(all))
	for i, s := range all {
		items[i] = infoOf(s)
	}
	return listOf(items, ""), nil
}

func (a *API) describeSchema(op *huma.Operation) {
	takes(op, "path", "id", "name.vN, or a name for its newest version", text())
	answers(op, "200", "The JSON Schema as it was recorded", "application/schema+json", &huma.Schema{Type: huma.TypeObject})
	answers(op, "304", "The reader has it", "", nil)
}

func (a *API) schema(w http.ResponseWriter, r *http.Request, p pipeline.Principal) error {
	s, err := a.parts.Schemas.Get(r.Context(), p.Tenant, r.PathValue("id"))
	if errors.Is(err, pipeline.ErrSchemaUnknown) {
		return fmt.Errorf("schema %.80q: %w", r.PathValue("id"), pipeline.ErrNotFound)
	}
	if err != nil || unchanged(w, r, s.SHA256) {
		return err
	}
	writeBytes(w, http.StatusOK, "application/schema+json", s.Raw)
	return nil
}

func (a *API) describePutSchema(op *huma.Operation) {
	takes(op, "path", "id", "name.vN; a changed shape needs a new number", text())
	object := &huma.Schema{Type: huma.TypeObject}
	op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
		"application/schema+json": {Schema: object}, "application/json": {Schema: object},
	}}
	answers(op, "200", "Recorded, now or before", "application/json", schemaOf[SchemaInfo](a.huma))
}

// schemaID is name.vN in characters that a URL, a subject and a file name can hold.
var schemaID = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,79}\.v[1-9][0-9]{0,5}$`)

func (a *API) putSchema(w http.ResponseWriter, r *http.Request, p pipeline.Principal) error {
	if !schemaID.MatchString(r.PathValue("id")) {
		return mistake("/path/id", "use name.vN, such as order.v1: a name of a-z, 0-9, _ and - that begins with a letter, and a version from 1")
	}
	raw, err := io.ReadAll(a.body(w, r, a.cfg.MaxJSON))
	if err != nil {
		return err
	}
	_ = http.NewResponseController(w).SetReadDeadline(time.Time{})
	s, err := a.parts.Schemas.Put(r.Context(), p.Tenant, r.PathValue("id"), raw)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, infoOf(s))
	return nil
}
