package rest_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"
)

// A contract holds every answer of a test against the description of the API.
type contract struct{ router routers.Router }

func newContract(t *testing.T, raw []byte) contract {
	t.Helper()
	// The empty schema allows null; this validator has to be told.
	raw = bytes.ReplaceAll(raw, []byte(`":{}`), []byte(`":{"anyOf":[{"type":"null"},{}]}`))
	spec, err := openapi3.NewLoader().LoadFromData(raw)
	if err != nil {
		t.Fatal(err)
	}
	spec.Servers = nil
	router, err := legacy.NewRouter(spec, openapi3.DisableExamplesValidation())
	if err != nil {
		t.Fatal(err)
	}
	return contract{router}
}

// holds checks one answer of a described route; others pass.
func (c contract) holds(t *testing.T, r *http.Request, a answer) {
	t.Helper()
	if !strings.HasPrefix(r.URL.Path, "/v1/") {
		return
	}
	route, params, err := c.router.FindRoute(r)
	if err != nil {
		return // a path that no route has
	}
	in := &openapi3filter.RequestValidationInput{Request: r, PathParams: params, Route: route}
	out := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: in, Status: a.StatusCode, Header: a.Header,
		Body:    io.NopCloser(bytes.NewReader(a.body)),
		Options: &openapi3filter.Options{ExcludeResponseBody: !strings.Contains(a.Header.Get("Content-Type"), "json")},
	}
	if err := openapi3filter.ValidateResponse(t.Context(), out); err != nil {
		t.Errorf("%s %s does not answer as described: %v\n%s", r.Method, r.URL.Path, err, a.body)
	}
}
