package openai

import (
	"context"
	"net/http"

	"docpipe/extractors/model"
)

// metadataName is under what a batch's name is kept.
const metadataName = "docpipe"

// Find looks through the newest hundred batches: a name is looked for soon after it was lost.
func (b *Batch) Find(ctx context.Context, items []string) (string, error) {
	page := "?limit=100"
	if b.method == "" { // Mistral's name of the same
		page = "?page_size=100"
	}
	var said struct {
		Data []struct {
			ID       string         `json:"id"`
			Metadata map[string]any `json:"metadata"`
		} `json:"data"`
	}
	if err := b.call(ctx, b.line.ExchangeAll(nil), http.MethodGet, b.jobs+page, nil, &said); err != nil {
		return "", err
	}
	name := model.BatchName(items)
	for _, j := range said.Data {
		if j.Metadata[metadataName] == name {
			return j.ID, nil
		}
	}
	return "", nil
}
