package rest_test

import (
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"docpipe/pipeline"
	"docpipe/pipeline/rest"
)

func TestUpload_form_in_any_order(t *testing.T) {
	t.Parallel()
	file, second := [2]string{"file", "%PDF one"}, [2]string{"file", "%PDF two"}
	schema, metadata := [2]string{"schema", "auto"}, [2]string{"metadata", `{"cost_centre":"42"}`}
	password, languages := [2]string{"password", "geheim"}, [2]string{"languages", "de, en-GB"}
	for name, parts := range map[string][][2]string{
		"fields first":   {schema, metadata, password, languages, file, second},
		"files first":    {file, second, languages, password, metadata, schema},
		"fields between": {metadata, file, password, languages, second, schema},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newService(t)
			a := s.do(s.form(parts))
			a.want(t, http.StatusAccepted)
			d, err := s.Document(t.Context(), "acme", decode[rest.Document](t, a).ID)
			if err != nil {
				t.Fatal(err)
			}
			want := pipeline.Settings{Schema: "auto", Languages: []string{"de", "en-GB"}, Strategy: "local", Split: "auto", Password: "geheim"}
			if diff := cmp.Diff(want, d.Settings); diff != "" {
				t.Errorf("settings (-want +got):\n%s", diff)
			}
			if len(d.Files) != 2 || d.Files[0].Name != "scan.pdf" || d.Metadata["cost_centre"] != "42" {
				t.Errorf("files %+v, metadata %v, want both files and the cost centre", d.Files, d.Metadata)
			}
			if got := a.Header.Get("Location"); got != "/v1/documents/"+d.ID {
				t.Errorf("Location = %q, want the document", got)
			}
			if strings.Contains(s.log.String()+string(a.body), "geheim") {
				t.Error("the password stands in the log or the answer")
			}
		})
	}
}

func TestUpload_raw_body(t *testing.T) {
	t.Parallel()
	s := newService(t)
	r := s.request("POST", "/v1/documents?reference=ERP-4711&locale=de-de", strings.NewReader("%PDF raw"),
		"Content-Disposition", `attachment; filename="Rechnung 17.pdf"`)
	a := s.do(r)
	a.want(t, http.StatusAccepted)
	d, _ := s.Document(t.Context(), "acme", decode[rest.Document](t, a).ID)
	if d.Reference != "ERP-4711" || d.Settings.Locale != "de-DE" || d.Source != "Rechnung 17.pdf" {
		t.Errorf("reference %q, locale %q, source %q, want ERP-4711, de-DE, the file's name", d.Reference, d.Settings.Locale, d.Source)
	}
}

func TestUpload_refuses(t *testing.T) {
	t.Parallel()
	s := newService(t, func(c *rest.Config) { c.MaxFiles, c.MaxBody = 2, 100_000 })
	s.maxBytes = 1000
	file := [2]string{"file", "%PDF one"}
	long := strings.Repeat("x", 70_000)
	for name, c := range map[string]struct {
		r       *http.Request
		kind    *pipeline.Kind
		status  int
		pointer string
	}{
		"no file":               {s.form([][2]string{{"schema", "auto"}}), pipeline.ErrInvalid, 400, "/form/file"},
		"an empty file":         {s.form([][2]string{{"file", ""}}), pipeline.ErrEmpty, 422, ""},
		"another type":          {s.form([][2]string{{"file", "MZ..."}}), pipeline.ErrUnsupportedType, 415, ""},
		"a file too large":      {s.form([][2]string{{"file", "%PDF" + long[:1000]}}), pipeline.ErrTooLarge, 413, ""},
		"too many files":        {s.form([][2]string{file, file, file}), pipeline.ErrTooLarge, 413, ""},
		"a body too large":      {s.form([][2]string{{"batch", long[:300]}, {"case", long[:60_000]}, {"reference", long[:60_000]}, file}), pipeline.ErrTooLarge, 413, ""},
		"a field too large":     {s.form([][2]string{{"metadata", long}, file}), pipeline.ErrTooLarge, 413, ""},
		"an unknown field":      {s.form([][2]string{{"shcema", "auto"}, file}), pipeline.ErrInvalid, 400, "/form/shcema"},
		"a field twice":         {s.form([][2]string{{"batch", "a"}, {"batch", "b"}, file}), pipeline.ErrInvalid, 400, "/form/batch"},
		"bad metadata":          {s.form([][2]string{{"metadata", `{"a":1}`}, file}), pipeline.ErrInvalid, 400, "/form/metadata"},
		"a bad strategy":        {s.form([][2]string{{"strategy", "magic"}, file}), pipeline.ErrInvalid, 400, "/form/strategy"},
		"a bad split":           {s.form([][2]string{{"split", "yes"}, file}), pipeline.ErrInvalid, 400, "/form/split"},
		"a bad locale":          {s.form([][2]string{{"locale", "klingon!"}, file}), pipeline.ErrInvalid, 400, "/form/locale"},
		"bad languages":         {s.form([][2]string{{"languages", "de,!!"}, file}), pipeline.ErrInvalid, 400, "/form/languages"},
		"an unknown schema":     {s.form([][2]string{{"schema", "nope"}, file}), pipeline.ErrSchemaUnknown, 422, ""},
		"a password in the URL": {s.request("POST", "/v1/documents?password=x", strings.NewReader("%PDF")), pipeline.ErrInvalid, 400, "/query/password"},
		"no boundary":           {s.request("POST", "/v1/documents", strings.NewReader("x"), "Content-Type", "multipart/form-data"), pipeline.ErrInvalid, 400, "/header/Content-Type"},
		"a form cut short": {s.request("POST", "/v1/documents", strings.NewReader("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n%PDF"),
			"Content-Type", "multipart/form-data; boundary=b"), pipeline.ErrInvalid, 400, ""},
		"a zero character":    {s.form([][2]string{{"reference", "a\x00b"}, file}), pipeline.ErrInvalid, 400, "/form/reference"},
		"no UTF-8":            {s.form([][2]string{{"batch", "a\xff"}, file}), pipeline.ErrInvalid, 400, "/form/batch"},
		"a zero in metadata":  {s.form([][2]string{{"metadata", `{"a":"\u0000"}`}, file}), pipeline.ErrInvalid, 400, "/form/metadata"},
		"a key of no UTF-8":   {s.form([][2]string{file}, "Idempotency-Key", "\xff"), pipeline.ErrInvalid, 400, "/header/Idempotency-Key"},
		"a bad wait":          {s.form([][2]string{file}, "Prefer", "wait=soon"), pipeline.ErrInvalid, 400, "/header/Prefer"},
		"a very long key":     {s.form([][2]string{file}, "Idempotency-Key", long[:256]), pipeline.ErrInvalid, 400, "/header/Idempotency-Key"},
		"an empty raw upload": {s.request("POST", "/v1/documents", strings.NewReader("")), pipeline.ErrEmpty, 422, ""},
	} {
		t.Run(name, func(t *testing.T) {
			p := s.do(c.r).problem(t, c.kind, c.status)
			if c.pointer != "" && (len(p.Errors) != 1 || p.Errors[0].Pointer != c.pointer) {
				t.Errorf("errors = %+v, want one at %s", p.Errors, c.pointer)
			}
		})
	}
	if len(s.docs) > 0 {
		t.Errorf("%d documents were accepted, want none", len(s.docs))
	}
}

func TestUpload_idempotency(t *testing.T) {
	t.Parallel()
	s := newService(t)
	first := s.do(s.form([][2]string{{"file", "%PDF one"}}, "Idempotency-Key", "k1"))
	first.want(t, http.StatusAccepted)
	again := s.do(s.form([][2]string{{"file", "%PDF one"}}, "Idempotency-Key", "k1"))
	again.want(t, http.StatusAccepted)
	if got, want := decode[rest.Document](t, again).ID, decode[rest.Document](t, first).ID; got != want {
		t.Errorf("the same upload again = %s, want %s", got, want)
	}
	if first.Header.Get("Idempotency-Replayed") != "" || again.Header.Get("Idempotency-Replayed") != "true" {
		t.Error("Idempotency-Replayed must stand on the second answer only")
	}
	for name, parts := range map[string][][2]string{
		"other content":  {{"file", "%PDF two"}},
		"other settings": {{"file", "%PDF one"}, {"locale", "fr"}},
		"other batch":    {{"file", "%PDF one"}, {"batch", "b"}},
		"other source":   {{"file", "%PDF one"}, {"source", "in/two.pdf"}},
	} {
		t.Run(name, func(t *testing.T) {
			s.do(s.form(parts, "Idempotency-Key", "k1")).problem(t, pipeline.ErrIdempotencyMismatch, http.StatusUnprocessableEntity)
		})
	}
}

// Whoever mistyped a password hears so, and is not told for 30 days that it does not open the
// file. The password stays out of what the ledger compares: a hash of it could be guessed.
func TestUpload_idempotency_and_passwords(t *testing.T) {
	t.Parallel()
	s := newService(t)
	send := func(password string) answer {
		return s.do(s.form([][2]string{{"file", "%PDF one"}, {"password", password}}, "Idempotency-Key", "k1"))
	}
	send("open sesame").want(t, http.StatusAccepted)
	for _, other := range []string{"open, sesame", ""} {
		p := send(other).problem(t, pipeline.ErrIdempotencyMismatch, http.StatusUnprocessableEntity)
		if !strings.Contains(p.Detail, "another password") || !strings.Contains(p.Detail, "new key") {
			t.Errorf("with password %q: %q, want it to name the password and a new key", other, p.Detail)
		}
	}
	again := send("open sesame")
	again.want(t, http.StatusAccepted)
	if again.Header.Get("Idempotency-Replayed") != "true" {
		t.Error("the same password again is no replay")
	}
	if len(s.docs) != 1 {
		t.Errorf("%d documents, want one", len(s.docs))
	}
}

// While the first upload arrives, one with its key is told to ask again.
func TestUpload_still_arriving(t *testing.T) {
	t.Parallel()
	s := newService(t)
	body, slow := io.Pipe()
	done := make(chan answer)
	first := s.request("POST", "/v1/documents", body, "Idempotency-Key", "k1")
	go func() { done <- s.do(first) }()
	if _, err := io.WriteString(slow, "%PDF"); err != nil { // it has begun to arrive
		t.Fatal(err)
	}
	s.until(t, func() bool { return s.putting == 1 })
	second := s.do(s.request("POST", "/v1/documents", strings.NewReader("%PDF"), "Idempotency-Key", "k1"))
	if p := second.problem(t, pipeline.ErrClaimed, http.StatusConflict); !p.Retryable || second.Header.Get("Retry-After") == "" {
		t.Errorf("problem = %+v, want one to be tried again, and when", p)
	}
	slow.Close()
	if a := <-done; a.StatusCode != http.StatusAccepted {
		t.Errorf("the first upload = %d, want 202", a.StatusCode)
	}
}

func TestUpload_race_of_fifty(t *testing.T) {
	t.Parallel()
	s := newService(t)
	ids := make(chan string, 50)
	var all sync.WaitGroup
	for range 50 {
		r := s.form([][2]string{{"file", "%PDF same"}}, "Idempotency-Key", "k1")
		all.Go(func() {
			switch a := s.do(r); a.StatusCode {
			case http.StatusAccepted:
				ids <- decode[rest.Document](t, a).ID
			case http.StatusConflict:
			default:
				t.Errorf("status = %d, want 202 or 409: %s", a.StatusCode, a.body)
			}
		})
	}
	all.Wait()
	close(ids)
	seen := map[string]int{}
	for id := range ids {
		seen[id]++
	}
	if len(seen) != 1 || len(s.docs) != 1 {
		t.Errorf("documents = %v, want one", seen)
	}
}

func TestUpload_waits_for_the_result(t *testing.T) {
	t.Parallel()
	s := newService(t)
	r := s.form([][2]string{{"file", "%PDF one"}}, "Prefer", "respond-async, wait=30")
	done := make(chan answer)
	go func() { done <- s.do(r) }()
	s.until(t, func() bool { return s.docs["doc_0001"] != nil })
	s.finish("doc_0001", nil)
	a := <-done
	a.want(t, http.StatusOK)
	result := decode[pipeline.Result](t, a)
	if result.Format != pipeline.ResultFormat || a.Header.Get("ETag") != `"1"` || a.Header.Get("Preference-Applied") != "wait=30" {
		t.Errorf("answer = %s with %v, want the result, its ETag and the preference", result.Format, a.Header)
	}
	late := s.do(s.form([][2]string{{"file", "%PDF two"}}, "Prefer", "wait=1"))
	late.want(t, http.StatusAccepted)
}

func TestUpload_too_many_at_once(t *testing.T) {
	t.Parallel()
	s := newService(t, func(c *rest.Config) { c.MaxUploads = 1 })
	body, slow := io.Pipe()
	first := s.request("POST", "/v1/documents", body)
	done := make(chan answer)
	go func() { done <- s.do(first) }()
	if _, err := io.WriteString(slow, "%PDF"); err != nil {
		t.Fatal(err)
	}
	s.until(t, func() bool { return s.putting == 1 })
	s.do(s.request("POST", "/v1/documents", strings.NewReader("%PDF"))).problem(t, pipeline.ErrRateLimited, http.StatusTooManyRequests)
	slow.Close()
	<-done
}
