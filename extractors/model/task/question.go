package task

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"maps"
	"slices"

	"docpipe/extractors/model"
	"docpipe/pipeline"
)

// A question is what a task asks about one window of a document.
type question struct {
	task   string // name@version
	doc    *pipeline.Document
	window window
	system string       // what to do; never a word of the document
	before []model.Turn // what was said about the same pages already, beginning with the user
	ask    string       // what is asked now, after the pages

	shape  *shape // of the answer; nil asks for plain text
	output int    // tokens that the answer may take; a target that gives less is asked too
	needs  int    // tokens that the answer must have room for; else the window is cut

	images      bool // page images help
	needsImages bool // without them it cannot be answered
	numbered    bool // lines are shown with their numbers

	check    func(answer any) []string // what is wrong with it, in words for the model; nil accepts all
	escalate string                    // why a premium target may be asked; empty for none
}

// A shape is the JSON that is wanted. It may differ by how a target is asked for JSON.
type shape struct {
	name   string
	schema func(mode model.JSONMode) (json.RawMessage, error)
}

// fixed is a shape that is the same for every target.
func fixed(name, schema string) *shape {
	return &shape{name: name, schema: func(model.JSONMode) (json.RawMessage, error) { return json.RawMessage(schema), nil }}
}

// ask puts q to whoever the router chooses. Its errors are those of [model.Asker]; one that
// wraps model.ErrTooLarge asks for a smaller window.
func (t *Tasks) ask(ctx context.Context, q question) (model.Answer, error) {
	key, err := q.key()
	if err != nil {
		return model.Answer{}, err
	}
	check := q.checked()
	a, err := t.asker.Ask(ctx, model.Call{
		Document: q.doc, Task: q.task, Key: key, Check: check, Escalate: q.escalate,
		Images: q.images && t.images != nil, NeedsImages: q.needsImages,
		Compose: func(ctx context.Context, m model.Mode) (model.Request, error) { return t.compose(ctx, q, m) },
	})
	if err != nil {
		return model.Answer{}, fmt.Errorf("%s: %w", q.task, err)
	}
	return a, nil
}

// checked is q's check after a look at the shape: an object with properties of which
// none was asked for is another answer, not an empty one.
func (q *question) checked() func(any) []string {
	asked := q.properties()
	return func(answer any) []string {
		if group, ok := answer.(map[string]any); len(asked) > 0 && ok && len(group) > 0 &&
			!slices.ContainsFunc(asked, func(name string) bool { _, there := group[name]; return there }) {
			return []string{"the answer has none of the properties that were asked for: keep to the schema"}
		}
		if q.check == nil {
			return nil
		}
		return q.check(answer)
	}
}

// properties names what stands at the top of the answer; none for plain text.
func (q *question) properties() []string {
	if q.shape == nil {
		return nil
	}
	var s struct {
		Properties map[string]json.RawMessage `json:"properties"`
	}
	if raw, err := q.shape.schema(model.JSONSchema); err != nil || json.Unmarshal(raw, &s) != nil {
		return nil // whoever composes the request says so
	}
	return slices.Collect(maps.Keys(s.Properties))
}

// key names the question: whatever would change the request changes it.
func (q *question) key() (string, error) {
	h := sha256.New()
	write(h, q.task, q.system, q.ask, fmt.Sprint(q.images, q.needsImages, q.numbered))
	for _, turn := range q.before {
		for _, p := range turn.Parts {
			write(h, turn.Role, p.Text)
		}
	}
	if q.shape != nil {
		schema, err := q.shape.schema(model.JSONSchema)
		if err != nil {
			return "", err
		}
		write(h, q.shape.name, string(schema))
	}
	for _, v := range q.window {
		write(h, fmt.Sprint(v.sheet.page.Number), v.text(true))
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// write adds texts so that no two lists of them read alike.
func write(h hash.Hash, texts ...string) {
	for _, s := range texts {
		fmt.Fprintf(h, "%d:%s", len(s), s)
	}
}
