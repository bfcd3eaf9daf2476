package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"docpipe/extractors/model"
	"docpipe/extractors/model/wire/openai"
	"docpipe/pipeline"
)

const (
	benchImage  = 256 << 10 // bytes of a page's picture
	benchAnswer = `{"total":"1.00"}`
	benchSchema = `{"type":"object","properties":{"total":{"type":["string","null"]}},"required":["total"],"additionalProperties":false}`
)

// benchPicture is an image file of so many bytes that do not compress, made once.
var benchPicture = sync.OnceValue(func() model.Part {
	b := make([]byte, benchImage)
	dice := rand.New(rand.NewPCG(1, 2))
	for i := range b {
		b[i] = byte(dice.Uint32())
	}
	return model.Part{Image: b, MediaType: "image/jpeg", Width: 1240, Height: 1754}
})

// benchWords are the words of a page as they go along with its picture.
var benchWords = strings.Repeat("1 An article with a name   12.00   1,234.50\n", 60)

// benchDeployment is a target with the wire of production in front of the provider.
func benchDeployment(p string, name string, slots int, timeout time.Duration, client *http.Client) (model.Deployment, error) {
	c := openai.DefaultConfig()
	c.BaseURL, c.Model, c.Key, c.HTTP = p, name, "bench", client
	w, err := openai.New(c)
	return model.Deployment{Keys: []model.Key{{ID: "key 1", Wire: w}}, Target: model.Target{
		Name: name, Provider: "bench", Model: name, JSON: []model.JSONMode{model.JSONSchema},
		Images:  model.ImageRules{MaxImages: 100, LongEdge: 1754, Formula: "patch28"},
		Context: 1_000_000, MaxOutput: 4_000, Price: model.Price{Input: benchInputPrice, Output: benchOutputPrice},
		Concurrency: slots, Timeout: timeout,
	}}, err
}

// benchCall asks about pages from number on.
func benchCall(d *pipeline.Document, number, pages int) model.Call {
	return model.Call{
		Document: d, Task: "bench@1", Key: fmt.Sprint("page ", number), Images: true,
		Compose: func(_ context.Context, m model.Mode) (model.Request, error) {
			return benchRequest(number, pages, m.JSON), nil
		},
		Check: func(answer any) []string {
			if m, ok := answer.(map[string]any); ok && m["total"] != nil {
				return nil
			}
			return []string{"/total is missing"}
		},
	}
}

func benchRequest(number, pages int, mode model.JSONMode) model.Request {
	parts := []model.Part{{Text: fmt.Sprintf("bench page %d\n%s", number, benchWords)}}
	for range pages {
		parts = append(parts, benchPicture())
	}
	return model.Request{
		Task: "bench@1", System: "Read the page.", MaxOutput: 500, Turns: []model.Turn{{Role: model.RoleUser, Parts: parts}},
		Output: &model.Output{Name: "page", Schema: []byte(benchSchema), Mode: mode},
	}
}

// benchDocument is a document of one page with money.
func benchDocument(number int, purse pipeline.Purse) *pipeline.Document {
	return &pipeline.Document{
		ID: fmt.Sprintf("doc_%d", number), Tenant: localTenant, Purse: purse,
		Files: []pipeline.File{{Name: "bench.pdf", SHA256: hexSum(fmt.Sprint("bench page ", number))}},
	}
}

// each calls do for every number with so many at once, and returns the numbers that failed and
// the first error.
func each(numbers []int, slots int, do func(number int) error) (failed []int, first error) {
	var next atomic.Int64
	var mu sync.Mutex
	var all sync.WaitGroup
	for range slots {
		all.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(numbers) {
					return
				}
				if err := do(numbers[i]); err != nil {
					mu.Lock()
					if failed = append(failed, numbers[i]); first == nil {
						first = err
					}
					mu.Unlock()
				}
			}
		})
	}
	all.Wait()
	return failed, first
}

// upTo lists the numbers below n.
func upTo(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}
