package task

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"docpipe/extractors/model"
	"docpipe/pipeline"
	"docpipe/schemas"
)

// A scripted asker composes each call for one target, as the router does, and answers by its
// script.
type scripted struct {
	target model.Target
	images bool
	json   model.JSONMode
	serial bool // answers one call after the other
	answer func(r model.Request) (string, error)

	mu    sync.Mutex
	calls []model.Request
}

func newScripted(answer func(model.Request) (string, error)) *scripted {
	return &scripted{json: model.JSONSchema, answer: answer,
		target: model.Target{Name: "small", Model: "small-1", Context: 32768, MaxOutput: 8192, Images: model.ImageRules{MaxImages: 8, LongEdge: 1540}}}
}

// Ask implements [model.Asker] with one repair turn.
func (s *scripted) Ask(ctx context.Context, c model.Call) (model.Answer, error) {
	r, err := c.Compose(ctx, model.Mode{Target: s.target, Images: s.images, JSON: s.json})
	if err != nil {
		return model.Answer{}, err
	}
	s.mu.Lock()
	s.calls = append(s.calls, r)
	s.mu.Unlock()
	for range 2 {
		text, err := s.say(r)
		if err != nil {
			return model.Answer{}, err
		}
		a := model.Answer{Text: text, Target: s.target.Name, Model: s.target.Model}
		var value any = text
		if r.Output != nil {
			if value, err = schemas.Decode([]byte(text)); err != nil {
				return model.Answer{}, fmt.Errorf("%w: %w", err, pipeline.ErrProviderUnavailable)
			}
			a.Value = value
		}
		if wrong := c.Check(value); len(wrong) == 0 {
			return a, nil
		}
	}
	return model.Answer{}, fmt.Errorf("no valid answer: %w", pipeline.ErrInvalid)
}

func (s *scripted) say(r model.Request) (string, error) {
	if s.serial {
		s.mu.Lock()
		defer s.mu.Unlock()
	}
	return s.answer(r)
}

// shown is everything that a request shows of pages.
func shown(r model.Request) string {
	var b strings.Builder
	for _, turn := range r.Turns {
		for _, p := range turn.Parts {
			b.WriteString(p.Text + "\n")
		}
	}
	return b.String()
}

// page makes a page of lines; the words of a line are parted by spaces, its cells by " | ".
func page(number int, lines ...string) *pipeline.Page {
	p := &pipeline.Page{Number: number, Index: number - 1, State: pipeline.PageRead, TextFrom: pipeline.TextFromLayer, Width: 595, Height: 842, Unit: "pt"}
	step := 1 / float64(max(len(lines)+2, 60))
	for i, text := range lines {
		cells := strings.Split(text, " | ")
		for c, cell := range cells {
			x := 0.05 + 0.9*float64(c)/float64(len(cells))
			for word := range strings.FieldsSeq(cell) {
				w := 0.006 * float64(len(word))
				y := float64(i+1) * step
				p.Words = append(p.Words, pipeline.Word{Text: word, Confidence: 1, Source: pipeline.SourceText, Line: i,
					Box: pipeline.Box{x, y, x + w, y + 0.8*step}})
				x += w + 0.003
			}
		}
	}
	return p
}

func document(pages ...*pipeline.Page) *pipeline.Document {
	return &pipeline.Document{ID: "doc_1", Tenant: "default", Pages: pages, Settings: pipeline.Settings{Schema: "order"}}
}

func whole(d *pipeline.Document) window { return windows(sheets(d), 100)[0] }
