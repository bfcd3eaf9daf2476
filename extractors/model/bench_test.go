package model_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"docpipe/extractors/model"
	"docpipe/extractors/model/modeltest"
)

// picture is an image file of so many bytes that do not compress.
func picture(size int) model.Part {
	b := make([]byte, size)
	dice := rand.New(rand.NewPCG(1, 2))
	for i := range b {
		b[i] = byte(dice.Uint32())
	}
	return model.Part{Image: b, MediaType: "image/jpeg", Width: 1240, Height: 1754}
}

// benchRouter is a router with one target behind wire, and a call that shows so many pages.
func benchRouter(b *testing.B, wire model.Wire, page model.Part, pages int) (*model.Router, model.Call) {
	b.Helper()
	w := newWorld(&testing.T{}, &modeltest.Server{})
	d := w.deployment("a", "k1")
	d.Keys[0].Wire = wire
	d.Target.Images.MaxImages, d.Target.Context = 100, 1_000_000
	w.setBudget(model.Budget{Document: model.NoLimit, TenantDay: model.NoLimit, TotalDay: model.NoLimit, Run: model.NoLimit})
	r, err := model.NewRouter(w.cfg, []model.Deployment{d}, w.answers, nil)
	if err != nil {
		b.Fatal(err)
	}
	c := w.call()
	c.Compose = func(_ context.Context, m model.Mode) (model.Request, error) {
		q := request(m)
		q.Turns[0].Parts = q.Turns[0].Parts[:1]
		for range pages {
			q.Turns[0].Parts = append(q.Turns[0].Parts, page)
		}
		return q, nil
	}
	return r, c
}

// atOnce is a wire that answers at once.
type atOnce struct{}

func (atOnce) Send(context.Context, model.Request) (model.Response, error) {
	return model.Response{Text: good, Finish: model.FinishStop, Usage: model.Usage{Input: 1000, Output: 10}}, nil
}

// BenchmarkRequest is one request with images of 256 KB: its body sent as it is by net/http
// (raw), written and sent by the wire, asked for at the router, and at a router whose wire does
// nothing (own).
func BenchmarkRequest(b *testing.B) {
	for _, pages := range []int{1, 20} {
		page := picture(256 << 10)
		s := modeltest.New(b, ok)
		s.Blind = true
		wire := openaiWire(b, s, "a", "k1")
		r, c := benchRouter(b, wire, page, pages)
		own, _ := benchRouter(b, atOnce{}, page, pages)
		q, _ := c.Compose(b.Context(), model.Mode{Images: true, JSON: model.JSONSchema})
		body, n := s.Body(q), 0
		ask := func(r *model.Router) error {
			n++
			c.Key = fmt.Sprint(n)
			_, err := r.Ask(b.Context(), c)
			return err
		}
		for _, way := range []struct {
			name string
			do   func() error
		}{
			{"raw", func() error { _, _, _, err := s.Post(b.Context(), "k1", body); return err }},
			{"wire", func() error { _, err := wire.Send(b.Context(), q); return err }},
			{"router", func() error { return ask(r) }},
			{"own", func() error { return ask(own) }},
		} {
			b.Run(fmt.Sprintf("pages=%d/%s", pages, way.name), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if err := way.do(); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// BenchmarkPages asks for 200 pages of 256 KB that take 200 ms each, 8 at a time, and compares
// with the 5 seconds that this must take; raw does the same with bodies sent by net/http.
func BenchmarkPages(b *testing.B) {
	s := modeltest.New(b, func(s modeltest.Seen) modeltest.Reply {
		reply := ok(s)
		reply.Delay = 200 * time.Millisecond
		return reply
	})
	s.Blind = true
	wire := openaiWire(b, s, "a", "k1")
	r, c := benchRouter(b, wire, picture(256<<10), 1)
	q, _ := c.Compose(b.Context(), model.Mode{Images: true, JSON: model.JSONSchema})
	body, slots := s.Body(q), make(chan struct{}, 8)
	b.Run("raw", func(b *testing.B) {
		readPages(b, func(string) error {
			slots <- struct{}{}
			defer func() { <-slots }()
			_, _, _, err := s.Post(b.Context(), "k1", body)
			return err
		})
	})
	b.Run("router", func(b *testing.B) {
		readPages(b, func(key string) error {
			q := c
			q.Key = key
			_, err := r.Ask(b.Context(), q)
			return err
		})
	})
}

func readPages(b *testing.B, read func(key string) error) {
	const pages, ideal = 200, 5 * time.Second
	for b.Loop() {
		began := time.Now()
		var all sync.WaitGroup
		for i := range pages {
			all.Go(func() {
				if err := read(fmt.Sprint(began.UnixNano(), i)); err != nil {
					b.Error(err)
				}
			})
		}
		all.Wait()
		b.ReportMetric(float64(time.Since(began))/float64(ideal), "×ideal")
	}
}

// BenchmarkParse reads an answer of some 20 KB.
func BenchmarkParse(b *testing.B) {
	rows := make([]map[string]string, 200)
	for i := range rows {
		rows[i] = map[string]string{"description": "an article with a name", "quantity": "12.00", "net": fmt.Sprint(i)}
	}
	text, err := json.Marshal(map[string]any{"rows": rows})
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := model.Parse(string(text), model.JSONSchema); err != nil {
			b.Fatal(err)
		}
	}
}
