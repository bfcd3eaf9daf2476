package rest_test

import (
	"net/http"
	"strings"
	"testing"

	"docpipe/pipeline"
	"docpipe/pipeline/rest"
)

func (s *service) split(id, body string) answer {
	s.t.Helper()
	return s.do(s.request("PUT", "/v1/documents/"+id+"/split", strings.NewReader(body), "Content-Type", "application/json"))
}

func TestSplit(t *testing.T) {
	t.Parallel()
	s := newService(t)
	id := s.send("one", "Idempotency-Key", "k")
	s.finish(id, func(d *pipeline.Document) {
		d.Pages = []*pipeline.Page{{Number: 1}, {Number: 2}}
	})
	a := s.split(id, `{"parts":[[1],[2]]}`)
	if h := decode[rest.Document](t, a); a.StatusCode != http.StatusOK || h.ID != id || h.Status != pipeline.Queued {
		t.Errorf("PUT split = %d %+v, want %s queued again", a.StatusCode, h, id)
	}
	for name, body := range map[string]string{
		"a page that it has not": `{"parts":[[1],[3]]}`, "a page twice": `{"parts":[[1,2],[2]]}`, "no parts": `{"parts":[]}`,
		"no body": ``, "another key": `{"parts":[[1]],"pages":[1]}`, "not numbers": `{"parts":["1"]}`,
	} {
		t.Run(name, func(t *testing.T) { s.split(id, body).problem(t, pipeline.ErrInvalid, http.StatusBadRequest) })
	}
	s.split("doc_none", `{"parts":[[1]]}`).problem(t, pipeline.ErrNotFound, http.StatusNotFound)
}
