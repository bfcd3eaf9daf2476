package rest_test

import (
	"bytes"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"docpipe/pipeline"
	"docpipe/pipeline/rest"
)

func TestResult(t *testing.T) {
	t.Parallel()
	s := newService(t)
	id := s.send("one")
	path := "/v1/documents/" + id + "/result"

	a := s.get(path)
	a.want(t, http.StatusAccepted)
	if a.Header.Get("Retry-After") == "" || a.Header.Get("Location") != "/v1/documents/"+id {
		t.Errorf("headers = %v, want Retry-After and Location", a.Header)
	}

	s.finish(id, checked)
	first := s.get(path)
	first.want(t, http.StatusOK)
	if got := first.Header.Get("ETag"); got != `"1"` {
		t.Errorf(`ETag = %s, want "1"`, got)
	}
	recorded, _, _ := s.Result(t.Context(), "acme", id, 1)
	if !bytes.Equal(first.body, recorded) {
		t.Error("the result is not what was recorded, byte by byte")
	}
	for _, tag := range []string{`"1"`, `W/"1"`, `"0", "1"`, `*`} {
		if a := s.get(path, "If-None-Match", tag); a.StatusCode != http.StatusNotModified || len(a.body) > 0 {
			t.Errorf("If-None-Match %s: %d with %d bytes, want 304 with none", tag, a.StatusCode, len(a.body))
		}
	}

	s.finish(id, nil)
	if a := s.get(path, "If-None-Match", `"1"`); a.StatusCode != http.StatusOK || a.Header.Get("ETag") != `"2"` {
		t.Errorf("status %d, ETag %s, want 200 and the second version", a.StatusCode, a.Header.Get("ETag"))
	}
	if old := s.get(path + "?version=1"); !bytes.Equal(old.body, recorded) {
		t.Error("an old version changed")
	}
	s.get(path+"?version=3").problem(t, pipeline.ErrNotFound, http.StatusNotFound)
	s.get(path+"?version=x").problem(t, pipeline.ErrInvalid, http.StatusBadRequest)

	versions := decode[rest.List[pipeline.VersionInfo]](t, s.get("/v1/documents/"+id+"/versions"))
	if len(versions.Items) != 2 || versions.Items[0].Version != 2 {
		t.Errorf("versions = %+v, want 2 and 1", versions.Items)
	}
}

// checked gives a document an extraction and a finding.
func checked(d *pipeline.Document) {
	half := 0.5
	d.Extraction = &pipeline.Extraction{
		DocType: "invoice", Schema: "invoice.v1", Data: map[string]any{"number": "7"},
		Fields: map[string]pipeline.Field{"/number": {
			State: pipeline.FieldFound, Confidence: &half,
			Evidence: []pipeline.Evidence{{Page: 1, Box: &pipeline.Box{0, 0, 1, 1}, Quote: "7"}, {Page: 1}},
		}},
	}
	d.Pages = []*pipeline.Page{{Number: 1, State: pipeline.PageRead, Unit: "pt", Words: []pipeline.Word{{Text: "7", Line: 1}}}}
	d.Checks = &pipeline.Checks{Verdict: pipeline.Fail, AsOf: "2026-11-22", Packs: map[string]string{"p": "1.0.0"}, Counts: pipeline.Counts{Fail: 1}}
	d.Findings = []pipeline.Finding{{ID: "fnd_1", Severity: "high", Verdict: pipeline.Fail, Missing: []string{}, Masked: []string{},
		Evidence: []pipeline.FindingEvidence{{Path: "/number", State: pipeline.FieldFound}}}}
}

func TestChecks(t *testing.T) {
	t.Parallel()
	s := newService(t)
	id := s.send("one")
	s.get("/v1/documents/"+id+"/checks").problem(t, pipeline.ErrNotFound, http.StatusNotFound)
	s.finish(id, checked)
	got := decode[rest.CheckReport](t, s.get("/v1/documents/"+id+"/checks"))
	if got.Version != 1 || got.Checks.Verdict != pipeline.Fail || len(got.Findings) != 1 {
		t.Errorf("checks = %+v, want the failed one of version 1", got)
	}

	all := decode[rest.List[pipeline.FindingRecord]](t, s.get("/v1/findings"))
	if len(all.Items) != 1 || all.Items[0].Document != id {
		t.Errorf("findings = %+v, want the one of the document", all.Items)
	}
	none := decode[rest.List[pipeline.FindingRecord]](t, s.get("/v1/findings?severity=low"))
	if diff := cmp.Diff([]pipeline.FindingRecord{}, none.Items); diff != "" {
		t.Errorf("low findings (-want +got):\n%s", diff)
	}
}

// A document that was cancelled before it had a result never gets one: polling must end.
func TestResult_never_to_come(t *testing.T) {
	t.Parallel()
	s := newService(t)
	id := s.send("one")
	s.do(s.request("POST", "/v1/documents/"+id+"/cancel", nil)).want(t, http.StatusOK)
	s.get("/v1/documents/"+id+"/result").problem(t, pipeline.ErrNotFound, http.StatusNotFound)
}
