package rest_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"docpipe/pipeline"
	"docpipe/pipeline/rest"
)

// goodQuestions are the bodies of requests that ask a model, by the last word of the path.
var goodQuestions = map[string]string{
	"ask": `{"question":"How many?"}`, "summarise": `{}`, "translate": `{"to":"de"}`, "describe": ``,
}

func (s *service) post(path, body string) answer {
	s.t.Helper()
	return s.do(s.request("POST", path, strings.NewReader(body), "Content-Type", "application/json"))
}

func TestQuestions(t *testing.T) {
	t.Parallel()
	s := newService(t)
	id := s.send("one")
	s.finish(id, checked)
	path := "/v1/documents/" + id

	a := decode[rest.Answered](t, s.post(path+"/ask", `{"question":"How many?","history":[{"question":"a","answer":"b"}],"language":"de-de"}`))
	if a.Answer != `How many? (1 before, in "de-DE")` || !a.Found || len(a.Citations) != 1 || a.Citations[0].Quote != "7" || a.Citations[0].Box == nil {
		t.Errorf("answer = %+v, want the question's with its citation", a)
	}
	if a.Usage.Cost != 1_500 || a.Usage.ModelCalls != 1 {
		t.Errorf("usage = %+v, want one call for 0.001500 USD", a.Usage)
	}
	if y := decode[rest.Summary](t, s.post(path+"/summarise", `{"points":3,"language":"en"}`)); len(y.Points) != 1 || y.Points[0].Text != `3 points in "en"` {
		t.Errorf("summary = %+v, want 3 points asked for in en", y)
	}
	if y := decode[rest.Summary](t, s.post(path+"/summarise", `{}`)); len(y.Points) != 1 || y.Points[0].Text != `7 points in ""` {
		t.Errorf("summary = %+v, want the default of 7 points", y)
	}
	if y := decode[rest.Translation](t, s.post(path+"/translate", `{"to":"pt-br"}`)); y.Language != "pt-BR" || y.Pages[0].Lines[0].Text != "pt-BR" {
		t.Errorf("translation = %+v, want one into pt-BR", y)
	}
	if y := decode[rest.Description](t, s.post(path+"/describe", "")); len(y.Pages) != 1 || y.Pages[0].Things[0].Evidence == nil || y.Pages[0].Things[1].Evidence != nil {
		t.Errorf("description = %+v, want two things, one with its place", y)
	}
}

func TestQuestions_refuses_bad_ones(t *testing.T) {
	t.Parallel()
	s := newService(t)
	id := s.send("one")
	s.finish(id, checked)
	for _, c := range []struct{ path, body, pointer string }{
		{"/ask", `{}`, "/body"},
		{"/ask", `{"question":""}`, "/body/question"},
		{"/ask", `{"question":"a\u0000b"}`, "/body"},
		{"/ask", `{"question":"a","langauge":"de"}`, "/body"},
		{"/ask", `{"question":"a","language":"not a tag"}`, "/body/language"},
		{"/summarise", `{"points":51}`, "/body/points"},
		{"/translate", `{"to":"not a tag"}`, "/body/to"},
	} {
		p := s.post("/v1/documents/"+id+c.path, c.body).problem(t, pipeline.ErrInvalid, http.StatusBadRequest)
		if len(p.Errors) == 0 || !strings.HasPrefix(p.Errors[0].Pointer, c.pointer) {
			t.Errorf("%s %s: errors = %+v, want one at %s", c.path, c.body, p.Errors, c.pointer)
		}
	}
}

// Whatever keeps a question from being answered has its own code, and says if asking again helps.
func TestQuestions_that_have_no_answer(t *testing.T) {
	t.Parallel()
	s := newService(t)
	id := s.send("one")
	for name, body := range goodQuestions {
		path := "/v1/documents/" + id + "/" + name
		if p := s.post(path, body).problem(t, pipeline.ErrClaimed, http.StatusConflict); !p.Retryable {
			t.Errorf("%s before the pages are read is not retryable", name)
		}
		s.post("/v1/documents/doc_none/"+name, body).problem(t, pipeline.ErrNotFound, http.StatusNotFound)
	}
	s.finish(id, checked)
	for kind, status := range map[*pipeline.Kind]int{
		pipeline.ErrBudgetExhausted: http.StatusPaymentRequired, pipeline.ErrProviderAuth: http.StatusBadGateway,
		pipeline.ErrProviderUnavailable: http.StatusServiceUnavailable, pipeline.ErrInvalid: http.StatusBadRequest,
	} {
		s.silent = fmt.Errorf("ask@1: small: %w", kind)
		for name, body := range goodQuestions {
			s.post("/v1/documents/"+id+"/"+name, body).problem(t, kind, status)
		}
	}
	s.do(s.request("DELETE", "/v1/documents/"+id, nil)).want(t, http.StatusOK)
	for name, body := range goodQuestions {
		s.post("/v1/documents/"+id+"/"+name, body).problem(t, pipeline.ErrErased, http.StatusGone)
	}
}

func TestQuestions_about_a_document_without_pages(t *testing.T) {
	t.Parallel()
	s := newService(t)
	id := s.send("one")
	s.finish(id, func(d *pipeline.Document) { d.Pages = nil })
	s.post("/v1/documents/"+id+"/ask", goodQuestions["ask"]).problem(t, pipeline.ErrNoPages, http.StatusUnprocessableEntity)
}

func TestQuestions_without_models(t *testing.T) {
	t.Parallel()
	s := newService(t)
	parts := s.parts()
	parts.Models = nil
	api, err := rest.New(rest.DefaultConfig(), parts)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(api)
	defer server.Close()
	s.url = server.URL
	id := s.send("one")
	s.finish(id, checked)
	for name, body := range goodQuestions {
		p := s.post("/v1/documents/"+id+"/"+name, body).problem(t, pipeline.ErrInvalid, http.StatusConflict)
		if !strings.Contains(p.Detail, "models.targets") {
			t.Errorf("%s: %q, want it to say what to configure", name, p.Detail)
		}
	}
}

// What a provider says is for whoever asked; the log does not repeat it.
func TestQuestions_are_not_logged(t *testing.T) {
	t.Parallel()
	s := newService(t)
	id := s.send("one")
	s.finish(id, checked)
	s.post("/v1/documents/"+id+"/ask", `{"question":"canary-51c0"}`).want(t, http.StatusOK)
	s.silent = errors.Join(errors.New("canary-51c0"), pipeline.ErrProviderUnavailable)
	s.post("/v1/documents/"+id+"/ask", `{"question":"canary-51c0"}`).want(t, http.StatusServiceUnavailable)
	if log := s.log.String(); strings.Contains(log, "canary-51c0") {
		t.Errorf("the log holds a question or an answer: %s", log)
	}
}

func TestUsage(t *testing.T) {
	t.Parallel()
	s := newService(t)
	l := decode[rest.List[pipeline.UsageRow]](t, s.get("/v1/usage?from=2026-11-01&to=2026-11-30"))
	if len(l.Items) != 1 || l.Items[0].Cost != 1_500 || l.Items[0].Tenant != "acme" || l.Next != nil {
		t.Errorf("usage = %+v, want the key's tenant's one row", l)
	}
	if a := s.get("/v1/usage?to=2025-01-01"); string(a.body) != `{"items":[],"next":null}`+"\n" && string(a.body) != `{"items":[],"next":null}` {
		t.Errorf("usage of no day = %s, want an empty list", a.body)
	}
	for query, pointer := range map[string]string{"from=yesterday": "/query/from", "from=2026-11-02&to=2026-11-01": "/query/from", "day=2026-11-01": "/query/day"} {
		p := s.get("/v1/usage?"+query).problem(t, pipeline.ErrInvalid, http.StatusBadRequest)
		if len(p.Errors) != 1 || p.Errors[0].Pointer != pointer {
			t.Errorf("%s: errors = %+v, want one at %s", query, p.Errors, pointer)
		}
	}
}
