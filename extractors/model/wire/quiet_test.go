package wire_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"docpipe/extractors/model"
	"docpipe/extractors/model/wire/openai"
	"docpipe/extractors/model/wire/wiretest"
)

// A once is a provider that gives one answer and keeps the headers of what it was asked.
type once struct {
	*httptest.Server
	headers chan http.Header
}

func serveOnce(t testing.TB, answer []byte) once {
	t.Helper()
	o := once{headers: make(chan http.Header, 1)}
	o.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		select {
		case o.headers <- r.Header:
		default:
		}
		_, _ = w.Write(answer)
	}))
	t.Cleanup(o.Close)
	return o
}

func userTurn(text string) []model.Turn {
	return []model.Turn{{Role: model.RoleUser, Parts: []model.Part{{Text: text}}}}
}

// TestOpenAIKeepsQuiet: variables for OpenAI's own SDK must not reach other providers, nor
// must what the SDK tells about the machine.
func TestOpenAIKeepsQuiet(t *testing.T) {
	for _, name := range []string{"OPENAI_API_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "OPENAI_BASE_URL", "OPENAI_ADMIN_KEY"} {
		t.Setenv(name, "foreign")
	}
	seen := serveOnce(t, openAIAnswer(nil, wiretest.Answer{Text: "yes"}))
	c := openai.DefaultConfig()
	c.BaseURL, c.Model, c.HTTP = seen.URL, "m", seen.Client()
	w, err := openai.New(c)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Send(t.Context(), model.Request{Turns: userTurn("Quiet?")}); err != nil {
		t.Fatal(err)
	}
	want := map[string]bool{"Accept": true, "Accept-Encoding": true, "Content-Type": true, "Content-Length": true, "User-Agent": true}
	for name, values := range <-seen.headers {
		if !want[name] {
			t.Errorf("header %s: %q went out", name, values)
		}
	}
}
