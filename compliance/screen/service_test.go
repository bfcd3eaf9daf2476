package screen

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"docpipe/compliance"
	"docpipe/pipeline"
)

// serve starts a service that answers every search in one way and tells what it was asked.
func serve(t *testing.T, status int, body string) (s *Service, asked *http.Request) {
	t.Helper()
	asked = new(http.Request)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*asked = *r
		w.WriteHeader(status)
		if _, err := w.Write([]byte(body)); err != nil {
			t.Errorf("answering: %v", err)
		}
	}))
	t.Cleanup(server.Close)
	c := DefaultConfig()
	c.Service = server.URL + "/"
	return NewService(c, http.DefaultClient), asked
}

func TestServiceHits(t *testing.T) {
	t.Parallel()
	s, asked := serve(t, http.StatusOK, `{"entities":[
		{"name":"Miroslav Drakovic","entityType":"person","sourceList":"eu_csl","sourceID":"9001","match":0.97},
		{"name":"Miroslav Novak","entityType":"person","sourceList":"eu_csl","sourceID":"9009","match":0.71}]}`)
	got := hits(t, s, "Miroslav Drakovic", "1961-03-14")
	if len(got) != 1 || got[0].Entry != "9001" || got[0].List != "eu_csl" || got[0].Likeness != 0.97 {
		t.Errorf("hits = %+v, want entry 9001 alone", got)
	}
	q := asked.URL.Query()
	if asked.URL.Path != "/v2/search" || q.Get("name") != "Miroslav Drakovic" || q.Get("birthDate") != "1961-03-14" || q.Get("minMatch") != "0.88" {
		t.Errorf("asked %s", asked.URL)
	}
}

func TestServiceSilenceIsNoPass(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]struct {
		status int
		body   string
	}{
		"an error": {http.StatusInternalServerError, ""}, "a page": {http.StatusOK, "<html>"}, "another answer": {http.StatusOK, `{"ok":true}`},
	} {
		s, _ := serve(t, answer.status, answer.body)
		if got, err := s.Screen(t.Context(), compliance.ScreenQuery{Name: "Anybody"}); !errors.Is(err, pipeline.ErrProviderUnavailable) {
			t.Errorf("%s: %+v, %v, want ErrProviderUnavailable", name, got, err)
		}
	}
	s, _ := serve(t, http.StatusOK, `{"entities":[]}`)
	if got := hits(t, s, "Anybody", ""); len(got) > 0 {
		t.Errorf("an empty answer gives %+v", got)
	}
}
