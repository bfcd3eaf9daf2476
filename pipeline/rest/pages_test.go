package rest_test

import (
	"net/http"
	"testing"

	"docpipe/pipeline"
	"docpipe/pipeline/rest"
)

func TestFiles(t *testing.T) {
	t.Parallel()
	s := newService(t)
	r := s.request("POST", "/v1/documents", newReader("%PDF one"), "Content-Disposition", `attachment; filename*=UTF-8''M%C3%A4rz%22.pdf`)
	id := s.do(r).id(t)
	a := s.get("/v1/documents/" + id + "/files/1")
	a.want(t, http.StatusOK)
	if string(a.body) != "%PDF one" || a.Header.Get("Content-Type") != "application/pdf" {
		t.Errorf("file = %q as %s, want what was sent", a.body, a.Header.Get("Content-Type"))
	}
	if got, want := a.Header.Get("Content-Disposition"), `attachment; filename*=utf-8''M%C3%A4rz%22.pdf`; got != want {
		t.Errorf("Content-Disposition = %s, want %s", got, want)
	}
	if a := s.get("/v1/documents/"+id+"/files/1", "If-None-Match", a.Header.Get("ETag")); a.StatusCode != http.StatusNotModified {
		t.Errorf("with its ETag: %d, want 304", a.StatusCode)
	}
	for _, n := range []string{"0", "2", "x"} {
		s.get("/v1/documents/"+id+"/files/"+n).problem(t, pipeline.ErrNotFound, http.StatusNotFound)
	}
}

func TestPages(t *testing.T) {
	t.Parallel()
	s := newService(t)
	id := s.send("one")
	path := "/v1/documents/" + id
	s.get(path+"/pages/1").problem(t, pipeline.ErrNotFound, http.StatusNotFound)
	s.finish(id, checked)
	for query, want := range map[string]string{"": "page 1 shown", "?view=shown": "page 1 shown", "?view=prepared": "page 1 prepared"} {
		a := s.get(path + "/pages/1" + query)
		if string(a.body) != want || a.Header.Get("Content-Type") != "image/png" {
			t.Errorf("page%s = %q as %s, want %q as image/png", query, a.body, a.Header.Get("Content-Type"), want)
		}
	}
	s.get(path+"/pages/1?view=x").problem(t, pipeline.ErrInvalid, http.StatusBadRequest)
	s.get(path+"/pages/2").problem(t, pipeline.ErrNotFound, http.StatusNotFound)

	words := decode[rest.PageWords](t, s.get(path+"/pages/1/words"))
	if words.Page != 1 || words.Unit != "pt" || len(words.Words) != 1 || words.Words[0].Text != "7" {
		t.Errorf("words = %+v, want the one word of page 1", words)
	}
	s.get(path+"/pages/0/words").problem(t, pipeline.ErrInvalid, http.StatusBadRequest)
	if a := s.get(path + "/text"); string(a.body) != "7\n" || a.Header.Get("Content-Type") != "text/plain; charset=utf-8" {
		t.Errorf("text = %q as %s", a.body, a.Header.Get("Content-Type"))
	}
}

func TestSchemas(t *testing.T) {
	t.Parallel()
	s := newService(t)
	put := func(body string) answer {
		return s.do(s.request("PUT", "/v1/schemas/own.v1", newReader(body)))
	}
	put(`{"type":"object","title":"Own"}`).want(t, http.StatusOK)
	put(`{"type":"object","title":"Own"}`).want(t, http.StatusOK)
	put(`{"type":"object","title":"Other"}`).problem(t, pipeline.ErrSchemaExists, http.StatusConflict)
	put(`{"type":7}`).problem(t, pipeline.ErrSchemaInvalid, http.StatusUnprocessableEntity)
	put(string(make([]byte, 2<<20))).problem(t, pipeline.ErrTooLarge, http.StatusRequestEntityTooLarge)

	a := s.get("/v1/schemas/own.v1")
	if string(a.body) != `{"type":"object","title":"Own"}` || a.Header.Get("ETag") == "" {
		t.Errorf("schema = %s, want the bytes that were sent, with an ETag", a.body)
	}
	l := decode[rest.List[rest.SchemaInfo]](t, s.get("/v1/schemas"))
	if len(l.Items) != 1 || l.Items[0].Title != "Own" {
		t.Errorf("schemas = %+v, want Own", l.Items)
	}
	s.get("/v1/schemas/none.v1").problem(t, pipeline.ErrNotFound, http.StatusNotFound)
}
