package main

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"docpipe/pipeline"
	"docpipe/pipeline/rest"
)

// wellness is a service that can always work.
type wellness struct{}

func (wellness) Ready(context.Context) error { return nil }

// serving answers HTTP from the stores of a service.
func (k *keptRun) serving(t *testing.T) string {
	t.Helper()
	api, err := rest.New(rest.DefaultConfig(), rest.Parts{
		Ledger: apiLedger{Ledger: k.stores.ledger}, Originals: intakeStore{originals: k.stores.originals, max: 1 << 20, roomy: func() bool { return true }},
		Images: k.pages, Redactor: servedRedactor{newRedactor(k.app), k.stores}, Exporter: newExporter(k.stores.ledger, k.app.registry), Schemas: &tenantSchemas{registry: k.app.registry, ledger: k.stores.ledger},
		Notifier: resultNotifier{k.stores.ledger}, Health: wellness{},
	})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(api)
	t.Cleanup(server.Close)
	return server.URL
}

// problemAt asks for path and demands a problem of this kind.
func problemAt(t *testing.T, url string, kind *pipeline.Kind, status int) rest.Problem {
	t.Helper()
	res, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var p rest.Problem
	if err := json.NewDecoder(res.Body).Decode(&p); err != nil {
		t.Fatal(err)
	}
	if res.StatusCode != status || p.Code != kind.Code {
		t.Errorf("%s = %d %s, want %d %s", url, res.StatusCode, p.Code, status, kind.Code)
	}
	return p
}

// A cursor that nobody gave is a mistake of the request, whatever the ledger makes of it.
func TestLists_refuse_a_cursor_that_is_none(t *testing.T) {
	t.Parallel()
	url := newKeptRun(t).serving(t)
	for _, path := range []string{"/v1/documents?cursor=junk", "/v1/findings?cursor=junk", "/v1/findings?cursor=%25%25"} {
		if p := problemAt(t, url+path, pipeline.ErrInvalid, http.StatusBadRequest); !strings.Contains(p.Detail, "cursor") {
			t.Errorf("%s: %q, want it to name the cursor", path, p.Detail)
		}
	}
}

// Those who read a problem know documents, not our layers.
func TestProblems_name_no_layers(t *testing.T) {
	t.Parallel()
	url := newKeptRun(t).serving(t)
	for _, path := range []string{"/v1/documents/doc_none", "/v1/documents/doc_none/result", "/v1/documents/doc_none/text", "/v1/documents/doc_none/pages/1"} {
		p := problemAt(t, url+path, pipeline.ErrNotFound, http.StatusNotFound)
		if want := "document doc_none"; p.Detail != want {
			t.Errorf("%s: %q, want %q", path, p.Detail, want)
		}
	}
}
