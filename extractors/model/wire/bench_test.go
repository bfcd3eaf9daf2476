package wire_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"

	"docpipe/extractors/model"
	"docpipe/extractors/model/wire/anthropic"
	"docpipe/extractors/model/wire/bedrock"
	"docpipe/extractors/model/wire/openai"
	"docpipe/extractors/model/wire/wiretest"
)

// BenchmarkImages sends requests with images of 256 KB. B/op is what both sides allocate.
func BenchmarkImages(b *testing.B) {
	type maker func(address string, client *http.Client) (model.Wire, error)
	for _, wire := range []struct {
		name   string
		answer []byte
		build  maker
	}{
		{"openai", openAIAnswer(nil, wiretest.Answer{Text: "{}"}), func(address string, client *http.Client) (model.Wire, error) {
			c := openai.DefaultConfig()
			c.BaseURL, c.Model, c.HTTP = address, "m", client
			return openai.New(c)
		}},
		{"anthropic", anthropicAnswer(nil, wiretest.Answer{Text: "{}"}), func(address string, client *http.Client) (model.Wire, error) {
			c := anthropic.DefaultConfig()
			c.BaseURL, c.Model, c.Key, c.HTTP = address, "m", "key", client
			return anthropic.New(c)
		}},
		{"bedrock", bedrockAnswer(http.Header{}, wiretest.Answer{Text: "{}"}), func(address string, client *http.Client) (model.Wire, error) {
			c := bedrock.DefaultConfig()
			c.BaseURL, c.Model, c.Region, c.AccessKey, c.Key, c.HTTP = address, "m", "eu-central-1", "id", "key", client
			return bedrock.New(b.Context(), c)
		}},
	} {
		for _, pages := range []int{1, 20} {
			b.Run(fmt.Sprint(wire.name, " ", pages), func(b *testing.B) {
				s := serveOnce(b, wire.answer)
				w, err := wire.build(s.URL, s.Client())
				if err != nil {
					b.Fatal(err)
				}
				r := request(pages)
				b.ReportAllocs()
				for b.Loop() {
					if _, err := w.Send(b.Context(), r); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func request(pages int) model.Request {
	image := wiretest.Image("image/jpeg", 256<<10)
	parts := append(slices.Repeat([]model.Part{image}, pages), model.Part{Text: "Read them."})
	return model.Request{System: "Read.", MaxOutput: 500, Turns: []model.Turn{{Role: model.RoleUser, Parts: parts}}}
}
