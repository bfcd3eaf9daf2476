package wiretest

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"docpipe/extractors/model"
)

const schema = `{"type":"object","properties":{"total":{"type":["string","null"]},"date":{"type":["string","null"]}},"required":["total","date"],"additionalProperties":false}`

// Output is a small shape in one mode.
func Output(mode model.JSONMode) *model.Output {
	return &model.Output{Name: "invoice", Schema: json.RawMessage(schema), Mode: mode}
}

// Requests returns requests of every kind that modes allow, by name. They are what contract
// tests send, too.
func Requests(modes []model.JSONMode) map[string]model.Request {
	temperature, zero, seed := 0.5, 0.0, int64(7)
	all := map[string]model.Request{
		"text":        ask("What is this?"),
		"instruction": {System: "Be brief.", Turns: ask("What is this?").Turns},
		"image": {Turns: []model.Turn{{Role: model.RoleUser, Parts: []model.Part{
			Image("image/jpeg", 1000), {Text: "Read \"this\" <page>."},
		}}}},
		"pages": {System: "Read.", MaxOutput: 900, Turns: []model.Turn{{Role: model.RoleUser, Parts: []model.Part{
			Image("image/jpeg", 2000), Image("image/png", 1), Image("image/png", 2), {Text: "Three pages."},
		}}}},
		"settings": {Turns: ask("Guess.").Turns, MaxOutput: 64, Temperature: &temperature, Seed: &seed},
		"zeroes":   {Turns: ask("Guess.").Turns, MaxOutput: 1, Temperature: &zero, Seed: new(int64)},
		"turns": {System: "Be brief.", Turns: []model.Turn{
			{Role: model.RoleUser, Parts: []model.Part{{Text: "Total?\n"}}},
			{Role: model.RoleAssistant, Parts: []model.Part{{Text: `{"total":1}`}}},
			{Role: model.RoleUser, Parts: []model.Part{{Text: "That is no string; \u00e4 \u2028 \U0001F600."}}},
		}},
	}
	for _, mode := range modes {
		all["mode "+string(mode)] = model.Request{System: "Read.", Turns: ask("Read it.").Turns, Output: Output(mode), MaxOutput: 100}
	}
	return all
}

// Image is an image part of n bytes that no decoder will like: wires do not look inside.
func Image(mediaType string, n int) model.Part {
	image := make([]byte, n)
	for i := range image {
		image[i] = byte(i * 31)
	}
	return model.Part{Image: image, MediaType: mediaType, Width: 10, Height: 10}
}

func ask(text string) model.Request {
	return model.Request{Turns: []model.Turn{{Role: model.RoleUser, Parts: []model.Part{{Text: text}}}}}
}

// testRequests: what was asked arrives whole, and nothing beside it.
func testRequests(t *testing.T, d Dialect) {
	for name, r := range Requests(d.Modes) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, d.answer(Answer{Text: "{}", Output: r.Output}))
			if _, err := s.wire(t, d).Send(t.Context(), r); err != nil {
				t.Fatal(err)
			}
			all := s.all()
			if len(all) != 1 {
				t.Fatalf("%d requests arrived, want 1", len(all))
			}
			got := d.Said(t, all[0].request, all[0].body)
			if diff := cmp.Diff(d.expected(r), got, cmp.Transformer("compact", compact)); diff != "" {
				t.Errorf("what arrived differs from what was asked (-asked +arrived):\n%s", diff)
			}
		})
	}
}

// expected is r as a provider with this dialect should understand it.
func (d Dialect) expected(r model.Request) Said {
	want := Said{Model: modelName, Key: key, System: r.System, MaxOutput: r.MaxOutput, Temperature: r.Temperature}
	if d.Seed {
		want.Seed = r.Seed
	}
	for _, t := range r.Turns {
		t.Parts = slices.Clone(t.Parts)
		for i := range t.Parts {
			t.Parts[i].Width, t.Parts[i].Height = 0, 0
		}
		want.Turns = append(want.Turns, t)
	}
	if r.Output != nil && r.Output.Mode != model.JSONPrompt {
		want.Output = &model.Output{Mode: r.Output.Mode}
		if r.Output.Mode != model.JSONObject {
			want.Output = r.Output
		}
	}
	return want
}

// compact makes schemas comparable however they are spaced. Their order counts: models
// answer in it.
func compact(raw json.RawMessage) string {
	var b bytes.Buffer
	if json.Compact(&b, raw) != nil {
		return string(raw)
	}
	return b.String()
}
