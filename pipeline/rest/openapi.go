package rest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"docpipe/pipeline"
)

// describe begins the description of the API. The paths that huma would add by itself are
// off: the description is fixed once all routes are known.
func describe(mux *http.ServeMux, release string) huma.API {
	speakProblems()
	schemas := huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer)
	schemas.RegisterTypeAlias(reflect.TypeFor[pipeline.Micros](), reflect.TypeFor[string]())
	config := huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info: &huma.Info{
				Title: "docpipe", Version: release,
				Description: "Scanned and digital documents into fields with proof. Readers ignore unknown keys; inside v1 keys and codes are only added.",
			},
			Components: &huma.Components{
				Schemas: schemas,
				SecuritySchemes: map[string]*huma.SecurityScheme{
					"key": {Type: "http", Scheme: "bearer", Description: "docpipe_<keyid>_<secret>; each operation names the scope that it needs."},
				},
			},
		},
		Formats:       map[string]huma.Format{"application/json": huma.DefaultJSONFormat, "json": huma.DefaultJSONFormat},
		DefaultFormat: "application/json",
	}
	config.AllowAdditionalPropertiesByDefault = true // inside v1 keys are added
	return humago.New(mux, config)
}

func specification(api huma.API) ([]byte, error) {
	admitNull(api.OpenAPI().Components.Schemas)
	b, err := json.Marshal(api.OpenAPI())
	if err != nil {
		return nil, fmt.Errorf("description of the API: %w: %w", err, pipeline.ErrInternal)
	}
	return b, nil
}

// admitNull describes fields that may be null as such. By itself huma knows that of scalars and
// lists, not of objects behind a pointer, of maps and of arrays of fixed length.
func admitNull(all huma.Registry) {
	for name, schema := range all.Map() {
		t := all.TypeFromRef("#/components/schemas/" + name)
		if t == nil || t.Kind() != reflect.Struct {
			continue
		}
		for _, f := range reflect.VisibleFields(t) {
			key, options, _ := strings.Cut(f.Tag.Get("json"), ",")
			property := schema.Properties[key]
			if property == nil || strings.Contains(options, "omitempty") {
				continue
			}
			switch {
			case f.Type.Kind() == reflect.Pointer && property.Ref != "":
				schema.Properties[key] = &huma.Schema{AnyOf: []*huma.Schema{{Ref: property.Ref}, {Type: "null"}}}
			case f.Type.Kind() == reflect.Pointer, f.Type.Kind() == reflect.Map:
				property.Nullable = true
			}
		}
	}
}

// schemaOf returns a reference to the schema of T, adding it to the description.
func schemaOf[T any](api huma.API) *huma.Schema {
	t := reflect.TypeFor[T]()
	return api.OpenAPI().Components.Schemas.Schema(t, true, t.Name())
}

func problemResponse(api huma.API) *huma.Response {
	return &huma.Response{
		Description: "A problem (RFC 9457)",
		Content:     map[string]*huma.MediaType{"application/problem+json": {Schema: schemaOf[Problem](api)}},
	}
}

// answers adds one response of the given media type to an operation; a nil schema stands for
// bytes.
func answers(op *huma.Operation, status, description, mediaType string, schema *huma.Schema) {
	r := &huma.Response{Description: description}
	if mediaType != "" {
		if schema == nil {
			schema = &huma.Schema{Type: huma.TypeString, Format: "binary"}
		}
		r.Content = map[string]*huma.MediaType{mediaType: {Schema: schema}}
	}
	op.Responses[status] = r
}

// takes adds a parameter to an operation.
func takes(op *huma.Operation, in, name, description string, schema *huma.Schema) {
	op.Parameters = append(op.Parameters, &huma.Param{
		Name: name, In: in, Description: description, Required: in == "path", Schema: schema,
	})
}

func text(values ...any) *huma.Schema { return &huma.Schema{Type: huma.TypeString, Enum: values} }

func number(least float64) *huma.Schema {
	return &huma.Schema{Type: huma.TypeInteger, Minimum: &least}
}

// section is the first word of a path: what the route is about.
func section(path string) string {
	name, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return name
}
