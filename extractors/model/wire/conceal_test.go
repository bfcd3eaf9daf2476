package wire

import (
	"net/http"
	"strings"
	"testing"

	"docpipe/extractors/model"
)

// TestConceal: what helps is kept, what came from the request or is a key is not.
func TestConceal(t *testing.T) {
	t.Parallel()
	x := NewLine(http.DefaultClient, 1, "sk-proj-secret-0001").Exchange(model.Request{
		System: "Read the invoice.",
		Turns:  []model.Turn{{Parts: []model.Part{{Text: "Erika Mustermann, 4711, Zürich"}}}},
	})
	for said, want := range map[string]string{
		"Unknown parameter: 'max_completion_tokens'.":                     "Unknown parameter: 'max_completion_tokens'.",
		"maximum context length is 32768 tokens":                          "maximum context length is 32768 tokens",
		"bad key sk-proj-secret-0001":                                     "bad key [key]",
		"bad key sk-pr*****0001, see docs":                                "bad key [key] see docs",
		"bad key r8_abcdefghijk":                                          "bad key [key]",
		"who is Erika Mustermann?":                                        "who is […]?",
		"unexpected '4711' at 3":                                          "unexpected […] at 3",
		"broken image /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQ": "broken image […]",
		" two\n lines\t":                                                  "two lines",
	} {
		if got := x.conceal(said); got != want {
			t.Errorf("conceal(%q) = %q, want %q", said, got, want)
		}
	}
	if got := x.conceal(strings.Repeat("ü! ", 5000)); len(got) > maxDetail || !strings.HasPrefix(got, "ü! ü!") {
		t.Errorf("a long text became %d bytes: %.20q, want at most %d of its beginning", len(got), got, maxDetail)
	}
}

// TestReadWords: the providers' forms of an error, and none of their echoes.
func TestReadWords(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]words{
		`{"error":{"message":"m","type":"t","code":"c"}}`: {"c t", "m"},
		`{"error":"m"}`: {"", "m"},
		`{"object":"error","message":"m","type":"t","code":3000}`:                                   {"t", "m"},
		`{"detail":[{"type":"missing","loc":["body",0,"x"],"msg":"m","input":"echo"},{"msg":"n"}]}`: {"missing", "body.0.x: m; n"},
		`{"message":{"detail":[{"msg":"m"}]}}`:                                                      {"", "m"},
		`{"type":"error","error":{"type":"t","message":"m"}}`:                                       {"error t", "m"},
		`{"__type":"com.amazon#T","message":"m"}`:                                                   {"com.amazon#T", "m"},
		`{"title":"Bad","detail":"m","status":422}`:                                                 {"", "Bad; m"},
		`{"echo":"secret","input":{"message":"secret"}}`:                                            {},
		"upstream connect error\n":                                                                  {"", "upstream connect error"},
		"<html>no</html>":                                                                           {},
		"":                                                                                          {},
	} {
		if got := readWords([]byte(body)); got != want {
			t.Errorf("readWords(%s) = %+v, want %+v", body, got, want)
		}
	}
}
