package rest_test

import (
	"net/http"
	"testing"

	"docpipe/pipeline"
	"docpipe/pipeline/rest"
)

func TestRedacted(t *testing.T) {
	t.Parallel()
	s := newService(t)
	id := s.send("one")
	s.finish(id, checked)
	path := "/v1/documents/" + id
	reader := []string{"Authorization", "Bearer " + s.key("acme", pipeline.ScopeDocumentsRead)}

	a := s.get(path+"/redacted.pdf?class=pan,account", reader...)
	a.want(t, http.StatusOK)
	if string(a.body) != `copy without ["pan" "account"]` || a.Header.Get("Content-Type") != "application/pdf" {
		t.Errorf("copy = %q as %s", a.body, a.Header.Get("Content-Type"))
	}
	if got, want := a.Header.Get("Content-Disposition"), "attachment; filename="+id+"-redacted.pdf"; got != want {
		t.Errorf("Content-Disposition = %s, want %s", got, want)
	}
	if a := s.get(path+"/pages/1/redacted", reader...); string(a.body) != "page 1 without []" || a.Header.Get("Content-Type") != "image/jpeg" {
		t.Errorf("page = %q as %s", a.body, a.Header.Get("Content-Type"))
	}
	s.get(path+"/redacted.pdf?class=unknown", reader...).problem(t, pipeline.ErrInvalid, http.StatusBadRequest)
	s.get(path+"/redacted.pdf?classes=pan", reader...).problem(t, pipeline.ErrInvalid, http.StatusBadRequest)
	s.get(path+"/pages/2/redacted", reader...).problem(t, pipeline.ErrNotFound, http.StatusNotFound)
	s.get("/v1/documents/doc_none/redacted.pdf", reader...).problem(t, pipeline.ErrNotFound, http.StatusNotFound)
}

// Words are the original too: without the right to it they come masked.
func TestMaskedWords(t *testing.T) {
	t.Parallel()
	s := newService(t)
	id := s.send("one")
	s.finish(id, checked)
	for _, c := range [][2]string{{pipeline.ScopeAdmin, "7"}, {pipeline.ScopeDocumentsRead, "•"}} { // the stand-in masks what it has
		scope, want := c[0], c[1]
		key := []string{"Authorization", "Bearer " + s.key("acme", scope)}
		if got := string(s.get("/v1/documents/"+id+"/text", key...).body); got != want+"\n" {
			t.Errorf("with %s the text is %q, want %q", scope, got, want)
		}
		words := decode[rest.PageWords](t, s.get("/v1/documents/"+id+"/pages/1/words", key...))
		if len(words.Words) != 1 || words.Words[0].Text != want {
			t.Errorf("with %s the words are %+v, want %q", scope, words.Words, want)
		}
	}
}

func TestExport(t *testing.T) {
	t.Parallel()
	s := newService(t)
	officer := []string{"Authorization", "Bearer " + s.key("acme", pipeline.ScopeFindingsRead)}
	for _, c := range []struct {
		query, body, mediaType string
		key                    []string
	}{
		{"", "sarif of acme, severity , whole false", "application/sarif+json", officer},
		{"?format=csv&severity=high", "csv of acme, severity high, whole false", "text/csv; charset=utf-8", officer},
		{"?format=sarif&updated_after=2026-11-01T00:00:00Z", "sarif of acme, severity , whole true", "application/sarif+json", nil},
	} {
		a := s.get("/v1/findings/export"+c.query, c.key...)
		if string(a.body) != c.body || a.Header.Get("Content-Type") != c.mediaType {
			t.Errorf("export%s = %q as %s, want %q as %s", c.query, a.body, a.Header.Get("Content-Type"), c.body, c.mediaType)
		}
	}
	for _, query := range []string{"?format=xml", "?severity=bad", "?updated_after=now", "?limit=5"} {
		s.get("/v1/findings/export"+query).problem(t, pipeline.ErrInvalid, http.StatusBadRequest)
	}
}
