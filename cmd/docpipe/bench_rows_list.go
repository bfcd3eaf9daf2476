package main

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"sync"

	"docpipe/extractors/model"
	"docpipe/pipeline"
)

const rowsSchema = `{"properties":{"lines":{"type":"array","items":{"properties":{"id":{"type":"string"},"text":{"type":"string"},
	"quantity":{"type":"string","format":"decimal"},"net":{"type":"string","format":"decimal"}}}}}}`

const rowsOnPage = 40

// rowsDocument is a list without numbers of its own: every tenth row wraps, and each page
// carries its sum forward.
func rowsDocument(rows int) *pipeline.Document {
	d := &pipeline.Document{ID: "doc_1", Tenant: localTenant, Settings: pipeline.Settings{Schema: "list", Strategy: "model"}}
	sum := 0
	heading := []string{"Statement of goods", "Id | Article | Quantity | Net"}
	lines := heading
	for i := 1; i <= rows; i++ {
		cents := 100 + i*37%9000
		sum += cents
		lines = append(lines, fmt.Sprintf("K%05dX | Article %d | %d | %s", i*7919%100_000, i, i%9+1, decimals(cents)))
		if i%10 == 0 {
			lines = append(lines, fmt.Sprintf("in a box of %d", i))
		}
		if i == rows {
			lines = append(lines, " | Total | | "+decimals(sum))
		} else if i%rowsOnPage == 0 {
			lines = append(lines, "Carried forward | "+decimals(sum))
		}
		if i == rows || i%rowsOnPage == 0 {
			d.Pages = append(d.Pages, rowsPage(len(d.Pages)+1, lines))
			lines = heading
		}
	}
	return d
}

func decimals(cents int) string { return fmt.Sprintf("%d.%02d", cents/100, cents%100) }

// rowsPage sets lines in cells parted by " | ".
func rowsPage(number int, lines []string) *pipeline.Page {
	p := &pipeline.Page{Number: number, Index: number - 1, State: pipeline.PageRead, TextFrom: pipeline.TextFromLayer, Width: 595, Height: 842, Unit: "pt"}
	step := 1 / float64(max(len(lines)+2, 60))
	for i, text := range lines {
		cells := strings.Split(text, " | ")
		y := float64(i+1) * step
		for c, cell := range cells {
			x := 0.05 + 0.9*float64(c)/float64(len(cells))
			for word := range strings.FieldsSeq(cell) {
				w := 0.006 * float64(len(word))
				p.Words = append(p.Words, pipeline.Word{
					Text: word, Confidence: 1, Source: pipeline.SourceText, Line: i, Box: pipeline.Box{x, y, x + w, y + 0.8*step},
				})
				x += w + 0.003
			}
		}
	}
	return p
}

// A rowsClerk is a model that reads the rows it is shown, but for those that drop names.
type rowsClerk struct {
	drop func(at string, nth int) bool

	mu    sync.Mutex
	asked int
	nth   map[string]int // how often a line was shown
}

var _ model.Wire = (*rowsClerk)(nil)

var rowsPrinted = regexp.MustCompile(`^(\d+:\d+)\|\s*(\S+)\s+(Article \d+)\s+(\d+)\s+(\d+\.\d\d)$`)

// Send implements model.Wire.
func (k *rowsClerk) Send(_ context.Context, r model.Request) (model.Response, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.asked++
	rows := []map[string]any{}
	for _, turn := range r.Turns {
		for _, p := range turn.Parts {
			for line := range strings.Lines(p.Text) {
				m := rowsPrinted.FindStringSubmatch(strings.TrimSpace(line))
				if m == nil {
					continue
				}
				if k.nth[m[1]]++; !k.drop(m[1], k.nth[m[1]]) {
					rows = append(rows, map[string]any{"at": m[1], "id": m[2], "text": m[3], "quantity": m[4], "net": m[5]})
				}
			}
		}
	}
	b, err := json.Marshal(map[string]any{"lines": rows})
	return model.Response{Text: string(b), Finish: model.FinishStop, Usage: model.Usage{Input: benchInput, Output: benchOutput}}, err
}
