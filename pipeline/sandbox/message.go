package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"docpipe/pipeline"
)

// An ask is the text of a frame to a worker.
type ask struct {
	Op       string          `json:"op"`
	Args     json.RawMessage `json:"args,omitempty"`
	HasInput bool            `json:"has_input,omitempty"`
	Key      string          `json:"key,omitempty"`
	Attached bool            `json:"attached,omitempty"` // the input's descriptor comes with the frame
	MaxReply int64           `json:"max_reply,omitempty"`
}

// An answer is the text of a frame from a worker.
type answer struct {
	Body  json.RawMessage `json:"body,omitempty"`
	Error *fault          `json:"error,omitempty"`
}

// answerText is the JSON of an answer without error. The body is JSON already, of many words
// perhaps: encoding/json would read all of it once more.
func answerText(body json.RawMessage) []byte {
	text := append(make([]byte, 0, len(body)+16), `{"body":`...)
	return append(append(text, body...), '}')
}

// A fault is an error on its way from child to parent.
type fault struct {
	Code string `json:"code"`
	Text string `json:"text"`
}

const (
	environmentCode = "environment"
	maxFaultText    = 400 // bytes of a child's error that the parent repeats
	maxDepth        = 64  // levels of JSON in a child's reply
)

var errDepth = errors.New("a reply nested too deeply")

func faultOf(err error) *fault {
	if errors.Is(err, pipeline.ErrEnvironment) {
		return &fault{Code: environmentCode, Text: err.Error()}
	}
	return &fault{Code: pipeline.KindOf(err).Code, Text: err.Error()}
}

// err is the fault as an error of the parent. The text is a child's and is cut and cleaned.
func (f *fault) err() error {
	kind := error(pipeline.ErrInternal)
	if f.Code == environmentCode {
		kind = pipeline.ErrEnvironment
	}
	for _, k := range pipeline.Kinds {
		if k.Code == f.Code {
			kind = k
		}
	}
	return &childError{text: plain(f.Text), kind: kind}
}

// A childError says what the child said and wraps the kind without saying it twice.
type childError struct {
	text string
	kind error
}

func (e *childError) Error() string { return e.text }
func (e *childError) Unwrap() error { return e.kind }

// plain keeps the printable part of a child's text, up to its limit.
func plain(text string) string {
	text = strings.ToValidUTF8(text[:min(len(text), maxFaultText)], "")
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, text)
}

// decodeAnswer reads a worker's reply, which may be hostile.
func decodeAnswer(text []byte) (answer, error) {
	var a answer
	if depth(text) > maxDepth {
		return a, errDepth
	}
	if err := json.Unmarshal(text, &a); err != nil {
		return a, fmt.Errorf("%w: the reply is not JSON", errFrame)
	}
	return a, nil
}

// depth counts the levels of brackets in text, leaving out those inside strings.
func depth(text []byte) int {
	level, deepest, quoted := 0, 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			level++
			deepest = max(deepest, level)
		case c == '}' || c == ']':
			level--
		}
	}
	return deepest
}
