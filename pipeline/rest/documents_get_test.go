package rest_test

import (
	"net/http"
	"strings"
	"testing"

	"docpipe/pipeline"
	"docpipe/pipeline/rest"
)

func TestDocument_on_its_way(t *testing.T) {
	t.Parallel()
	s := newService(t)
	id := s.send("one")
	a := s.get("/v1/documents/" + id)
	a.want(t, http.StatusOK)
	d := decode[rest.Document](t, a)
	if d.Status != pipeline.Queued || d.Progress != (rest.Progress{Stage: "prepare", Done: 0, Total: 3}) {
		t.Errorf("document = %s %+v, want queued at the first of three", d.Status, d.Progress)
	}
	if d.Links["result"] != "/v1/documents/"+id+"/result" || d.Links["file_1"] == "" {
		t.Errorf("links = %v, want result and file_1", d.Links)
	}
	s.finish(id, nil)
	d = decode[rest.Document](t, s.get("/v1/documents/"+id))
	if d.Status != pipeline.Completed || d.Version != 1 || d.Progress.Done != 3 {
		t.Errorf("document = %s version %d %+v, want completed, 1, all three", d.Status, d.Version, d.Progress)
	}
}

func TestDocuments_pages(t *testing.T) {
	t.Parallel()
	s := newService(t)
	for range 5 {
		s.send("x")
	}
	var ids []string
	path := "/v1/documents?limit=2"
	for range 3 {
		l := decode[rest.List[rest.Document]](t, s.get(path))
		for _, d := range l.Items {
			ids = append(ids, d.ID)
		}
		if l.Next == nil {
			break
		}
		path = "/v1/documents?limit=2&cursor=" + *l.Next
	}
	if got, want := strings.Join(ids, " "), "doc_0005 doc_0004 doc_0003 doc_0002 doc_0001"; got != want {
		t.Errorf("ids = %s, want %s", got, want)
	}
}

func TestDocuments_refuses_bad_queries(t *testing.T) {
	t.Parallel()
	s := newService(t)
	for query, pointer := range map[string]string{
		"limit=501":                "/query/limit",
		"limit=0":                  "/query/limit",
		"status=done":              "/query/status",
		"received_after=yesterday": "/query/received_after",
		"stauts=failed":            "/query/stauts",
	} {
		p := s.get("/v1/documents?"+query).problem(t, pipeline.ErrInvalid, http.StatusBadRequest)
		if len(p.Errors) != 1 || p.Errors[0].Pointer != pointer {
			t.Errorf("%s: errors = %+v, want one at %s", query, p.Errors, pointer)
		}
	}
}

func TestCounts_and_batches(t *testing.T) {
	t.Parallel()
	s := newService(t)
	for range 3 {
		s.do(s.form([][2]string{{"file", "%PDF"}, {"batch", "march 7"}})).want(t, http.StatusAccepted)
	}
	s.send("of no batch")
	s.finish("doc_0002", nil)
	b := decode[rest.Batch](t, s.get("/v1/batches/march%207"))
	if b.Total != 3 || b.Terminal != 1 || b.Status[pipeline.Completed] != 1 || b.Status[pipeline.Queued] != 2 {
		t.Errorf("batch = %+v, want 1 of 3 completed", b)
	}
	if all := decode[rest.Tally](t, s.get("/v1/documents/counts")); all.Total != 4 {
		t.Errorf("counts = %+v, want 4", all)
	}
	if some := decode[rest.Tally](t, s.get("/v1/documents/counts?status=completed")); some.Total != 1 {
		t.Errorf("counts = %+v, want 1", some)
	}
	s.get("/v1/batches/april").problem(t, pipeline.ErrNotFound, http.StatusNotFound)
}

func TestCancel_and_erase(t *testing.T) {
	t.Parallel()
	s := newService(t)
	id := s.send("one")
	a := s.do(s.request("POST", "/v1/documents/"+id+"/cancel", nil))
	a.want(t, http.StatusOK)
	if d := decode[rest.Document](t, a); d.Status != pipeline.Cancelled {
		t.Errorf("status = %s, want cancelled", d.Status)
	}
	s.finish(id, nil)
	for range 2 {
		a := s.do(s.request("DELETE", "/v1/documents/"+id, nil))
		a.want(t, http.StatusOK)
		if r := decode[pipeline.Receipt](t, a); r.Document != id || r.By != "key_0" || r.Keys != 1 {
			t.Errorf("receipt = %+v, want one for the document by the key", r)
		}
	}
	for _, rest := range []string{"/result", "/files/1", "/text", "/pages/1", "/pages/1/words"} {
		s.get("/v1/documents/"+id+rest).problem(t, pipeline.ErrErased, http.StatusGone)
	}
}
