package wiretest

import (
	"errors"
	"slices"
	"testing"

	"docpipe/extractors/model"
)

// testRefusedModes: a mode that the provider has not is refused before anything is sent.
func testRefusedModes(t *testing.T, d Dialect) {
	s := serve(t, d.answer(Answer{Text: "{}"}))
	w := s.wire(t, d)
	for _, mode := range []model.JSONMode{model.JSONSchema, model.JSONTool, model.JSONObject, model.JSONPrompt, "xml"} {
		if slices.Contains(d.Modes, mode) {
			continue
		}
		r := ask("Read it.")
		r.Output = Output(mode)
		if _, err := w.Send(t.Context(), r); !errors.Is(err, model.ErrRejected) {
			t.Errorf("mode %s: error = %v, want %v", mode, err, model.ErrRejected)
		}
	}
	if n := len(s.all()); n != 0 {
		t.Errorf("%d requests arrived, want 0", n)
	}
}

// testRefusedTurns: what no provider takes is refused before anything is sent.
func testRefusedTurns(t *testing.T, d Dialect) {
	s := serve(t, d.answer(Answer{Text: "{}"}))
	w := s.wire(t, d)
	user, assistant := ask("Total?").Turns[0], model.Turn{Role: model.RoleAssistant, Parts: []model.Part{{Text: "1"}}}
	broken := ask("Read it.")
	broken.Output = Output(d.Modes[0])
	broken.Output.Schema = []byte(`{"type":`)
	for name, r := range map[string]model.Request{
		"no turns":             {},
		"ends with assistant":  {Turns: []model.Turn{user, assistant}},
		"user twice":           {Turns: []model.Turn{user, user, user}},
		"empty turn":           {Turns: []model.Turn{{Role: model.RoleUser}}},
		"image by assistant":   {Turns: []model.Turn{user, {Role: model.RoleAssistant, Parts: []model.Part{Image("image/png", 9)}}, user}},
		"unknown kind of file": {Turns: []model.Turn{{Role: model.RoleUser, Parts: []model.Part{Image("image/tiff", 9)}}}},
		"broken schema":        broken,
	} {
		if _, err := w.Send(t.Context(), r); !errors.Is(err, model.ErrRejected) {
			t.Errorf("%s: error = %v, want %v", name, err, model.ErrRejected)
		}
	}
	if n := len(s.all()); n != 0 {
		t.Errorf("%d requests arrived, want 0", n)
	}
}
