package rest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"docpipe/pipeline"
)

// Results are what documents came to.
type Results interface {
	// Result returns the JSON of one version of a result, 0 for the newest, and its number.
	// It wraps ErrNotFound where there is none, and ErrErased.
	Result(ctx context.Context, tenant, id string, version int) ([]byte, int, error)
	// Versions returns the versions of a result, newest first.
	Versions(ctx context.Context, tenant, id string) ([]pipeline.VersionInfo, error)
}

func (a *API) describeResult(op *huma.Operation) {
	takes(op, "path", "id", "Id of the document", text())
	takes(op, "query", "version", "Version of the result; the newest when not given", number(1))
	takes(op, "header", "If-None-Match", "ETag of the version that the reader has", text())
	answers(op, "200", "The result; ETag is its version", "application/json", schemaOf[pipeline.Result](a.huma))
	answers(op, "202", "There is no result yet", "application/json", schemaOf[Document](a.huma))
	answers(op, "304", "The reader has this version", "", nil)
}

// result answers with the result as it was recorded, byte by byte.
func (a *API) result(w http.ResponseWriter, r *http.Request, p pipeline.Principal) error {
	version, err := versionOf(r)
	if err != nil {
		return err
	}
	h, err := a.parts.Ledger.Header(r.Context(), p.Tenant, r.PathValue("id"))
	switch {
	case err != nil:
		return err
	case h.Status == pipeline.Erased:
		return fmt.Errorf("document %s: %w", h.ID, pipeline.ErrErased)
	case h.Version == 0 && version == 0:
		return a.unfinished(w, h)
	}
	return a.writeResult(w, r, p.Tenant, h.ID, version)
}

func (a *API) writeResult(w http.ResponseWriter, r *http.Request, tenant, id string, version int) error {
	raw, version, err := a.parts.Ledger.Result(r.Context(), tenant, id, version)
	if err != nil {
		return err
	}
	if unchanged(w, r, strconv.Itoa(version)) {
		return nil
	}
	writeBytes(w, http.StatusOK, "application/json", raw)
	return nil
}

// unfinished answers for a document that has no result: 202 while one may come.
func (a *API) unfinished(w http.ResponseWriter, h pipeline.Header) error {
	if h.Status.Terminal() {
		return fmt.Errorf("document %s ended as %s without a result: %w", h.ID, h.Status, pipeline.ErrNotFound)
	}
	w.Header().Set("Location", location(h.ID))
	w.Header().Set("Retry-After", "1")
	writeJSON(w, http.StatusAccepted, a.document(h))
	return nil
}

// versionOf returns ?version=, 0 when it is not given.
func versionOf(r *http.Request) (int, error) {
	if err := onlyQuery(r, "version"); err != nil {
		return 0, err
	}
	given := r.URL.Query().Get("version")
	if given == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(given)
	if err != nil || n < 1 {
		return 0, mistake("/query/version", "use a number from 1")
	}
	return n, nil
}

func (a *API) listVersions(ctx context.Context, p pipeline.Principal, in *documentPath) (*listed[pipeline.VersionInfo], error) {
	all, err := a.parts.Ledger.Versions(ctx, p.Tenant, in.ID)
	return listOf(all, ""), err
}

// CheckReport is what the rules said of the newest version of a result.
type CheckReport struct {
	Version  int                `json:"version"`
	Checks   pipeline.Checks    `json:"checks"`
	Findings []pipeline.Finding `json:"findings" nullable:"false"`
}

type checksAnswer struct {
	Body CheckReport
}

func (a *API) getChecks(ctx context.Context, p pipeline.Principal, in *documentPath) (*checksAnswer, error) {
	raw, version, err := a.parts.Ledger.Result(ctx, p.Tenant, in.ID, 0)
	if err != nil {
		return nil, err
	}
	report := CheckReport{Findings: []pipeline.Finding{}}
	if err := json.Unmarshal(raw, &report); err != nil {
		return nil, errors.Join(fmt.Errorf("result %d of %s: %w", version, in.ID, pipeline.ErrDamaged), err)
	}
	return &checksAnswer{Body: report}, nil
}
