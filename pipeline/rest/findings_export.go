package rest

import (
	"bytes"
	"context"
	"io"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"docpipe/pipeline"
)

// An Exporter writes findings as files for other programs.
type Exporter interface {
	// Export writes the tenant's findings that q selects to w, all of them; with personal data
	// only when whole. format is sarif or csv.
	Export(ctx context.Context, tenant string, q pipeline.FindingQuery, format string, whole bool, w io.Writer) error
}

// exportTypes are the media types of the formats.
var exportTypes = map[string]string{"sarif": "application/sarif+json", "csv": "text/csv; charset=utf-8"}

// exportFilters are the filters of an export with the words they take.
var exportFilters = map[string][]string{
	"verdict": {"fail", "cannot_tell", "error"}, "transition": {"raised", "resolved"}, "severity": {"critical", "high", "medium", "low", "info"},
	"disposition": {"open", "accepted", "waived", "escalated"}, "document": nil, "pack": nil, "rule": nil, "doctype": nil,
}

func (a *API) describeExport(op *huma.Operation) {
	op.Description += ". Personal data is masked, unless the key has the scope " + pipeline.ScopeOriginalsRead + " too."
	takes(op, "query", "format", "SARIF 2.1.0 or CSV", text("sarif", "csv"))
	takes(op, "query", "updated_after", "Only findings that changed since, RFC 3339", text())
	for _, name := range slices.Sorted(maps.Keys(exportFilters)) {
		var words []any
		for _, w := range exportFilters[name] {
			words = append(words, w)
		}
		takes(op, "query", name, "As in the list of findings", text(words...))
	}
	answers(op, "200", "The file", "application/sarif+json", nil)
	op.Responses["200"].Content["text/csv"] = op.Responses["200"].Content["application/sarif+json"]
}

func (a *API) exportFindings(w http.ResponseWriter, r *http.Request, p pipeline.Principal) error {
	if err := onlyQuery(r, append(slices.Sorted(maps.Keys(exportFilters)), "format", "updated_after")...); err != nil {
		return err
	}
	format := or(r.URL.Query().Get("format"), "sarif")
	mediaType, known := exportTypes[format]
	if !known {
		return mistake("/query/format", "use sarif or csv")
	}
	q, err := exportQuery(r)
	if err != nil {
		return err
	}
	var file bytes.Buffer
	if err := a.parts.Exporter.Export(r.Context(), p.Tenant, q, format, p.Can(pipeline.ScopeOriginalsRead), &file); err != nil {
		return err
	}
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(a.cfg.transferTime(int64(file.Len()))))
	w.Header().Set("Content-Disposition", "attachment; filename=findings."+format)
	writeBytes(w, http.StatusOK, mediaType, file.Bytes())
	return nil
}

func exportQuery(r *http.Request) (pipeline.FindingQuery, error) {
	given := r.URL.Query()
	for name, words := range exportFilters {
		if v := given.Get(name); v != "" && len(words) > 0 && !slices.Contains(words, v) {
			return pipeline.FindingQuery{}, mistake("/query/"+name, "use one of the words that the description names")
		}
	}
	q := pipeline.FindingQuery{
		Document: given.Get("document"), Verdict: given.Get("verdict"), Transition: given.Get("transition"), Severity: given.Get("severity"),
		Pack: given.Get("pack"), Rule: given.Get("rule"), DocType: given.Get("doctype"), Disposition: given.Get("disposition"),
	}
	if after := given.Get("updated_after"); after != "" {
		var err error
		if q.UpdatedAfter, err = time.Parse(time.RFC3339, after); err != nil {
			return q, mistake("/query/updated_after", "use a time such as 2026-11-01T00:00:00Z")
		}
	}
	return q, nil
}
