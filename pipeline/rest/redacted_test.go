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
