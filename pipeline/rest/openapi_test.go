package rest_test

import (
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"docpipe/pipeline/rest"
)

func TestOpenAPI_is_valid(t *testing.T) {
	t.Parallel()
	api, err := rest.New(rest.DefaultConfig(), newMemory().parts())
	if err != nil {
		t.Fatal(err)
	}
	spec, err := openapi3.NewLoader().LoadFromData(api.OpenAPI())
	if err != nil {
		t.Fatal(err)
	}
	if err := spec.Validate(t.Context()); err != nil {
		t.Error(err)
	}
	if spec.OpenAPI != "3.1.0" {
		t.Errorf("openapi = %s, want 3.1.0", spec.OpenAPI)
	}
	if spec.Components.Schemas["ErrorModel"] != nil || spec.Components.Schemas["Problem"] == nil {
		t.Error("errors are described by huma's model, want Problem")
	}
}
